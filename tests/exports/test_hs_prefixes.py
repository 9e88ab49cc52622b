"""Which codes are near one another, against a second, naive implementation."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exports.hs_prefixes import comparable, nearest, path_to, relatives

DIGITS = st.text("0123", min_size=1, max_size=8)  # few different ones, so that codes are often near
CODES = st.sets(DIGITS.filter(lambda code: len(code) in (2, 4, 6, 8)), max_size=12)


def shared(one: str, other: str) -> int:
    return max(length for length in range(9) if one[:length] == other[:length] and length <= len(one))


def naive_relatives(code: str, codes: set[str]) -> list[tuple[str, str]]:
    same = [("same", other) for other in sorted(codes) if other == code]
    above = [("above", other) for other in sorted(codes) if other in [code[:n] for n in range(len(code))]]
    under = [("below", other) for other in sorted(codes) if code in [other[:n] for n in range(1, len(other))]]
    rest = codes - {other for _relation, other in same + above + under}
    best = max((shared(code, other) for other in rest), default=0)
    return [
        *same,
        *above,
        *under,
        *(("beside", other) for other in sorted(rest) if best >= 2 and shared(code, other) == best),
    ]


@given(DIGITS, CODES)
@example("42010000", {"4201", "420100", "42010000", "420500", "4301"})
@example("6", {"64", "61"})
def test_relatives_as_a_naive_search_finds_them(code: str, codes: set[str]) -> None:
    found = relatives(code, codes)
    assert [(row.relation.value, row.code) for row in found] == naive_relatives(code, codes)
    for row in found:
        assert code.startswith(row.shared)
        assert row.code.startswith(row.shared)
        assert len(row.shared) == min(shared(code, row.code), len(row.code))


@given(CODES)
def test_the_nearest_lie_under_no_other(codes: set[str]) -> None:
    assert nearest(codes) == sorted(
        code for code in codes if not any(code != other and code[: len(other)] == other for other in codes)
    )


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("42010000", ["42", "4201", "420100", "42010000"]),
        ("42010", ["42", "4201", "42010"]),
        ("42", ["42"]),
        ("4", ["4"]),
    ],
)
def test_path_from_the_chapter_down(code: str, path: list[str]) -> None:
    assert path_to(code) == path


def test_of_a_longer_code_only_the_international_digits_are_compared() -> None:
    assert comparable("4201000060") == "420100"
    assert comparable("42010000") == "42010000"
