"""How a memory is counted and shared out, and how short an answer may be for it."""

import pytest

from pipeline.types import NO_MEMORY, Fact, Line, Memory, Term
from pipeline.write.memory.budget import Budget, batch, fact_tokens, latest, line_tokens, shown, term_tokens, tokens
from pipeline.write.memory.common_ground import FEWEST_WORDS, SHORTEST, aim, ground

LINES = [Line("Ann", f"this is line number {number}", 1.0, id=number, person="a") for number in range(100)]
FOX = Memory(terms=(Term("the fox", "two ears", uses=4),))


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("the", 1), ("word", 2), ("extraordinary", 5), ("a, b.", 4), ("2024", 4), ("né", 2), ("дом", 3),
     ("日本", 4), ("👩‍🚀", 6), ("\ud800", 2), (" \n\t", 0)],
)  # fmt: skip
def test_tokens_are_counted_rather_too_many(text, count):
    assert tokens(text) == count


def test_the_latest_lines_are_shown_that_fit():
    each = line_tokens(LINES[50])
    assert latest(LINES, 10 * each, 600) == 10
    assert latest(LINES, 10 * each - 1, 600) == 9
    assert latest(LINES, 0, 600) == 0
    assert latest(LINES, 100_000, 600) == 100


def test_one_call_reads_a_bounded_batch_and_always_something():
    assert batch(LINES, 100_000) == 40
    assert batch(LINES, 3 * line_tokens(LINES[0])) == 3
    assert batch([Line("Ann", "x" * 100_000, 1.0)], 10) == 1
    assert batch([], 10) == 0


def test_lines_get_what_the_memory_leaves():
    assert Budget(1000).lines(NO_MEMORY) == 1000
    assert Budget(1000).lines(Memory("word " * 10_000)) == 750


def test_everybodys_latest_facts_come_before_anybodys_older_ones():
    facts = (*(Fact("Ann", f"likes thing {n}", n, "a") for n in range(50)), Fact("Cleo", "is shy", 60, "c"))
    chosen, _ = shown(Memory(facts=facts), Budget(8 * fact_tokens(facts[20])), ())
    assert chosen[-1].who == "Cleo"
    assert 1 < len(chosen) < 5


def test_facts_of_those_present_come_before_all_others():
    facts = (Fact("Bob", "is a baker", 1, "b"), Fact("Ann", "has a cat", 2, "a"), Fact("Cleo", "is shy", 3, "c"))
    chosen, _ = shown(Memory(facts=facts), Budget(4 * 9), ("b",))
    assert chosen == facts[:1]


def test_names_take_half_of_what_is_known_at_most_the_most_used_first():
    terms = tuple(Term(f"name{n}", "what it stands for", uses=n) for n in range(40))
    budget = Budget(8 * 5 * term_tokens(terms[39]))
    _, chosen = shown(Memory(facts=(Fact("Ann", "has a cat"),), terms=terms), budget, ())
    assert chosen == terms[35:]


def test_an_answer_gets_shorter_the_oftener_the_same_is_spoken_of():
    said = Line("Ann", "Describe the second figure for me", 1.0)
    aims = [aim(50, [said] * rounds, said, NO_MEMORY) for rounds in range(10)]
    assert aims[0] == 50
    assert aims == sorted(aims, reverse=True)
    assert aims[-1] == 50 * SHORTEST


def test_an_agreed_name_makes_an_answer_short_at_once():
    assert aim(50, [], Line("Ann", "And the fox?", 1.0), FOX) == 20
    assert aim(50, [], Line("Ann", "And the foxes?", 1.0), FOX) == 50


def test_what_is_new_is_answered_at_full_length():
    history = [Line("Ann", "Tell me of rain and tea", 1.0)] * 30
    assert aim(50, history, Line("Ann", "How do volcanoes sleep?", 1.0), FOX) == 50


@pytest.mark.parametrize("text", ["", "?!", "the and you", "\x00", "x" * 9000])
def test_a_message_without_words_stands_on_no_ground(text):
    assert ground([Line("Ann", "other words", 1.0)], Line("Ann", text, 1.0), NO_MEMORY) == 0.0


def test_no_answer_is_aimed_below_a_few_words():
    assert aim(10, [], Line("Ann", "the fox", 1.0), FOX) == FEWEST_WORDS
    assert aim(5, [], Line("Ann", "the fox", 1.0), FOX) == 5
