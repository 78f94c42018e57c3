"""What rules find in lines, and what they leave alone."""

import time

import pytest

from pipeline.types import NO_MEMORY, Fact, Line, Memory, Term
from pipeline.write.improvise.memory_rules import facts_in, is_asked, learnt, terms_in
from pipeline.write.memory.budget import FACTS_OF_ONE, TERMS
from pipeline.write.memory.keeping import grounded, with_lines


def ann(text, number=7):
    return Line("Ann", text, 1.0, id=number, person="a")


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("I am afraid of heights, you know.", ["is afraid of heights"]),
        ("My name is Quentin and I'm scared of my dog!", ["is called Quentin", "is scared of their dog"]),
        ("I love rain and I hate cold tea because it's sad", ["loves rain", "hates cold tea"]),
        ("My dog is called Rex. I live in Leeds", ["has a dog called Rex", "lives in Leeds"]),
        ("Well, I'm allergic to nuts, too", ["is allergic to nuts"]),
        ("i'm 34", ["is 34 years old"]),
        ("I'm an engineer, and I don't eat meat.", ["is an engineer", "doesn't eat meat"]),
        ("You know I hate mornings", ["hates mornings"]),
        ("I study law and I miss my cat.", ["studies law", "misses their cat"]),
        ("ich habe Angst vor Hunden und ich wohne in Ulm", ["ich habe Angst vor Hunden", "ich wohne in Ulm"]),
        ("Me gustan los gatos.", ["Me gustan los gatos"]),
        ("J'ai peur du noir.", ["J'ai peur du noir"]),
        ("我很怕黑。", ["我很怕黑"]),
        ("私は犬が怖いです", ["私は犬が怖い"]),
        ("я боюсь пауков", ["я боюсь пауков"]),
    ],
)  # fmt: skip
def test_what_people_tell_about_themselves_is_found(said, facts):
    found = facts_in(ann(said))
    assert [fact.text for fact in found] == facts
    assert all((fact.who, fact.person, fact.line, fact.quoted) == ("Ann", "a", 7, True) for fact in found)


@pytest.mark.parametrize(
    "said",
    ["Am I afraid of cats?", "I am afraid of what?", "If I have a dog, will you mind?", "I love you", "I like it",
     "I'm a bit tired", "I have a question", "She is afraid of heights", "You are afraid of heights", "", "?!",
     "x" * 9000, "\x00\u202e<b>", "I wish I had a dog", "I'm afraid so", "I can't sleep tonight",
     "I like your style", "I have a headache", "I'm married to the sea", "I'm scared to death",
     "我喜欢你", "ich mag dich"],
)  # fmt: skip
def test_what_tells_nothing_lasting_is_left_alone(said):
    assert facts_in(ann(said)) == []


def test_what_the_character_says_is_no_fact_about_anybody():
    assert facts_in(Line("", "I am afraid of heights.", 1.0, id=3)) == []


@pytest.mark.parametrize(
    ("said", "name", "meaning"),
    [
        ("The shelf above the stove? Let's call it the roost.", "the roost", "The shelf above the stove"),
        ('Let\'s call the shelf above the stove "the roost".', "the roost", "the shelf above the stove"),
        ("By the usual I mean two cups of oolong", "the usual", "two cups of oolong"),
        ("I'll call you Teapotty.", "Teapotty", "you"),
        ("Der Platz am Herd. Nennen wir es das Nest", "das Nest", "Der Platz am Herd"),
    ],
)
def test_names_that_are_proposed_are_found_with_what_they_stand_for(said, name, meaning):
    assert [(term.name, term.meaning) for term in terms_in(ann(said))] == [(name, meaning)]


@pytest.mark.parametrize(
    "said",
    [
        "What do you call it?",
        "call me Zed",
        "call me later",
        "I'll call you",
        "it is short",
        "let's call it a day",
        "Let's call it quits",
        "please call the doctor now",
        "By the way I mean what I say",
    ],
)
def test_other_talk_of_calling_proposes_no_name(said):
    assert terms_in(ann(said)) == []


def test_an_agreed_name_is_counted_in_every_line_that_says_it():
    lines = [ann("The shelf? Let's call it the roost."), Line("", "The roost!", 2.0, id=8), ann("roosters", 9)]
    assert [(term.name, term.uses) for term in learnt(NO_MEMORY, lines).terms] == [("the roost", 2)]


def test_the_same_is_remembered_once_and_the_latest_of_what_can_be_true_once():
    lines = [ann("I live in Rome"), ann("I love rain"), ann("I love rain"), ann("I live in Oslo")]
    assert [fact.text for fact in learnt(NO_MEMORY, lines).facts] == ["loves rain", "lives in Oslo"]


def test_two_people_of_one_name_are_two():
    lines = [ann("I live in Rome"), Line("Ann", "I live in Oslo", 1.0, id=8, person="b")]
    assert [(fact.person, fact.text) for fact in learnt(NO_MEMORY, lines).facts] == [
        ("a", "lives in Rome"),
        ("b", "lives in Oslo"),
    ]


def test_nobody_can_crowd_out_what_others_told():
    own = (Fact("Bob", "is afraid of tea", 1, "b", quoted=True),)
    flood = [ann(f"I love thing{n}", n) for n in range(100)]
    facts = learnt(Memory(facts=own), flood).facts
    assert facts[0] == own[0]
    assert sum(fact.person == "a" for fact in facts) == FACTS_OF_ONE


def test_a_flood_of_names_keeps_those_that_are_used():
    used = Memory(terms=(Term("the roost", "the shelf", "Bob", 1, "b", uses=9),))
    flood = [ann(f"That thing? Let's call it Nm{n}.", n) for n in range(100)]
    terms = learnt(used, flood).terms
    assert len(terms) == TERMS
    assert terms[0].name == "the roost"


@pytest.mark.parametrize(
    ("fact", "said", "answer"),
    [
        ("is afraid of heights", "heights? I am afraid of those", (True, True)),
        ("loves rain", "I love rain", (True, True)),
        ("is afraid of heights", "heights scare me", (True, True)),
        ("is frightened of heights", "heights scare me", (True, False)),
        ("is married to Bob", "heights scare me", (False, False)),
        ("很怕黑", "我很怕黑。", (True, True)),
        ("is", "is", (False, False)),
    ],
)
def test_a_fact_is_grounded_in_the_words_of_its_line(fact, said, answer):
    assert grounded(fact, said) == answer


@pytest.mark.parametrize(
    ("said", "asked"),
    [("What am I afraid of?", True), ("what do you know about me?", True), ("Where do I live?", True),
     ("Wovor habe ich Angst?", True), ("Who are you?", False), ("I am afraid", False), ("", False)],
)  # fmt: skip
def test_questions_about_oneself_are_known(said, asked):
    assert is_asked(said) is asked


def test_a_thousand_lines_are_read_in_seconds():
    told = "I am afraid of thing{0}, and the shelf? Let's call it nook{0}. " + "word " * 20
    lines = [ann(told.format(n % 50), n) for n in range(1000)]
    began = time.perf_counter()
    memory = NO_MEMORY
    for at in range(0, len(lines), 40):
        memory = learnt(memory, lines[at : at + 40])
    assert time.perf_counter() - began < 10
    assert len(memory.facts) == FACTS_OF_ONE


def test_a_memory_without_lines_stays_as_it_is():
    known = Memory("before", (Fact("Ann", "loves rain", 1, "a"),), (Term("x y", "z", uses=3),))
    assert with_lines(known, [], [], []) == known
