"""A writer that remembers everything it is shown, word for word, so that a test finds every byte again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.types import Fact, Line, Memory, Persona, Term
from pipeline.write.memory.keeping import with_lines
from tests.fakes.stages import FakeWriter, Script, Turn


class FakeRememberer(FakeWriter):
    """Sums up by repeating; every line of a person is a fact about them, and its last word an agreed name.

    What it remembers of others goes into every fact that it makes, as a careless model's would: those are not quoted.
    """

    def __init__(self, *turns: Turn, remember_turns: Sequence[Turn] = (), remember_then: Turn = None) -> None:
        super().__init__(*turns)
        self.remember_script = Script(remember_turns, remember_then)

    async def remember(self, persona: Persona, memory: Memory, lines: Sequence[Line]) -> Memory:
        await self.remember_script.play(persona, memory, tuple(lines))
        summary = " ".join([memory.summary, *(line.text for line in lines)]).strip()
        people = [line for line in lines if line.who]
        facts = [Fact(line.who, f"said {line.text}", line.id, line.person, quoted=True) for line in people]
        facts += [Fact(line.who, f"knows {summary}", line.id, line.person) for line in people]
        terms = [
            Term(line.text.split()[-1], summary, line.who, line.id, line.person) for line in people if line.text.split()
        ]
        return with_lines(replace(memory, summary=summary), lines, facts, terms)
