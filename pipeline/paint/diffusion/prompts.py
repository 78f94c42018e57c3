"""Prompts as a UNet reads them: words in brackets weigh more or less, and nothing is cut at 77 tokens.

The brackets are those that users of Stable Diffusion know: `(word)` weighs 1.1 times as much, `(word:1.3)` 1.3 times,
`[word]` 1/1.1 times, nested ones multiply, and a backslash before a bracket makes it a mere letter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from pipeline.paint.diffusion.guided import Text

STEP = 1.1
LIGHTEST, HEAVIEST = 0.0, 2.0
"""Weights are kept between: beyond, embeddings leave what the model was trained with."""
MOST_CHUNKS = 12
"""Of 75 tokens each: attention grows with them. What a template says after a longer concept is kept."""
_PIECES = re.compile(r"\\.|[()\[\]]|:\s*([+-]?\d*\.?\d+)\s*(?=\))|[^\\()\[\]:]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of one weight."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Coder:
    """What turns text into embeddings."""

    tokenizer: Any
    encoder: Any
    device: torch.device
    dtype: torch.dtype
    spread: Callable[[str], str] = str
    """Writes the word of a textual inversion as often as it has vectors."""


def escaped(text: str) -> str:
    """Text of strangers as text and nothing else."""
    return re.sub(r"([\\()\[\]])", r"\\\1", text)


def parse(prompt: str) -> tuple[Words, ...]:
    """Read the brackets of a prompt; brackets that never close or open count as far as they go."""
    parts: list[Words] = []
    open_: list[tuple[str, int]] = []
    for match in _PIECES.finditer(prompt):
        piece = match[0]
        if match[1] is not None and open_ and open_[-1][0] == "(":
            _weigh(parts, open_[-1][1], float(match[1]) / STEP)
        elif piece in "([" and len(piece) == 1:
            open_.append((piece, len(parts)))
        elif piece in ")]" and len(piece) == 1:
            if open_ and open_[-1][0] == {")": "(", "]": "["}[piece]:
                _weigh(parts, open_.pop()[1], STEP if piece == ")" else 1 / STEP)
        else:
            parts.append(Words(piece[1:] if piece[0] == "\\" and len(piece) > 1 else piece))
    return tuple(_joined(parts))


def _weigh(parts: list[Words], start: int, by: float) -> None:
    parts[start:] = [Words(part.text, part.weight * by) for part in parts[start:]]


def _joined(parts: Sequence[Words]) -> Iterator[Words]:
    """Neighbours of one weight as one."""
    text, weight = "", 1.0
    for part in parts:
        kept = round(min(HEAVIEST, max(LIGHTEST, part.weight if math.isfinite(part.weight) else 1.0)), 4)
        if text and kept != weight:
            yield Words(text, weight)
            text = ""
        text, weight = text + part.text, kept
    if text:
        yield Words(text, weight)


def filled(template: str, concept: str, coder: Coder) -> str:
    """The template with the concept in its place, shortened where both do not fit into `MOST_CHUNKS`."""
    room = MOST_CHUNKS * _length(coder) - len(_tokens(template.replace("{}", ""), coder))
    tokens = _tokens(concept, coder)
    if len(tokens) > room:
        concept = str(coder.tokenizer.decode(tokens[: max(1, room)]))
    return template.replace("{}", escaped(concept))


def text(pairs: Sequence[tuple[str, str]], coder: Coder) -> Text:
    """The embeddings of some prompts with what is unwanted in each; all get the length of the longest."""
    wanted = [_chunks(parse(one), coder) for one, _ in pairs]
    unwanted = [_chunks(parse(other), coder) for _, other in pairs]
    count = max(len(chunks) for chunks in (*wanted, *unwanted))
    return Text(_embedded(wanted, count, coder), _embedded(unwanted, count, coder))


Chunk = tuple[list[int], list[float]]
"""At most 75 tokens and the weight of each."""


def _chunks(parts: Sequence[Words], coder: Coder) -> list[Chunk]:
    tokens: list[int] = []
    weights: list[float] = []
    for part in parts:
        own = _tokens(part.text, coder)
        tokens += own
        weights += [part.weight] * len(own)
    length = _length(coder)
    starts = range(0, min(len(tokens), MOST_CHUNKS * length), length) or (0,)
    return [(tokens[start : start + length], weights[start : start + length]) for start in starts]


def _length(coder: Coder) -> int:
    """Tokens of one chunk without its beginning and end."""
    return int(coder.tokenizer.model_max_length) - 2


def _tokens(words: str, coder: Coder) -> list[int]:
    return list(
        coder.tokenizer(coder.spread(words), add_special_tokens=False, truncation=False, verbose=False).input_ids
    )


def _embedded(prompts: Sequence[list[Chunk]], count: int, coder: Coder) -> Tensor:
    """(batch, 77 * count, width): chunks one after another, short prompts filled up with empty ones."""
    rows = [[*chunks, *[([], [])] * (count - len(chunks))] for chunks in prompts]
    ids = torch.tensor([_framed(tokens, coder) for row in rows for tokens, _ in row], device=coder.device)
    weights = torch.tensor([_aligned(each, coder) for row in rows for _, each in row], device=coder.device)
    with torch.no_grad():
        seen = coder.encoder(ids)[0].to(coder.dtype)
        if bool((weights != 1).any()):
            seen = _weighted(seen, weights[..., None], coder)
    return seen.reshape(len(rows), -1, seen.shape[-1])


def _weighted(seen: Tensor, weights: Tensor, coder: Coder) -> Tensor:
    """Move tokens away from what an empty prompt has at their place, or towards it, as the compel library does.

    Scaling the embeddings themselves would change how loud all of them are.
    """
    empty = coder.encoder(torch.tensor([_framed([], coder)], device=coder.device))[0].to(coder.dtype)
    moved = empty + (seen - empty) * weights.to(coder.dtype)
    return torch.where(weights == 1, seen, moved)


def _framed(tokens: list[int], coder: Coder) -> list[int]:
    """A chunk between its beginning and its end, filled up as the tokenizer does."""
    tokenizer = coder.tokenizer
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
    framed = [tokenizer.bos_token_id, *tokens, tokenizer.eos_token_id]
    return framed + [pad] * (int(tokenizer.model_max_length) - len(framed))


def _aligned(weights: list[float], coder: Coder) -> list[float]:
    length = int(coder.tokenizer.model_max_length)
    return [1.0, *weights, *[1.0] * (length - 1 - len(weights))]
