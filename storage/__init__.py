"""What is remembered: characters, history and media in SQLite and files."""
