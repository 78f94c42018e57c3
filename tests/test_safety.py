"""Where what diffusion paints may go unchecked."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bots.errand import Errand
from bots.rules import CHOICES, DeskSection, Rules, Setting
from pipeline.catalog import read_catalog
from pipeline.config import DiffusionSpec
from tests.fakes.surfaces import a_place

CATALOG = read_catalog().narrowed(painter="diffusion")


def offered(safety, *, adult):
    rules = Rules({"safety": Setting(safety, "place"), "language": Setting("en", "default")})
    ask = SimpleNamespace(place=replace(a_place(), adult=adult), language="en")
    errand = Errand(SimpleNamespace(place="p", user="u", id=1), ask, rules, None, SimpleNamespace(catalog=CATALOG))
    return errand.catalog.styles


@pytest.mark.parametrize(("safety", "adult"), [("on", True), ("off", False), ("on", False)])
def test_everywhere_else_every_style_is_checked(safety, adult):
    assert all(style.diffusion.checked for style in offered(safety, adult=adult))


def test_a_place_for_adults_may_ask_for_no_check():
    styles = offered("off", adult=True)
    assert [style.id for style in styles] == [style.id for style in CATALOG.styles]
    assert not any(style.diffusion.checked for style in styles)
    assert all(style.adult for style in styles)


def test_the_check_is_on_unless_somebody_turns_it_off():
    assert DeskSection().safety == "on"
    assert DiffusionSpec().unchecked is False
    assert "safety" in CHOICES


def test_styles_of_other_painters_stay_as_they_are():
    drawn = read_catalog().narrowed(painter="drawn")
    assert drawn.unchecked() == drawn
