"""Coverage: which lines and which numbers of a text are carried, and which are left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.coverage import Coverage, Taken, coverage, numbers_in
from sources.lines import LineRange
from sources.numbers import PrintedNumber, PrintedPeriod
from sources.periods import PeriodBasis

TEXT = ["Head", "", "3 fairs, 3 camps in FY 2020-21", "no fact"]


def taken(line: int, *printed: str, omitted: bool = False, label: str = "") -> Taken:
    period = PrintedPeriod(PeriodBasis.NONE, label=label)
    return Taken(
        LineRange(line, line), tuple(PrintedNumber(text, period=period) for text in printed), omitted=omitted
    )


def test_all_of_it_is_carried() -> None:
    found = coverage(
        TEXT, [taken(1), taken(3, "3", label="FY 2020-21"), taken(3, "3"), taken(4, omitted=True)]
    )
    assert found == Coverage(
        lines=4, blank=1, carried=2, omitted=1, numbers=4, left_out=(), numbers_left_out=()
    )
    assert found.complete


def test_a_line_without_a_record_is_left_out() -> None:
    found = coverage(TEXT, [taken(3, "3", "3", "2020-21")])
    assert found.left_out == (1, 4)
    assert not found.complete


def test_a_number_printed_twice_must_be_taken_twice() -> None:
    found = coverage(TEXT, [taken(1), taken(3, "3", "2020-21"), taken(4)])
    assert found.numbers_left_out == ((3, "3"),)
    assert not found.complete


def test_a_number_of_another_line_does_not_count() -> None:
    found = coverage(TEXT, [taken(1, "3", "3", "2020-21"), taken(3), taken(4)])
    assert found.numbers_left_out == ((3, "3"), (3, "2020"), (3, "21"))


def test_a_line_that_is_both_carried_and_without_a_fact_counts_once() -> None:
    found = coverage(TEXT, [taken(1), taken(1, omitted=True)])
    assert (found.carried, found.omitted) == (1, 0)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,20,000 people and 45%", ["1,20,000", "45"]),
        ("95-99% of 1032.32 Cr.", ["95", "99", "1032.32"]),
        ("Three events, two fairs, one person", ["three", "two"]),  # "one" is mostly no count
        ("often threefold", []),  # a part of a word
        ("<https://example.org/s3555/2020/12.pdf> of 2021", ["2021"]),  # the digits of an address
        ("www.example.org/26 and 26", ["26"]),
        ("unit¹ of Table 1", ["1"]),  # the mark of a footnote
    ],
)
def test_what_counts_as_a_number(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


@given(st.lists(st.lists(st.integers(0, 99), max_size=4), max_size=6))
def test_whatever_is_taken_whole_is_complete(rows: list[list[int]]) -> None:
    text = [" and ".join(map(str, row)) for row in rows]
    pieces = [taken(line, *map(str, row)) for line, row in enumerate(rows, 1) if row]
    assert coverage(text, pieces).complete
    for left_out in range(len(pieces)):
        assert not coverage(text, pieces[:left_out] + pieces[left_out + 1 :]).complete
