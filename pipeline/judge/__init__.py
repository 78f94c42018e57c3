"""The judge: measures on a finished clip, from its decoded pixels and sound alone."""
