import json
import logging
import sys

import pytest

from bots.logs import JsonFormatter, ValuesFormatter, about
from pipeline.errors import DiskFull


def record(name="bots.jobs", message="stage finished", *args, **extra):
    made = logging.LogRecord(name, logging.INFO, "", 0, message, args, None)
    vars(made).update(extra)
    return made


def line(*args, **extra):
    return ValuesFormatter().format(record(*args, **extra)).split(" ", 2)[2]


def told(*args, **extra):
    return json.loads(JsonFormatter().format(record(*args, **extra)))


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def test_values_stand_behind_the_constant_message():
    assert line(stage="paint", seconds=0.5) == "INFO bots.jobs: stage finished stage=paint seconds=0.5"


def test_empty_values_are_left_out():
    assert line(cause="") == "INFO bots.jobs: stage finished"


def test_a_line_stays_one_line():
    assert "\n" not in line(reason="one\ntwo")


def test_json_holds_the_values_as_they_are():
    found = told(stage="paint", seconds=0.5)
    assert (found["message"], found["stage"], found["seconds"], found["level"]) == (
        "stage finished",
        "paint",
        0.5,
        "info",
    )
    assert found["time"].endswith("Z")


def test_every_line_of_a_job_names_it():
    with about(42):
        assert told()["job"] == 42
        assert told(job=7)["job"] == 7
    assert "job" not in told()


@pytest.mark.parametrize("form", [line, told])
def test_what_an_error_of_others_says_is_left_out(form):
    said = str(form(exc_info=raised(KeyError("what somebody said"))))
    assert "KeyError" in said
    assert "somebody" not in said


def test_what_an_error_of_ours_says_is_kept():
    assert "DiskFull: No room." in told(exc_info=raised(DiskFull("No room.")))["error"]


def test_causes_and_groups_are_told():
    group = ExceptionGroup("what somebody said", [DiskFull("No room.")])
    group.__cause__ = OSError("what somebody said")
    error = told(exc_info=raised(group))["error"]
    assert all(word in error for word in ("OSError", "ExceptionGroup", "DiskFull: No room."))
    assert "somebody" not in error


@pytest.mark.parametrize(
    ("message", "args", "expected"),
    [
        ("Shard ID %s sent %s", (3, "a secret"), "Shard ID 3 sent …"),
        ("Task exception was never retrieved\nfuture: a secret", (), "Task exception was never retrieved"),
        ("%d things", ("a secret",), "%d things"),
        ("100% of it", (), "100% of it"),
    ],
)
def test_of_other_libraries_only_the_constant_part_is_kept(message, args, expected):
    assert told("discord.gateway", message, *args)["message"] == expected
