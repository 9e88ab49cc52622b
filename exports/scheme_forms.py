"""What a reader types into a scheme's calculator: the same names in the page's address and in the API.

Fairs, containers and air shipments come in rows: `stall_1`, `fare_1`, … `stall_2`, … A form is made for one
scheme and offers only what some version of it speaks of.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.amount_fields import RupeeField
from exports.scheme_arithmetic import NOTHING, AirShipment, Container, Costs, Fair, FairKind
from exports.scheme_form_fields import (
    CONTAINER,
    FAIR,
    NAMES,
    SHIPMENT,
    YEARLY,
    claim_fields,
    question_fields,
    row_fields,
    row_kinds,
    version_fields,
)
from exports.scheme_versions import SchemeTerms, VersionTerms
from sources.filters import StrictFilterForm
from sources.periods import financial_year_label

MOST_ROWS = 20
_ROW_NAME = re.compile(r"([a-z_]+)_([1-9][0-9]?)")


def rows_typed(kind: str, names: Iterable[str]) -> int:
    """How many rows of a kind an address speaks of, at least one; beyond the most, names are unknown."""
    found = (match for name in names if (match := _ROW_NAME.fullmatch(name)))
    numbers = [int(match[2]) for match in found if match[1] in NAMES[kind]]
    return max([1, *(number for number in numbers if number <= MOST_ROWS)])


class EstimateForm(StrictFilterForm):
    """The costs of one financial year, and who asks. `more`: the kind of row of which one more is shown."""

    unknown_text = gettext_lazy("“%(name)s” is not a field of this calculator. Fields: %(allowed)s.")

    def __init__(self, data: Any, *, scheme: SchemeTerms, more: str = "") -> None:
        self.scheme, self.kinds = scheme, row_kinds(scheme)
        self.rows = {kind: min(rows_typed(kind, data) + (kind == more), MOST_ROWS) for kind in self.kinds}
        # With one row more wanted, what was typed is shown again and nothing is worked out yet.
        typed = {"initial": data.dict()} if more else {"data": data or None}
        super().__init__(**typed)
        for kind in self.kinds:
            for number in range(1, self.rows[kind] + 1):
                self.fields |= row_fields(kind, number, scheme)
        self.fields |= {
            component.value: RupeeField(label=component.label, required=False)
            for component in YEARLY
            if component in scheme.components
        }
        self.fields |= question_fields(scheme) | claim_fields(scheme) | version_fields(scheme)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for check in (self._check_rows, self._choose_version, self._check_dates, self._check_answers):
            if not self.errors:
                check(cleaned)
        return cleaned

    @property
    def chosen(self) -> VersionTerms:
        return self.cleaned_data["chosen"]

    @property
    def financial_year(self) -> str:
        """That of the days typed; empty where none was."""
        days = self._days(self.cleaned_data).values()
        return financial_year_label(next(iter(days))) if days else ""

    def address(self) -> str:
        """What was typed, as the query of an address that can be shared."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})

    def row_list(self, kind: str) -> list[tuple[int, list[BoundField]]]:
        """The fields of each row, for the page."""
        numbers = range(1, self.rows[kind] + 1)
        return [(n, [self[name] for name in row_fields(kind, n, self.scheme)]) for n in numbers]

    def single_fields(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def costs(self) -> Costs:
        said = self.cleaned_data
        return Costs(
            fairs=tuple(
                Fair(
                    said[f"stall_{n}"] or NOTHING,
                    said[f"fare_{n}"] or NOTHING,
                    said[f"date_{n}"],
                    said.get(f"kind_{n}") or FairKind.ABROAD,
                )
                for n in self._used(FAIR)
            ),
            yearly=tuple((name.value, said[name]) for name in YEARLY if said.get(name)),
            containers=tuple(
                Container(int(said[f"size_{n}"]), int(said[f"count_{n}"] or 1), said[f"freight_{n}"])
                for n in self._used(CONTAINER)
            ),
            shipments=tuple(
                AirShipment(said[f"kg_{n}"], said[f"air_freight_{n}"]) for n in self._used(SHIPMENT)
            ),
            claimed=said.get("claimed") or NOTHING,
            claimed_in_all=said.get("claimed_in_all") or NOTHING,
            fairs_claimed=int(said.get("fairs_claimed") or 0),
        )

    def _used(self, kind: str) -> Iterator[int]:
        """The rows in which something is typed."""
        for number in range(1, self.rows.get(kind, 0) + 1):
            names = (f"{field}_{number}" for field in NAMES[kind] if field != "kind")
            if any(self.cleaned_data.get(name) is not None and self.data.get(name) for name in names):
                yield number

    def _check_rows(self, said: dict[str, Any]) -> None:
        compulsory = {FAIR: (), CONTAINER: ("size", "freight"), SHIPMENT: ("kg", "air_freight")}
        for kind in self.kinds:
            for number in self._used(kind):
                for field in compulsory[kind]:
                    if not said[f"{field}_{number}"]:
                        self.add_error(f"{field}_{number}", _("Needed for this row."))
                if kind == FAIR and not (said[f"stall_{number}"] or said[f"fare_{number}"]):
                    self.add_error(f"stall_{number}", _("Enter stall charges or a fare for this row."))
        if not self.errors and not any(
            (*(number for kind in self.kinds for number in self._used(kind)), *map(said.get, YEARLY))
        ):
            self.add_error(None, _("Enter at least one cost."))

    def _choose_version(self, said: dict[str, Any]) -> None:
        """By name; else by day; else the plan's."""
        day, slug = said["day"], said["version"]
        found = self.scheme.named(slug) if slug else self.scheme.on(day) if day else self.scheme.versions[0]
        if found is None:
            self.add_error("day", _("No version is known to hold on that day: choose one by its name."))
        else:
            said["chosen"] = found

    def _check_dates(self, said: dict[str, Any]) -> None:
        days = self._days(said)
        for name, day in days.items():
            if self.chosen.excludes(day):
                self.add_error(
                    name,
                    _("This day lies outside the version chosen: %(dates)s.") % {"dates": self.chosen.dates},
                )
            elif financial_year_label(day) != self.financial_year:
                told = _(
                    "All days must lie in one financial year, April to March: here %(year)s. "
                    "Work out each year by itself."
                )
                self.add_error(name, told % {"year": self.financial_year})

    def _check_answers(self, said: dict[str, Any]) -> None:
        """What the conditions of the version turn on must be answered."""
        turns_on = {
            "msme": any(record.msme_only for record in self.chosen.conditions),
            "exporter": any(record.manufacturers_only for record in self.chosen.conditions),
            "leg": any(record.leg for record in self.chosen.conditions),
            "airport": any(record.airports for record in self.chosen.conditions),
            "weight": SHIPMENT in self.kinds,
            "ports": bool(self.chosen.port_groups),
        }
        for name, needed in turns_on.items():
            if needed and name in self.fields and not said[name]:
                self.add_error(name, _("Choose one: what is paid turns on it."))
        if said.get("weight") == "unknown":
            self.add_error(
                "weight", _("Look at the air waybill: without the weight nothing can be worked out.")
            )

    def _days(self, said: dict[str, Any]) -> dict[str, date]:
        names = ("day", *(f"date_{number}" for number in range(1, self.rows.get(FAIR, 0) + 1)))
        return {name: said[name] for name in names if said.get(name)}
