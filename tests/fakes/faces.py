"""A painter of one drawn face in many colours, and a writer who refuses some."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pipeline.config import PainterSpec, WriterSpec
from pipeline.errors import DescriptionRefused, StageFailed
from pipeline.events import OnStep, unheeded
from pipeline.lanes import Lanes
from pipeline.types import Catalog, Persona, Portrait, Style
from tests.fakes.portraits import fake_portrait
from tests.fakes.stages import FakeWriter, a_persona

SIZE = 96


class ColourPainter:
    """Paints the same face, in a colour of the description's own and a shade of the seed's."""

    async def paint(
        self, persona: Persona, style: Style, seed: int, guide: bytes | None = None, step: OnStep = unheeded
    ) -> Portrait:
        if "broken" in persona.object:
            raise StageFailed("paint", "the brush broke")
        number = zlib.crc32(persona.object.encode()) & 0xFFFFFF
        return fake_portrait(SIZE, body=f"#{number:06x}", ground=f"#{100 + seed % 100:02x}5d73")


class StrictWriter(FakeWriter):
    """Refuses what is called rude."""

    async def persona(self, description: str, catalog: Catalog, seed: int) -> Persona:
        if "rude" in description:
            raise DescriptionRefused("That is not drawn here.")
        return a_persona(description, style_id=catalog.styles[0].id)


@asynccontextmanager
async def open(spec: WriterSpec | PainterSpec, lanes: Lanes) -> AsyncIterator[ColourPainter | StrictWriter]:  # noqa: A001
    yield ColourPainter() if isinstance(spec, PainterSpec) else StrictWriter()
