"""Numbers and codes: exact, however grouped, and refused with a reason where they are none."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.imports.layouts.cells import LARGEST, BadCell, Known, hs_code, number, rejection, rounded


def reason(text: str, power: int = 2) -> str:
    with pytest.raises(BadCell) as caught:
        number(text, power)
    return caught.value.reason


def indian(digits: str) -> str:
    """Grouped as in India, by another way than the pattern that reads it."""
    head, tail = digits[:-3], digits[-3:]
    pairs = []
    while head:
        head, pair = head[:-2], head[-2:]
        pairs.insert(0, pair)
    return ",".join([*pairs, tail])


@given(st.integers(0, 10**15), st.integers(0, 99), st.sampled_from(["plain", "indian", "western"]))
def test_every_way_to_group_an_amount_gives_the_same_number(whole: int, cents: int, way: str) -> None:
    text = {"plain": str(whole), "indian": indian(str(whole)), "western": f"{whole:,}"}[way]
    assert number(f"{text}.{cents:02}", 2) == whole * 100 + cents
    assert number(f" {text} ", 2) == whole * 100


@given(st.decimals(0, 10**9, places=7), st.sampled_from([7, 8, 9]))
def test_units_multiply_exactly(value: Decimal, power: int) -> None:
    assert number(format(value, "f"), power) == int(value * 10**power)


@given(st.decimals(0, 10**12, places=5))
def test_rounding_is_half_up(value: Decimal) -> None:
    to_cents = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert rounded(format(value, "f"), 2) == int(to_cents * 100)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_has_a_reason(text: str) -> None:
    for read in (number, rounded):
        try:
            assert 0 <= read(text, 2) <= LARGEST
        except BadCell as bad:
            assert bad.reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no_value"),
        ("-", "no_value"),
        ("–", "no_value"),
        (" N.A. ", "no_value"),
        ("-12.5", "negative"),
        ("−12.5", "negative"),
        ("(1,200)", "negative"),
        ("=SUM(A1:A9)", "formula"),
        ("+91", "formula"),
        ("@A1", "formula"),
        ("-A1", "formula"),
        ("1.2345E+10", "shortened"),
        ("1,23", "wrong_groups"),
        ("12,34,56", "wrong_groups"),
        ("1234,567", "wrong_groups"),
        ("1,2345,678", "wrong_groups"),
        ("12,345,67,890", "wrong_groups"),
        (",123", "wrong_groups"),
        ("123,45,678", "wrong_groups"),
        ("1,,234", "wrong_groups"),
        ("1.234.567", "not_a_number"),
        ("1 234", "not_a_number"),
        ("12.", "not_a_number"),
        ("nan", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("0x1F", "not_a_number"),
        ("1_000", "not_a_number"),
        ("1.005", "too_many_decimals"),
        ("१२३४", "other_digits"),
        ("٣", "other_digits"),
        ("12\x0034", "control_characters"),
        ("12\u200b34", "control_characters"),
        ("92233720368547758.08", "too_large"),
        ("9" * 90, "too_large"),
        ("9" * 101, "not_a_number"),
    ],
)
def test_what_is_no_amount_has_its_reason(text: str, why: str) -> None:
    assert reason(text) == why


def test_the_largest_amount_fits() -> None:
    assert number("92233720368547758.07", 2) == LARGEST == 2**63 - 1
    assert number("0", 2) == 0
    assert number(".5", 2) == 50


def test_rounding_that_goes_beyond_the_largest() -> None:
    with pytest.raises(BadCell, match="too_large"):
        rounded("92233720368547758.075", 2)


@pytest.mark.parametrize("code", ["", "42", "4201", "420100", "42010000", " 0101 "])
def test_hs_codes_are_text_of_four_levels(code: str) -> None:
    assert hs_code(code) == code.strip()


@pytest.mark.parametrize(
    ("code", "why", "might_be"),
    [
        ("1012910", "lost_zero", "01012910"),
        ("10129", "lost_zero", "010129"),
        ("5", "lost_zero", "05"),
        ("0", "not_an_hs_code", ""),
        ("00", "not_an_hs_code", ""),
        ("012", "not_an_hs_code", ""),
        ("123456789", "not_an_hs_code", ""),
        ("4201.00", "not_an_hs_code", ""),
        ("'4201", "not_an_hs_code", ""),
        ("４２０１", "not_an_hs_code", ""),
        ('="0101"', "formula", ""),
        ("42\x0001", "control_characters", ""),
    ],
)
def test_other_codes_are_refused_and_never_filled_up(code: str, why: str, might_be: str) -> None:
    with pytest.raises(BadCell) as caught:
        hs_code(code)
    assert (caught.value.reason, caught.value.detail) == (why, might_be)


def test_a_rejected_cell_can_be_stored_and_shown() -> None:
    cell = rejection(7, "c" * 100, "a\0b\u202e" + "x" * 300, "formula")
    assert cell.value.startswith("a\ufffdb\ufffdx")
    assert (len(cell.column), len(cell.value)) == (80, 200)


def test_what_is_known_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Known, "MOST", 10)
    asked: list[int] = []
    known = Known(lambda cell: asked.append(cell) or cell)
    assert [known[cell % 25] for cell in range(100)][-1] == 24
    assert len(known) <= 10
    assert known[24] == 24
    assert asked.count(24) <= 4
