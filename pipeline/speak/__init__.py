"""Speakers: text becomes speech with phone times."""
