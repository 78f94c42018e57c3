"""The writer that needs no model: sentences, understanding, sums and what it remembers by rules."""
