"""Repeated reference games: two players speak of the same few figures again and again, and one of them is a writer.

The game is that of ICCA ("Talk Less, Interact Better", arXiv 2408.01417), which goes back to the tangrams of Clark and
Wilkes-Gibbs (1986): one describes a figure, the other picks it out of four, in several rounds over the same figures.
People come to use few words and names of their own. Here figures are told in words instead of shown, so that a model
without eyes can play; the other player follows a script and guesses by the words that it hears.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from bots.remembering import Remembering, open_remembering
from pipeline.backends import open_backend
from pipeline.config import WriterSpec
from pipeline.lanes import open_lanes
from pipeline.spending import open_tab
from pipeline.stages import Writer
from pipeline.types import Character, Line, Persona, Portrait, Voice
from pipeline.write.memory.keeping import content, names
from storage.characters import Characters
from storage.history import History
from storage.media import Media
from storage.memory import Memories
from storage.store import open_store

ROLES = ("describer", "guesser")
PLACE, PARTNER = "game", "Robin"
HISTORY_LINES = 20
_PICKED = re.compile(r"(?i)\b(?:([1-4])|(one|two|three|four))\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the board."""

    look: str
    gist: str
    """The same in few words."""
    name: str
    """What the scripted player calls it from the first round on."""


FIGURES = (
    Figure(
        "a tilted square on top, below it a long slanted body, and one thin leg stretched far out to the left",
        "a tilted square with a thin leg stretched out",
        "the skater",
    ),
    Figure(
        "two sharp triangles side by side like ears, and under them a large triangle that points down",
        "two sharp ears over a large triangle",
        "the fox",
    ),
    Figure(
        "two squares standing far apart, with a flat parallelogram that lies across both of them",
        "a parallelogram lying across two squares",
        "the bridge",
    ),
    Figure(
        "a wide trapezoid like a bowl, a small triangle stuck to its right side, and a narrow bar underneath",
        "a wide bowl on a narrow bar",
        "the teacup",
    ),
)

PLAYER = Character(
    Persona(
        object="a patient chess clock",
        name="Mira",
        summary="A patient chess clock that likes games.",
        personality="You are Mira, a patient chess clock. You like games and clear words.",
        traits=("patient", "precise"),
        manner="clear and to the point",
        greeting="Shall we play?",
        language="en",
        style_id="gouache",
        voice_id="en-plain-m",
    ),
    Portrait(1, 1, bytes(3), ()),
    Voice("en-plain-m", "", "", "en", "neutral", "espeak", "en", ""),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One figure of one round, and what the writer said of it."""

    round: int
    figure: Figure
    text: str
    right: bool
    """Whether the figure was found."""
    by_model: bool

    @property
    def words(self) -> int:
        """How many words the writer used."""
        return len(self.text.split())


async def play(writer: Writer, spec: WriterSpec, role: str, rounds: int, seed: int = 1) -> list[Turn]:
    """One game; the writer remembers as it does behind a desk."""
    chance = random.Random(seed)  # noqa: S311 - the same game for every writer
    turns: list[Turn] = []
    async with _table(writer, spec) as table:
        before = ""
        for number in range(1, rounds + 1):
            for figure in chance.sample(FIGURES, len(FIGURES)):
                board = chance.sample(FIGURES, len(FIGURES))
                asked = _asked(role, figure, board, number)
                text, by_model = await table.say(f"{before}{asked}")
                picked = _heard(text, board) if role == "describer" else _answered(text, board)
                turns.append(Turn(number, figure, text, picked is figure, by_model))
                before = _feedback(figure, board, number, right=picked is figure)
    return turns


def measures(turns: Sequence[Turn]) -> dict[str, float]:
    """Words per turn, agreed names, novelty and success by round, and how the last round compares with the first."""
    told: dict[str, float] = {}
    last = max(turn.round for turn in turns)
    for number in range(1, last + 1):
        few = [turn for turn in turns if turn.round == number]
        told[f"words_{number}"] = round(fmean(turn.words for turn in few), 1)
        told[f"named_{number}"] = round(fmean(names(turn.text, turn.figure.name) for turn in few), 2)
        told[f"right_{number}"] = round(fmean(turn.right for turn in few), 2)
        if number > 1:
            told[f"new_words_{number}"] = round(fmean(_novelty(turn, turns) for turn in few), 2)
    told["words_last_to_first"] = round(told[f"words_{last}"] / max(1.0, told["words_1"]), 2)
    told["named_after_first"] = round(fmean([names(t.text, t.figure.name) for t in turns if t.round > 1] or [0.0]), 2)
    told["right"] = round(fmean(turn.right for turn in turns), 2)
    told["by_model"] = round(fmean(turn.by_model for turn in turns), 2)
    return told


async def games(spec: WriterSpec, rounds: int) -> dict[str, dict[str, float]]:
    """Both roles with adaptation on and off, by `describer on` and the like."""
    found: dict[str, dict[str, float]] = {}
    for adapt in (True, False):
        chosen = spec.model_copy(update={"adapt": adapt})
        async with open_lanes(1) as lanes, open_backend("writer", chosen, lanes) as writer:
            for role in ROLES:
                turns = await play(writer, chosen, role, rounds)
                found[f"{role} {'on' if adapt else 'off'}"] = measures(turns)
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """A conversation with a memory."""

    writer: Writer
    remembering: Remembering
    history: History
    character: int

    async def say(self, text: str) -> tuple[str, bool]:
        said = Line(PARTNER, text, 0.0, person=PARTNER)
        recalled = await self.remembering.recall(self.character)
        with open_tab() as tab:
            pieces = self.writer.reply(PLAYER, recalled.lines, said, recalled.memory)
            answer = "".join([piece async for piece in pieces]).strip()
        await self.history.append(self.character, said, replace(said, who="", text=answer), speaker=PARTNER)
        self.remembering.later(self.character)
        # A game goes on faster than people talk: what they would leave the time for is waited for.
        await self.remembering.settled()
        return answer, any(spent.written_tokens for spent in tab.spent)


@asynccontextmanager
async def _table(writer: Writer, spec: WriterSpec) -> AsyncIterator[_Table]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="summon-game-")))
        store = await stack.enter_async_context(open_store(folder / "summon.sqlite"))
        characters, history = Characters(store, Media(store, folder / "media")), History(store)
        character = await characters.add(PLACE, PLACE, PLAYER.persona.object, 1, PLAYER)
        remembering = Remembering(writer, Memories(store), history, characters, spec, HISTORY_LINES)
        await stack.enter_async_context(open_remembering(remembering))
        yield _Table(writer, remembering, history, character)


def _asked(role: str, figure: Figure, board: Sequence[Figure], number: int) -> str:
    told = "; ".join(f"{place}, {one.look}" for place, one in enumerate(board, 1))
    if role == "describer":
        which = board.index(figure) + 1
        return f"The board: {told}. Only you know that it is number {which}. Describe it so that I can pick it out."
    said = (figure.look, figure.gist)[number - 1] if number <= 2 else figure.name
    return f"The board: {told}. I mean this one: {said}. Which number is it?"


def _feedback(figure: Figure, board: Sequence[Figure], number: int, *, right: bool) -> str:
    came = "Right" if right else "Wrong"
    agreed = f" Let's call it {figure.name}." if number == 1 else ""
    return f"{came}, it was {board.index(figure) + 1}: {figure.gist}.{agreed} "


def _heard(text: str, board: Sequence[Figure]) -> Figure | None:
    """The figure that a description fits best; None where it fits several as well."""
    named = [figure for figure in board if names(text, figure.name)]
    if len(named) == 1:
        return named[0]
    heard = set(content(text))
    shared = {figure.name: len(heard & _own_words(figure)) for figure in board}
    best = max(shared.values())
    fitting = [figure for figure in board if shared[figure.name] == best]
    return fitting[0] if best and len(fitting) == 1 else None


def _own_words(figure: Figure) -> set[str]:
    others = {word for other in FIGURES if other is not figure for word in content(other.look)}
    return set(content(f"{figure.look} {figure.gist}")) - others


def _answered(text: str, board: Sequence[Figure]) -> Figure | None:
    found = {int(digit) if digit else _NUMBERS[word.lower()] for digit, word in _PICKED.findall(text)}
    return board[found.pop() - 1] if len(found) == 1 else None


def _novelty(turn: Turn, turns: Sequence[Turn]) -> float:
    """The part of the words that were not said of the same figure in the round before."""
    before = next(t for t in turns if t.figure is turn.figure and t.round == turn.round - 1)
    said = set(re.findall(r"\w+", turn.text.casefold()))
    return len(said - set(re.findall(r"\w+", before.text.casefold()))) / max(1, len(said))
