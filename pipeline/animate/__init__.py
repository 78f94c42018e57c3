"""Animators: a portrait and speech become moving pictures."""
