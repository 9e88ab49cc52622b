"""Cells of files of trade figures: exact numbers without floating point, codes, and what is wrong.

Nothing is repaired: a cell is read as it stands or refused with a reason of `exports.imports.reasons`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import Any

from exports.imports.rows import Rejection
from exports.models import HSCode

LARGEST = 2**63 - 1  # what a column of the database holds
NO_VALUE = frozenset({"", "-", "–", "—", "N.A.", "N.A", "NA", "n.a.", "N/A", "n/a", "..", "..."})
# Units as UN Comtrade and the World Customs Organization abbreviate them, and the tonne.
UNITS = frozenset(
    ["kg", "g", "t", "l", "m", "m²", "m³", "u", "2u", "12u", "1000u", "u (jeu/pack)", "carat", "1000 kWh"]
)

_PLAIN = re.compile(r"(?P<whole>[0-9]*)(?:\.(?P<fraction>[0-9]+))?", re.ASCII)
# 7,58,148 as in India, 18,015,558 as in the West; groups always end in three digits.
_GROUPED = re.compile(
    r"(?:[0-9]{1,2}(?:,[0-9]{2})*|[0-9]{1,3}(?:,[0-9]{3})*),[0-9]{3}(?:\.[0-9]+)?", re.ASCII
)
_NEGATIVE = re.compile(r"[-−–] ?[0-9.,]+|\([0-9.,]+\)", re.ASCII)
_SHORTENED = re.compile(r"[0-9.,]+[eE][+-]?[0-9]+", re.ASCII)
_FORMULA = re.compile(r"[=+@].*|-.+", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
_LONGEST_SHOWN = 200
_LONGEST_NUMBER = 100
_SURE_TO_FIT = 18  # digits: a number of so many is below the largest
_LEVELS = HSCode.Level.values
QUANTITY_PLACES = 3  # decimals: thousandths of a unit
_TENS = tuple(10**power for power in range(_SURE_TO_FIT + 1))


class BadCell(Exception):
    """The cell cannot be taken; says why."""

    def __init__(self, reason: str, column: str = "", value: str = "", detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.value, self.detail = reason, column, value, detail

    def rejection(self, row: int, column: str = "", value: str = "") -> Rejection:
        return rejection(row, self.column or column, self.value or value, self.reason, self.detail)


def rejection(row: int, column: str, value: str, reason: str, detail: str = "") -> Rejection:
    """With the cell as it can be stored and shown: a NUL shows as �, a long text ends in …"""
    return Rejection(row, shown(column, 80), shown(value), reason, shown(detail))


def shown(text: str, longest: int = _LONGEST_SHOWN) -> str:
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return _CONTROL.sub("\ufffd", text)


class Known(dict[Any, Any]):
    """What cells that come again and again mean, worked out once. Bad ones are not kept, nor too many."""

    MOST = 100_000

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        super().__init__()
        self.work_out = work_out

    def __missing__(self, cell: Hashable) -> Any:
        meaning = self.work_out(cell)
        if len(self) >= self.MOST:
            self.clear()
        self[cell] = meaning
        return meaning


def number(text: str, power: int) -> int:
    """The exact number times 10 to the power: `number("7,58,148.5", 2)` is 75814850. Raises BadCell."""
    whole, point, fraction = text.partition(".")
    digits, zeros = whole + fraction, power - len(fraction)
    plain = digits.isdigit() and digits.isascii() and (fraction or not point)
    if plain and 0 <= zeros <= _SURE_TO_FIT - len(digits):
        return int(digits) * _TENS[zeros]
    return _odd_number(text.strip(), power)


def _odd_number(text: str, power: int) -> int:
    """One with grouped digits, or a large one, or none."""
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    match = _PLAIN.fullmatch(plain) if len(text) <= _LONGEST_NUMBER else None
    if not match or not plain:
        raise BadCell(_trouble(text))
    fraction = match["fraction"] or ""
    if len(fraction) > power:
        raise BadCell("too_many_decimals")
    return _bounded(int(match["whole"] + fraction) * _TENS[power - len(fraction)])


def rounded(text: str, power: int) -> int:
    """As `number`, but decimals beyond the last that is kept round it, half up."""
    whole, point, fraction = text.strip().partition(".")
    if len(fraction) <= power or not (fraction.isascii() and fraction.isdigit()):
        return number(text, power)
    return _bounded(number(f"{whole}{point}{fraction[:power]}", power) + (fraction[power] >= "5"))


def _bounded(value: int) -> int:
    if value > LARGEST:
        raise BadCell("too_large")
    return value


def _trouble(text: str) -> str:
    """Why the text is no number from zero up."""
    if text in NO_VALUE:
        return "no_value"
    checks = {
        "control_characters": _CONTROL.search,
        "negative": _NEGATIVE.fullmatch,
        "shortened": _SHORTENED.fullmatch,
        "wrong_groups": re.compile(r"[0-9]*,[0-9,]*(\.[0-9]*)?", re.ASCII).fullmatch,
    }
    for reason, matches in checks.items():
        if matches(text):
            return reason
    if _FORMULA.fullmatch(text):
        return "formula"
    return "other_digits" if _has_other_digits(text) else "not_a_number"


def _has_other_digits(text: str) -> bool:
    return any(sign.isdecimal() and not sign.isascii() for sign in text)


def text_trouble(text: str) -> str:
    """Why a cell that should hold a code or name cannot be one of any kind; "" where it might."""
    if _CONTROL.search(text):
        return "control_characters"
    return "formula" if _FORMULA.fullmatch(text) else ""


def hs_code(text: str) -> str:
    """The code itself; "" is all goods. Raises BadCell, with what it might be where a zero was lost."""
    code = text.strip()
    if not code or (code.isascii() and code.isdigit() and len(code) in _LEVELS and code[:2] != "00"):
        return code
    if code.isascii() and code.isdigit() and len(code) + 1 in _LEVELS and code[0] != "0":
        raise BadCell("lost_zero", detail=f"0{code}")
    raise BadCell(text_trouble(code) or "not_an_hs_code")


def quantity(text: str, unit: str) -> tuple[int | None, str]:
    """In thousandths, with its unit; (None, "") where the source gives none. Raises BadCell."""
    if unit not in UNITS:
        if text.strip() in NO_VALUE:
            return None, ""
        raise BadCell(
            (text_trouble(unit) or "unknown_unit") if unit else "unit_missing", "quantity_unit", unit
        )
    try:
        return number(text, QUANTITY_PLACES), unit
    except BadCell as bad:
        if bad.reason == "no_value":
            return None, ""
        raise BadCell(bad.reason, "quantity", text) from bad
