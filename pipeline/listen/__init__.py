"""Listeners: speech becomes text."""
