"""The adapters and the program: everything that meets a user."""
