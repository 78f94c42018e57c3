"""Facts that hold for every backend of a kind."""
