"""Every persona has a shade of its voice, however it came to it."""

from __future__ import annotations

import pytest

from bots.surface import Revoice, Summon
from pipeline.catalog import read_catalog
from pipeline.speak.shade import FORMANT_SHARE, PITCH_SEMITONES, RATE_SHARE, shade
from pipeline.types import Voice
from tests.desks import an_office
from tests.fakes.stages import A_VOICE
from tests.fakes.surfaces import a_place, an_ask

VOICES = read_catalog().voices


def tone(voice: Voice) -> tuple[float, float, float]:
    return voice.pitch_semitones, voice.formant_ratio, voice.rate_ratio


def test_the_same_seed_is_the_same_shade() -> None:
    assert shade(A_VOICE, 7) == shade(A_VOICE, 7)


def test_two_personas_with_one_voice_do_not_sound_alike() -> None:
    assert len({tone(shade(A_VOICE, seed)) for seed in range(50)}) == 50


@pytest.mark.parametrize("seed", range(5))
def test_a_shade_stays_near_its_voice_and_within_what_engines_take(seed: int) -> None:
    for voice in VOICES:
        shaded = shade(voice, seed)
        assert abs(shaded.pitch_semitones - voice.pitch_semitones) <= PITCH_SEMITONES
        assert abs(shaded.formant_ratio / voice.formant_ratio - 1) <= FORMANT_SHARE + 1e-9
        assert abs(shaded.rate_ratio / voice.rate_ratio - 1) <= RATE_SHARE + 1e-9
        assert (shaded.id, shaded.key, shaded.colour) == (voice.id, voice.key, voice.colour)
        assert -12 <= shaded.pitch_semitones <= 12


async def test_a_new_voice_gets_the_persona_s_own_shade(tmp_path) -> None:
    async with an_office(tmp_path) as office:
        for want in (Summon("a teapot", seed=3), Revoice("teapot", A_VOICE.label)):
            await office.desk.accept(an_ask(want))
            await office.settled()
        entry = (await office.means.characters.list(a_place().key))[0]

    assert entry.voice == shade(A_VOICE, entry.seed)
