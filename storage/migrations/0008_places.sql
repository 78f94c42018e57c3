-- Which channels were active is read from the jobs: a list beside them outlived whoever was forgotten.
DELETE FROM notes WHERE name = 'discord active';
