"""Line citations, quotes and white space."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sources.lines import LineRange, normalise_space, parse_lines, quote_pieces


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("254", [LineRange(254, 254)]),
        ("1033,1039", [LineRange(1033, 1033), LineRange(1039, 1039)]),
        ("1064-1066", [LineRange(1064, 1066)]),
        (" 7-8 , 12", [LineRange(7, 8), LineRange(12, 12)]),
        ("5-5", [LineRange(5, 5)]),
    ],
)
def test_a_citation_is_read_in_the_order_written(text: str, ranges: list[LineRange]) -> None:
    assert parse_lines(text) == ranges


@pytest.mark.parametrize(
    "text", ["", " ", "x", "12a", "1.5", "-3", "3-", "1,,2", "1,", "4-5-6", "12 13", "1234567"]
)
def test_what_is_not_a_citation_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        parse_lines(text)
    assert caught.value.code == "invalid_lines"
    assert text in caught.value.messages[0]


@pytest.mark.parametrize("text", ["0", "0-4", "9-8", "5,7-6"])
def test_lines_count_from_one_and_ranges_run_upwards(text: str) -> None:
    with pytest.raises(ValidationError, match="counted from 1"):
        parse_lines(text)


@given(
    st.lists(
        st.tuples(st.integers(1, 999_999), st.integers(1, 999_999)).map(
            lambda ends: LineRange(*sorted(ends))
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_citation_written_is_read_again(ranges: list[LineRange]) -> None:
    assert parse_lines(",".join(map(str, ranges))) == ranges


def test_white_space_of_any_kind_counts_as_one_space() -> None:
    assert normalise_space(" a\t b\u00a0\n  c ") == "a b c"


def test_a_quote_has_a_piece_a_line_and_blank_lines_are_none() -> None:
    assert quote_pieces("Thus, these\ncluster actors\n \n") == ["Thus, these", "cluster actors"]
    assert quote_pieces(" \n") == []
