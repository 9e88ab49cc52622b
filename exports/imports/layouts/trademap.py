"""Lists of the International Trade Centre's Trade Map: pages of HTML named .xls, or text with tabs.

Four lists of calendar years, told apart by the first column and by what the values are: importing markets of
what a country exports ("Importers", "Value exported in 2023 (USD thousand)"), suppliers of what it imports
("Exporters", "Value imported in …"), and exporters or importers of a product, where each row is the trade of
another reporter with the world. A series of years has "Exported value in 2019" and so on. Shares, growth and
quantities are not taken. What Trade Map says of mirror data stays in its notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.imports.layouts.cells import BadCell, rejection, shown
from exports.imports.layouts.periods import period
from exports.imports.layouts.questions import ALL_GOODS, EACH_ROW, UNITS
from exports.imports.layouts.wide import Subject, WideTable, Year, country, country_at_start, refuse_unless
from exports.imports.rows import FileRefused, Rejection, Row, SeriesKey
from exports.partners import WORLD

_SUBJECTS = ("exporters", "importers")
_VALUE = re.compile(
    r"(?:value (?P<done>exported|imported)|(?P<flow>exported|imported) value) in "
    r"(?P<period>[^(,]+?) ?(?:[(,] ?(?P<unit>[^)]*)\)?.*)?",
    re.IGNORECASE,
)
_FLOWS = {"exported": "export", "imported": "import"}
_UNITS = {
    "usd": "usd",
    "us dollar": "usd",
    "usd thousand": "usd_thousand",
    "us dollar thousand": "usd_thousand",
    "usd million": "usd_million",
    "us dollar million": "usd_million",
}
_SAID_CODE = re.compile(r"\bproduct ?: ?(TOTAL|[0-9]{2,6})\b", re.IGNORECASE | re.ASCII)
_SAID_REPORTER = re.compile(r"\b(?:exported|imported) by (.+)", re.IGNORECASE)
_SAID_UNIT = re.compile(r"\bunit ?: ?((?:us dollar|usd|euro)\w*(?: (?:thousand|million))?)", re.IGNORECASE)


def read(path: Path, answers: Mapping[str, str], today: date) -> Iterator[Row | Rejection]:
    return _List(answers, today).read(path)


class _List(WideTable):
    def __init__(self, answers: Mapping[str, str], today: date) -> None:
        super().__init__()
        self.answers, self.today = answers, today
        self.flow = self.column = self.said_unit = ""
        self.place = 0  # of the country
        self.series: dict[str, SeriesKey] = {}

    def is_heading(self, names: Sequence[str]) -> bool:
        return any(name.lower() in _SUBJECTS for name in names) and any(map(_VALUE.fullmatch, names))

    def take_heading(self, row: int, names: Sequence[str], groups: Sequence[str]) -> Iterator[Rejection]:
        self.place = next(place for place, name in enumerate(names) if name.lower() in _SUBJECTS)
        self.column = names[self.place]
        values = {place: match for place, name in enumerate(names) if (match := _VALUE.fullmatch(name))}
        flows = {_FLOWS[(match["done"] or match["flow"]).lower()] for match in values.values()}
        if len(flows) > 1:
            raise FileRefused(_("The table has exports and imports. Keep the columns of one of them."))
        self.flow = flows.pop()
        self._check_reporter()
        self.power = UNITS[self._unit({(match["unit"] or "").lower() for match in values.values()})][1]
        for place, match in values.items():
            try:
                start = period(match["period"], "CY", self.today)
            except BadCell as bad:
                reason = "future_period" if bad.reason == "future_period" else "not_whole_year"
                yield rejection(row, names[place], names[place], reason)
            else:
                self.years.append(Year(place, names[place], start))

    def _check_reporter(self) -> None:
        """Exporters with what they exported report it themselves; importers of exports are partners."""
        rows_report = (self.column.lower() == "exporters") == (self.flow == "export")
        if rows_report and self.answers["reporter"] != EACH_ROW:
            raise FileRefused(
                _(
                    "In this list each row is the trade of the country that it names. Answer “each row of "
                    "the table” for whose trade it is."
                )
            )
        if not rows_report and self.answers["reporter"] == EACH_ROW:
            raise FileRefused(_("The rows of this list are partners of one country. Say whose trade it is."))

    def _unit(self, said: set[str]) -> str:
        words = said.pop() if len(said) == 1 else "?"
        words = words or self.said_unit
        answer = self.answers.get("unit", "")
        if not words and not answer:
            raise FileRefused(_("The file does not say the unit of its values. Answer it, and upload again."))
        unit = _UNITS.get(words, "") if words else answer
        if not unit or (answer and answer != unit):
            raise FileRefused(
                _("The values are in “%(unit)s”. Choose US dollars in Trade Map, or correct the answer."),
                unit=shown(words, 80),
            )
        return unit

    def check_words(self, text: str) -> None:
        if said := _SAID_UNIT.search(text):
            self.said_unit = said[1].lower()
        if said := _SAID_CODE.search(text):
            refuse_unless(said[1].upper() == self.answers["hs_code"], said[0])
        if (said := _SAID_REPORTER.search(text)) and (code := country_at_start(said[1])):
            refuse_unless(code == self.answers["reporter"], said[0])

    def no_heading(self) -> Promise:
        return _(
            "No heading of a Trade Map list was found: a column “Exporters” or “Importers”, and columns such "
            "as “Value exported in 2023 (USD thousand)”. Was the right layout chosen?"
        )

    def subject(self, cells: Sequence[str]) -> Subject:
        place = country(cells[self.place], self.column, cells)
        asked = self.answers["reporter"]
        reporter, partner = (place, WORLD) if asked == EACH_ROW else (asked, place)
        if reporter not in self.series:
            edition = self.answers.get("hs_edition", "")
            self.series[reporter] = SeriesKey("trademap", reporter, self.flow, edition, "CY", "USD")
        goods = self.answers["hs_code"]
        return Subject(self.series[reporter], "" if goods == ALL_GOODS else goods, partner)
