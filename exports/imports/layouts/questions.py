"""What a file of each layout does not say, so that whoever brings it has to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exports.imports.layouts.cells import BadCell, hs_code, shown
from exports.imports.own_layout import HS_EDITIONS
from exports.imports.reasons import REASONS
from exports.partners import WORLD, codes, name_of

Words = str | Promise

ALL_GOODS = "TOTAL"  # answered where the table is of all goods: an empty answer might be an oversight
EACH_ROW = "rows"
# Decimal places from the unit down to paise or cents, and the currency.
UNITS: Mapping[str, tuple[str, int]] = {
    "inr_lakh": ("INR", 7),
    "inr_crore": ("INR", 9),
    "usd": ("USD", 2),
    "usd_thousand": ("USD", 5),
    "usd_million": ("USD", 8),
}
_UNIT_NAMES: Mapping[str, Words] = {
    "inr_lakh": _("₹ lakh"),
    "inr_crore": _("₹ crore"),
    "usd": _("US dollars"),
    "usd_thousand": _("thousand US dollars"),
    "usd_million": _("million US dollars"),
}
_FINANCIAL_YEAR = r"[0-9]{4}-[0-9]{2}"


@dataclass(frozen=True)
class Question:
    """Something to ask: one of the choices, or text of the pattern (the whole of it)."""

    name: str
    label: Words
    help_text: Words
    required: bool = False
    choices: tuple[tuple[str, Words], ...] = ()
    pattern: str = ""


def questions(layout: str) -> tuple[Question, ...]:
    """In the order in which they are asked. Names of countries are in the language of the moment."""
    return _ASKED[layout]()


def clean_answers(layout: str, raw: Mapping[str, str]) -> dict[str, str]:
    """The answers that are of use to the layout. Raises ValidationError with a message for each wrong one."""
    asked = {question.name: question for question in questions(layout)}
    given = {name: str(value or "").strip() for name, value in raw.items()}
    errors: dict[str, Words] = {
        name: _("This layout does not ask for it.") for name in given if given[name] and name not in asked
    }
    errors |= {
        name: error for name, question in asked.items() if (error := _wrong(question, given.get(name, "")))
    }
    if errors:
        raise ValidationError({name: [error] for name, error in errors.items()})
    return {name: given[name] for name in asked if given.get(name)}


def _wrong(question: Question, answer: str) -> Words:
    if not answer:
        return _("This has to be answered: the file does not say it.") if question.required else ""
    if question.choices:
        known = {value for value, _label in question.choices}
        return (
            "" if answer in known else _("“%(answer)s” is none of the choices.") % {"answer": shown(answer)}
        )
    if question.name == "hs_code":
        return _wrong_code(answer)
    if not re.fullmatch(question.pattern, answer, re.ASCII):
        return _("Write it as %(example)s.") % {"example": "2024-25"}
    return ""


def _wrong_code(answer: str) -> Words:
    if answer == ALL_GOODS:
        return ""
    try:
        hs_code(answer)
    except BadCell as bad:
        return f"{REASONS[bad.reason]} {bad.detail}".strip()
    return ""


def _countries() -> tuple[tuple[str, str], ...]:
    language = "hi" if (get_language() or "").startswith("hi") else "en"
    named = sorted((name_of(code, language), code) for code in codes())
    return ((WORLD, name_of(WORLD, language)), *((code, name) for name, code in named))


def _hs_code(help_text: Words, *, required: bool) -> Question:
    return Question("hs_code", _("HS code"), help_text, required=required, pattern=r"TOTAL|([0-9]{2}){1,4}")


def _hs_edition() -> Question:
    """It cannot be told from the codes or years: what nobody answers stays not stated."""
    return Question(
        "hs_edition",
        _("Edition of the HS codes"),
        _(
            "Only where the source says it, and it is the same for all years of the table. Empty: not "
            "stated. Figures of another edition stand beside the earlier ones: answer as for earlier tables."
        ),
        choices=tuple((edition, edition) for edition in HS_EDITIONS),
    )


def _unit(help_text: Words, units: tuple[str, ...], *, required: bool) -> Question:
    choices = tuple((unit, _UNIT_NAMES[unit]) for unit in units)
    return Question("unit", _("Unit of the values"), help_text, required=required, choices=choices)


def _dgcis() -> tuple[Question, ...]:
    return (
        Question(
            "flow",
            _("Flow"),
            _("TradeStat has a page for each; the table itself does not say it."),
            required=True,
            choices=(("export", _("export")), ("import", _("import"))),
        ),
        _unit(
            _("As you chose it in TradeStat under “Values in”."),
            ("inr_lakh", "inr_crore", "usd_million"),
            required=True,
        ),
        _hs_code(
            _("Only for a table of countries: the code whose trade it is; TOTAL for all goods."),
            required=False,
        ),
        Question(
            "partner",
            _("Partner"),
            _("Only for a table of goods: the country that it is of. Empty: the world."),
            choices=_countries(),
        ),
        _hs_edition(),
        Question(
            "provisional_from",
            _("Provisional from"),
            _("The first financial year whose figures are still provisional, such as 2024-25. Empty: none."),
            pattern=_FINANCIAL_YEAR,
        ),
    )


def _trademap() -> tuple[Question, ...]:
    return (
        Question(
            "reporter",
            _("Whose trade"),
            _(
                "The country that exports to these markets, or that imports from these suppliers; each row "
                "of the table where it is a list of exporters or importers of a product."
            ),
            required=True,
            choices=((EACH_ROW, _("each row of the table")), *_countries()),
        ),
        _hs_code(_("The code that the list is of; TOTAL for all goods."), required=True),
        _hs_edition(),
        _unit(
            _("Only where the file does not say it, as in a series of years saved as text."),
            ("usd", "usd_thousand", "usd_million"),
            required=False,
        ),
    )


def _nothing() -> tuple[Question, ...]:
    return ()


_ASKED: Mapping[str, Callable[[], tuple[Question, ...]]] = {
    "own": _nothing,
    "dgcis": _dgcis,
    "trademap": _trademap,
    "comtrade": _nothing,
}
