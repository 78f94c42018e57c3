"""Painters: a portrait and its face atlas."""
