"""Reference games against writers that are known: the measures say what is there."""

import json

from typer.testing import CliRunner

from bots.__main__ import app
from bots.benches.reference_game import FIGURES, ROLES, Turn, measures, play
from pipeline.backends import open_backend
from pipeline.config import Provider, WriterSpec
from pipeline.lanes import open_lanes
from tests.fakes.player_server import keeps, playing

SKATER, FOX = FIGURES[:2]


def a_turn(number, text, figure=FOX, *, right=True):
    return Turn(number, figure, text, right, by_model=True)


def test_words_names_and_novelty_are_measured_by_round():
    turns = [
        a_turn(1, "two sharp ears on a large triangle"),
        a_turn(1, "one leg far out", SKATER, right=False),
        a_turn(2, "The fox."),
        a_turn(2, "one leg far out again", SKATER),
    ]
    told = measures(turns)
    assert (told["words_1"], told["words_2"], told["words_last_to_first"]) == (5.5, 3.5, 0.64)
    assert (told["named_1"], told["named_2"], told["named_after_first"]) == (0.0, 0.5, 0.5)
    assert (told["right_1"], told["right_2"]) == (0.5, 1.0)
    assert told["new_words_2"] == 0.6
    assert "new_words_1" not in told


def test_silence_is_measured_too():
    told = measures([a_turn(1, "", right=False), a_turn(2, "", right=False)])
    assert (told["words_1"], told["right"], told["new_words_2"]) == (0.0, 0.0, 0.0)


async def test_a_player_that_does_as_it_is_told_is_seen_to_adapt_and_only_where_it_is_told():
    async with playing() as server, open_lanes(1) as lanes:
        told = {}
        for adapt in (True, False):
            provider = Provider(name="loopback", base_url=server.base, model="m")
            spec = WriterSpec(backend="openai", providers=(provider,), adapt=adapt)
            async with open_backend("writer", spec, lanes) as writer:
                told[adapt] = measures(await play(writer, spec, "describer", 3))
        assert (told[True]["words_1"], told[True]["words_3"], told[True]["named_3"]) == (20.0, 2.0, 1.0)
        assert (told[False]["words_3"], told[False]["named_3"]) == (20.0, 0.0)
        assert told[True]["right"] == told[False]["right"] == told[True]["by_model"] == 1.0
        # Long before the end of a game its beginning is remembered rather than shown.
        assert any(keeps(asked) for asked in server.asked)


def test_the_improviser_plays_as_well_as_it_can_and_one_flat_object_is_printed(tmp_path):
    config = tmp_path / "c.toml"
    config.write_text("[writer]\nwords = 20\n")
    done = CliRunner().invoke(app, ["bench", "adapt", "--rounds", "2", "--json", "--config", str(config)])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["writer"], told["guesser_off_by_model"]) == ("improviser", 0.0)
    assert all(0 < told[f"{role}_{adapt}_words_2"] <= 20 for role in ROLES for adapt in ("on", "off"))
    assert all(isinstance(value, int | float | str) for value in told.values())
