"""Tables of TradeStat (Export Import Data Bank of the Department of Commerce), as CSV or as a page of HTML.

India's trade by financial year: a row for each code ("S.No., HSCode, Commodity, 2022-2023, %Share, 2023-2024,
%Share, %Growth"), or for each country ("S.No., Country, 2022-2023, …"). Quantities are not taken: TradeStat
prints them in thousands of a unit that the table does not name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.imports.layouts.cells import BadCell, hs_code, rejection
from exports.imports.layouts.periods import period
from exports.imports.layouts.questions import ALL_GOODS, UNITS
from exports.imports.layouts.wide import (
    Subject,
    WideTable,
    Year,
    country,
    country_at_start,
    is_note,
    refuse_unless,
)
from exports.imports.rows import FileRefused, Rejection, Row, SeriesKey
from exports.partners import WORLD

_CODE_NAMES = ("hscode", "hs code")
_COUNTRY_NAMES = ("country", "countries")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b", re.ASCII)
_DIGIT = re.compile(r"\d")  # in any script: a year that a spreadsheet has spoilt is not left out in silence
_QUANTITY = re.compile(r"quantity|qty", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:grand |sub[ -]?)?total|india['’]?s total(?: (?:ex|im)ports?)?|% ?share", re.IGNORECASE
)
_SAID_UNIT = re.compile(r"values? in\W*(us ?\$? ?million|(?:rs\W*|₹ ?)?(?:lakh|lac|crore))", re.IGNORECASE)
_SAID_FLOW = re.compile(r"\b(export|import) ?::", re.IGNORECASE)
_SAID_COUNTRY = re.compile(r"\bcountry ?: ?(?!all\b)(.+)", re.IGNORECASE)
_SAID_WORLD = re.compile(r":: ?commodity-?wise\b(?! all)", re.IGNORECASE)
_SAID_CODE = re.compile(r"\bcommodity ?: ?([0-9]{2,8})\b", re.IGNORECASE | re.ASCII)


def read(path: Path, answers: Mapping[str, str], today: date) -> Iterator[Row | Rejection]:
    return _Table(answers, today).read(path)


class _Table(WideTable):
    def __init__(self, answers: Mapping[str, str], today: date) -> None:
        super().__init__()
        self.answers, self.today = answers, today
        currency, self.power = UNITS[answers["unit"]]
        self.series = SeriesKey("dgcis", "IN", answers["flow"], answers.get("hs_edition", ""), "FY", currency)
        self.by_code = True  # a row for each code, not for each country
        self.place = 0  # of the code or country
        self.column = ""
        self.said_country = ""

    def is_heading(self, names: Sequence[str]) -> bool:
        known = {name.lower() for name in names}
        return not known.isdisjoint([*_CODE_NAMES, *_COUNTRY_NAMES]) and any(map(_YEAR.search, names))

    def take_heading(self, row: int, names: Sequence[str], groups: Sequence[str]) -> Iterator[Rejection]:
        lower = [name.lower() for name in names]
        self.by_code = not set(lower).isdisjoint(_CODE_NAMES)
        if self.by_code and not set(lower).isdisjoint(_COUNTRY_NAMES):
            raise FileRefused(
                _("The table has columns for HSCode and Country. Bring a table of one or the other.")
            )
        subjects = _CODE_NAMES if self.by_code else _COUNTRY_NAMES
        self.place = next(place for place, name in enumerate(lower) if name in subjects)
        self.column = names[self.place]
        if not self.by_code and not self.answers.get("hs_code"):
            raise FileRefused(
                _(
                    "This is a table of countries. Say for which HS code it is, or TOTAL for all goods, "
                    "and upload it again."
                )
            )
        for place, name in enumerate(names):
            if _DIGIT.search(name) and not _QUANTITY.match(groups[place]):
                try:
                    start = period(name, "FY", self.today)
                except BadCell as bad:
                    reason = "future_period" if bad.reason == "future_period" else "not_whole_year"
                    yield rejection(row, name, name, reason)
                else:
                    self.years.append(Year(place, name, start, self._is_provisional(start)))

    def _is_provisional(self, start: date) -> bool:
        first = self.answers.get("provisional_from")
        return bool(first) and start.year >= int(str(first)[:4])

    def check_words(self, text: str) -> None:
        if said := _SAID_UNIT.search(text):
            words = said[1].lower()
            unit = "usd_million" if "us" in words else "inr_crore" if "crore" in words else "inr_lakh"
            refuse_unless(unit == self.answers["unit"], said[0])
        if said := _SAID_FLOW.search(text):
            refuse_unless(said[1].lower() == self.answers["flow"], said[0])
        if (said := _SAID_CODE.search(text)) and (answer := self.answers.get("hs_code")):
            refuse_unless(said[1] == answer, said[0])
        if said := _SAID_COUNTRY.search(text):
            self.said_country = said[1]
        if said := _SAID_WORLD.search(text):
            refuse_unless(self.answers.get("partner", WORLD) == WORLD, said[0])

    def no_heading(self) -> Promise:
        return _(
            "No heading of a TradeStat table was found: a column “HSCode” or “Country”, and columns of "
            "financial years such as 2023-2024. Was the right layout chosen?"
        )

    def subject(self, cells: Sequence[str]) -> Subject:
        cell = cells[self.place]
        first_year = self.years[0].place if self.years else len(cells)
        if any(_TOTAL.fullmatch(label) for label in cells[:first_year]):
            raise BadCell("total_row", self.column, next(filter(_TOTAL.fullmatch, cells[:first_year])))
        if not self.by_code:
            goods = self.answers["hs_code"]
            partner = country(cell, self.column, cells)
            return Subject(self.series, "" if goods == ALL_GOODS else goods, partner)
        self._check_country()
        if not cell or is_note(cells):
            reason = "note_row" if is_note(cells) else "missing"
            raise BadCell(reason, self.column, next(filter(None, cells)))
        try:
            return Subject(self.series, hs_code(cell), self.answers.get("partner") or WORLD)
        except BadCell as bad:
            raise BadCell(bad.reason, self.column, cell, bad.detail) from bad

    def _check_country(self) -> None:
        """A table of goods that names a country is of trade with that country, not with the world."""
        if self.said_country:
            said = country_at_start(self.said_country)
            answer = self.answers.get("partner", WORLD)
            refuse_unless(answer == said if said else answer != WORLD, self.said_country)
            self.said_country = ""
