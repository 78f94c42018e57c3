import logging

from bots.logs import ValuesFormatter


def line(**extra):
    record = logging.makeLogRecord({"msg": "stage finished", "levelname": "INFO", **extra})
    return ValuesFormatter("%(levelname)s %(message)s").format(record)


def test_values_stand_behind_the_constant_message():
    assert line(stage="paint", seconds=0.5) == "INFO stage finished stage=paint seconds=0.5"


def test_empty_values_are_left_out():
    assert line(cause="") == "INFO stage finished"
