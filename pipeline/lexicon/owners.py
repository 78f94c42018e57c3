"""Finds where a description turns from a thing to whom it belongs to: `der Toaster | meiner Oma`."""

from __future__ import annotations

from collections.abc import Sequence

_STEMS = ("mein", "dein", "sein", "ihr", "unser", "eur")
_GENITIVE = frozenset(stem + ending for stem in _STEMS for ending in ("er", "es")) | {"des"}
_OF = {
    "it": frozenset({"di", "del", "dello", "della", "dei", "degli", "delle"}),
    "es": frozenset({"de", "del"}),
    "fr": frozenset({"de"}),
    "pt": frozenset({"de", "do", "da", "dos", "das"}),
    "nl": frozenset({"van"}),
}
_OWN = {
    "it": frozenset("mio mia miei mie tuo tua tuoi tue suo sua nostro nostra nostri nostre vostro vostra".split(" ")),
    "es": frozenset("mi mis tu tus su sus nuestro nuestra nuestros nuestras".split(" ")),
    "fr": frozenset("mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs".split(" ")),
    "pt": frozenset("meu minha meus minhas teu tua seu sua nosso nossa nossos nossas".split(" ")),
    "nl": frozenset("mijn onze ons jouw je zijn haar hun".split(" ")),
}
_POLISH = frozenset("mojego mojej moich twojego twojej naszego naszej naszych jego jej ich".split(" "))
_SHOWS = frozenset(
    "foto fotografia fotografía photo bild porträt portrait retrato ritratto dessin desenho dibujo disegno zeichnung "
    "gemälde tekening schilderij zdjęcie obraz rysunek".split(" ")
)
"""What only shows the thing that is named after it: a picture of my cat is a cat."""


def owner_at(tokens: Sequence[str], language: str) -> int:
    """The place of the word that begins the owner, of words in lower case; their number where nobody owns it."""
    own = _OWN.get(language, frozenset())
    for at in range(1, len(tokens)):
        word, following = tokens[at], tokens[at + 1 : at + 2]
        if tokens[at - 1] in _SHOWS:
            continue
        if language == "de" and word in _GENITIVE and following and not _GENITIVE & set(tokens[:1]):
            return at
        # `d'un ami` counts a thing's kind; only a possessive is sure to begin an owner.
        if word in _OF.get(language, ()) and following and following[0] in own:
            return at
        if language == "pl" and word in _POLISH and following:
            return at
    return len(tokens)
