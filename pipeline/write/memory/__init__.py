"""What a character remembers beyond the lines it is shown: kept within a budget, written and read by models."""
