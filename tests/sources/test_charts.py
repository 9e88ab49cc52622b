"""Pictures: their words and lengths, and that the same one is drawn once."""

from decimal import Decimal
from typing import Any

import pytest

from sources import charts
from sources.charts import Bar, bars, draw
from sources.marks import Flag, Marks, joint_marks
from tests.dom import elements, given, read, words

ROWS = [
    Bar("one", "Boots & <b>shoes</b>", "₹ 1,20,000 lakh", Decimal("120000")),
    Bar("two", "चमड़े के दस्ताने", "₹ 800–1,000 करोड़", Decimal(800), Decimal(1000)),
]


def texts(svg: str) -> str:
    return " ".join(words(text) for text in elements(read(svg), "text"))


def lengths(svg: str) -> list[float]:
    """The lengths of the bars, in the order drawn."""
    marks = elements(read(svg), "g", class_="mark-rect")
    paths = [given(path)["d"] for mark in marks for path in elements(mark, "path")]
    return [abs(float(path.partition("h")[2].partition("v")[0])) for path in paths]


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The specifications that were really drawn, beginning with nothing remembered."""
    drawn = []
    original = charts.vl_convert.vegalite_to_svg

    def counted(specification: str, **options: Any) -> str:
        drawn.append(specification)
        return original(specification, **options)

    monkeypatch.setattr(charts.vl_convert, "vegalite_to_svg", counted)
    charts._drawn.cache_clear()
    return drawn


def test_words_stay_text_and_are_no_markup() -> None:
    svg = draw(bars(ROWS))
    assert texts(svg) == "Boots & <b>shoes</b>: ₹ 1,20,000 lakh चमड़े के दस्ताने: ₹ 800–1,000 करोड़"


def test_it_asks_nobody_for_anything() -> None:
    svg = draw(bars(ROWS))
    assert "href" not in svg.replace("xmlns:xlink", "") and "url(" not in svg
    assert not elements(read(svg), "style") + elements(read(svg), "script")


def test_a_range_shows_both_its_ends() -> None:
    one, two = Bar("a", "a", "4", Decimal(4)), Bar("b", "b", "1–3", Decimal(1), Decimal(3))
    first, low, *rest = lengths(draw(bars([one, two])))
    assert low == pytest.approx(first / 4)
    assert rest[-1] == pytest.approx(first / 2), "from one to three"


def test_bars_begin_at_zero() -> None:
    first, second = lengths(draw(bars([Bar("a", "a", "1000", 1000), Bar("b", "b", "990", 990)])))
    assert second == pytest.approx(first * 0.99)


def test_panels_stand_apart_in_the_order_given() -> None:
    rows = [Bar(key, key, "1", 1, panel=panel) for key, panel in (("x", "later"), ("y", "earlier"))]
    assert texts(draw(bars(rows))).index("later") < texts(draw(bars(rows))).index("earlier")


def test_a_long_name_is_whole() -> None:
    name = "Machines for extruding, drawing, texturing or cutting man-made textile materials"
    svg = draw(bars([Bar("a", name, "₹ 52 lakh", 52), ROWS[0]]))
    assert f"{name}: ₹ 52 lakh" in texts(svg)


def test_the_same_is_drawn_once_and_another_language_anew(drawings: list[str]) -> None:
    first = draw(bars(ROWS))
    assert draw(bars(ROWS)) == first
    assert len(drawings) == 1
    draw(bars([ROWS[1]]))
    assert len(drawings) == 2


def test_another_process_finds_what_was_drawn(drawings: list[str]) -> None:
    first = draw(bars(ROWS))
    charts._drawn.cache_clear()  # as in a process that has just begun
    assert draw(bars(ROWS)) == first
    assert len(drawings) == 1


def test_marks_of_several_rows_are_put_together() -> None:
    def marks(lines: str, *refs: str) -> Marks:
        flags = tuple(Flag(ref, "", "", cut_off=False) for ref in refs)
        return Marks(f"/sources/x/#L{lines}", lines, "X", (), "a.record:1", flags)

    joint = joint_marks([marks("9", "D-001"), marks("7-8"), marks("12,13", "D-001", "D-002")])
    assert (joint.lines, joint.url, joint.record) == ("7-9,12-13", "/sources/x/#L7", "")
    assert joint.places == (("7-9", "/sources/x/#L7"), ("12-13", "/sources/x/#L12"))
    assert [flag.ref for flag in joint.flags] == ["D-001", "D-002"]
