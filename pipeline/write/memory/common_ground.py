"""How much speaker and character have in common, and how short an answer may be for it.

People who talk about the same things again use fewer words each time and settle on names; language models understand
that and do not do it by themselves unless they are told to (ICCA, "Talk Less, Interact Better", arXiv 2408.01417).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.types import Line, Memory
from pipeline.write.memory.keeping import names

SHORTEST = 0.4
"""The part of the usual words that an answer has at least."""
FEWEST_WORDS = 8
_EARLIER = 40
_ALIKE = 0.6
"""The part of a message's words that an earlier one must share to be about the same."""
_OFTEN = 4
"""After so many messages about the same there is nothing left to explain."""
_CONTENT = re.compile(r"[^\W_]{3,}|[\u3040-\u30ff\u3400-\u9fff]")
_COMMON = frozenset(
    ("the", "and", "you", "your", "are", "this", "that", "what", "which", "who", "how", "why", "where", "when", "with",
     "for", "not", "but", "was", "were", "have", "has", "had", "can", "could", "would", "will", "about", "please",
     "tell", "there", "here", "now", "one", "next", "again", "der", "die", "das", "und", "ich", "ist", "wie", "was",
     "que", "los", "las", "una", "por", "est", "les", "des", "une", "что", "как", "это")
)  # fmt: skip


def aim(words: int, history: Sequence[Line], said: Line, memory: Memory) -> int:
    """About how many words an answer to `said` should have where `words` are usual: fewer on common ground."""
    least = min(words, max(FEWEST_WORDS, round(SHORTEST * words)))
    return max(least, round(words * (1 - (1 - SHORTEST) * ground(history, said, memory))))


def ground(history: Sequence[Line], said: Line, memory: Memory) -> float:
    """How common the ground is that a message stands on, from 0 (all new) to 1.

    It is what was said about the same before, by anybody; a message with an agreed name counts for more, and the more
    the oftener that name was used.
    """
    content = _content(said.text)
    earlier = (_content(line.text) for line in history[-_EARLIER:])
    alike = sum(1 for other in earlier if content and len(content & other) >= _ALIKE * len(content))
    used = max((term.uses for term in memory.terms if names(said.text, term.name)), default=0)
    return min(1.0, (alike + 2 * min(used, _OFTEN)) / (2 * _OFTEN))


def _content(text: str) -> frozenset[str]:
    return frozenset(word for word in _CONTENT.findall(text[:600].casefold()) if word not in _COMMON)
