"""What the program knows of things and of people's words for them, so that it can write and draw without a model."""

from pipeline.lexicon.reading import LONGEST, moods_of, read
from pipeline.lexicon.things import CATEGORIES, MOODS, SHAPES, Lexicon, Reading, Thing, lexicon

__all__ = ["CATEGORIES", "LONGEST", "MOODS", "SHAPES", "Lexicon", "Reading", "Thing", "lexicon", "moods_of", "read"]
