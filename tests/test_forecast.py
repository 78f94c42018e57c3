from bots.forecast import Forecast, forecast

SECONDS = {"Talk": 2.0, "Summon": 10.0}


def jobs(*places, running=()):
    return [(number, place, "Talk", number in running) for number, place in enumerate(places, 1)]


def test_an_empty_line_is_served_now():
    assert forecast(1, jobs("a"), {}, SECONDS, 1) == Forecast(1, 2.0)


def test_what_runs_is_half_over():
    assert forecast(2, jobs("a", "b", running=(1,)), {}, SECONDS, 1) == Forecast(2, 3.0)


def test_a_place_with_many_does_not_keep_another_waiting():
    line = jobs("a", "a", "a", "a", "b")
    assert forecast(5, line, {}, SECONDS, 1) == Forecast(2, 4.0)
    assert forecast(4, line, {}, SECONDS, 1) == Forecast(5, 10.0)


def test_two_workers_halve_the_wait_of_different_places():
    assert forecast(4, jobs("a", "b", "c", "d"), {}, SECONDS, 2).seconds == 4.0


def test_a_place_s_own_jobs_wait_for_each_other_on_any_number_of_workers():
    assert forecast(3, jobs("a", "a", "a"), {}, SECONDS, 8).seconds == 6.0


def test_a_place_that_had_its_turn_lately_waits_for_the_others():
    assert forecast(1, jobs("a", "b"), {"a": 9, "b": 4}, SECONDS, 1).place == 2


def test_a_kind_never_seen_is_taken_to_need_some_seconds():
    assert forecast(1, [(1, "a", "Import", False)], {}, {"Import": None}, 1).seconds > 0


def test_a_job_that_is_not_in_line_has_no_forecast():
    assert forecast(9, jobs("a"), {}, SECONDS, 1) == Forecast(0, 0.0)
