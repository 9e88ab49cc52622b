"""What the calculator has worked out, ready for the page: each step with its words and who says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exports.models import ReportedTerm
from exports.scheme_arithmetic import NOTHING, PER, Bound, ClauseReading, Component, Limit, Step, Way
from exports.scheme_estimate import Estimate
from exports.scheme_versions import TermRecord, VersionTerms
from sources.bilingual import localized
from sources.formatting import amount, grouped
from sources.marks import Key, Marks, key_of

# What has a cap or a condition and no rate.
UNRATED = {
    Component.FAIRS_PER_YEAR,
    Component.VIRTUAL_FAIRS_PER_YEAR,
    Component.SCHEME_PER_YEAR,
    Component.ALL_SCHEMES_PER_YEAR,
    Component.CONDITIONS,
}


@dataclass(frozen=True)
class Proof:
    """The words that a step rests on: printed ones with their line, or who reports them."""

    printed: str = ""
    marks: Marks | None = None
    reported: ReportedTerm | None = None
    note: str = ""


@dataclass(frozen=True)
class SumRow:
    """A step of a sum for the component `step_sum`."""

    label: str
    cost: str
    rate: str
    cap: str
    bound: str
    pays: str
    proof: Proof


@dataclass(frozen=True)
class SumTable:
    """A reading, step by step."""

    way: str
    rows: tuple[SumRow, ...]
    exact: str
    total: str


@dataclass(frozen=True)
class RefusalRow:
    text: str
    proof: Proof


@dataclass(frozen=True)
class OtherVersion:
    """The same costs under another version."""

    name: str
    dates: str
    outcome: str
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    total: str
    eligible: bool
    version: str
    is_printed: bool
    dates: str
    tables: tuple[SumTable, ...]
    refusals: tuple[RefusalRow, ...]
    notices: tuple[str, ...]
    others: tuple[OtherVersion, ...]


def result(found: Estimate, others: list[Estimate], marks: Mapping[Key, Marks]) -> Result:
    return Result(
        total=_total(found),
        eligible=found.eligible,
        version=found.terms.name,
        is_printed=found.terms.is_printed,
        dates=found.terms.dates,
        tables=tuple(_table(reading, found, marks) for reading in found.readings) if found.eligible else (),
        refusals=tuple(
            RefusalRow(refusal.text, proof_of(refusal.record, marks)) for refusal in found.refusals
        ),
        notices=found.notices,
        others=tuple(
            OtherVersion(
                other.terms.name,
                other.terms.dates,
                outcome(other),
                other.own_notices if other.eligible else (),
            )
            for other in others
        ),
    )


def outcome(found: Estimate) -> str:
    """In a few words: the sum, and on which conditions; or why there is none."""
    if found.refusals:
        return _("nothing: %(reason)s") % {"reason": found.refusals[0].text}
    if not found.known:
        return _("not found")
    total = _total(found)
    if not found.complete:
        total = _("%(total)s, without the costs whose rate was not found") % {"total": total}
    return ", ".join((total, *found.conditions))


def _total(found: Estimate) -> str:
    return rupees(found.total) if found.known else _("not found")


def proof_of(record: TermRecord | None, marks: Mapping[Key, Marks]) -> Proof:
    if record is None:
        return Proof()
    if isinstance(record, ReportedTerm):
        return Proof(reported=record, note=localized(record, "note"))
    return Proof(printed=record.printed, marks=marks[key_of(record)])


def rupees(value: Decimal) -> str:
    return amount(value, "INR")


def rate_of(record: TermRecord) -> str:
    return amount(record.rate_percent, "percent") if record.rate_percent else ""


def cap_of(record: TermRecord) -> str:
    """ "₹ 1 lakh for each fair"; without a word for what it is counted for, it is of a year."""
    if record.cap is None:
        return ""
    per = PER.get(Component(record.component)) if record.component else None
    words = amount(record.cap, record.cap_unit)
    if record.component == Component.FAIRS_PER_YEAR or per is None:
        return _("%(cap)s a year") % {"cap": words}
    return f"{words} {per}"


def _table(reading: ClauseReading, found: Estimate, marks: Mapping[Key, Marks]) -> SumTable:
    several = reading.way in (Way.EACH_CONTAINER, Way.ALL_CONTAINERS)
    rows = [_step_row(step, found.by_component, marks) for step in reading.steps]
    if several and reading.way == Way.ALL_CONTAINERS:
        rows.append(_all_containers(reading))
    rows += [_limit_row(limit, found.by_component, marks) for limit in reading.limits]
    return SumTable(str(Way(reading.way).label), tuple(rows), rupees(reading.exact), rupees(reading.total))


def _step_row(step: Step, records: Mapping[str, TermRecord], marks: Mapping[Key, Marks]) -> SumRow:
    label = str(Component(step.component).label)
    words = Component.FAIRS_PER_YEAR if step.bound == Bound.NUMBER else step.component
    return SumRow(
        label=f"{label} · {step.row}" if step.component in PER else label,
        cost=rupees(step.cost) if step.count == 1 else f"{rupees(step.cost)} × {step.count}",
        rate=""
        if step.percent is None
        else f"{amount(step.percent, 'percent')} = {rupees(step.share or NOTHING)}",
        cap=_cap_words(step),
        bound=str(Bound(step.bound).label),
        pays=_("not found") if step.pays is None else rupees(step.pays),
        proof=proof_of(records.get(words), marks),
    )


def _cap_words(step: Step) -> str:
    """The cap; for a shipment with what it comes from."""
    if step.cap is None or not step.kg:
        return "" if step.cap is None else rupees(step.cap)
    return _("%(kg)s kg × %(cap)s = %(all)s") % {
        "kg": grouped(step.kg),
        "cap": rupees(step.cap / step.kg),
        "all": rupees(step.cap),
    }


def _all_containers(reading: ClauseReading) -> SumRow:
    first = reading.limits[0].before if reading.limits else reading.exact
    return SumRow(
        label=_("All containers: all freight against all caps added up"),
        cost="", rate="", cap="", bound="", pays=rupees(first), proof=Proof(),
    )  # fmt: skip


def _limit_row(limit: Limit, records: Mapping[str, TermRecord], marks: Mapping[Key, Marks]) -> SumRow:
    words = _("%(limit)s, already paid %(claimed)s, left %(left)s") % {
        "limit": rupees(limit.limit),
        "claimed": rupees(limit.claimed),
        "left": rupees(limit.left),
    }
    return SumRow(
        label=str(Component(limit.component).label),
        cost=rupees(limit.before),
        rate="",
        cap=words if limit.claimed else rupees(limit.limit),
        bound=_("the limit of the year") if limit.binds else pgettext("limit of a year", "not reached"),
        pays=rupees(limit.after),
        proof=proof_of(records.get(limit.component), marks),
    )


def version_rows(terms: VersionTerms) -> list[dict[str, Any]]:
    """The terms of a reported version as rows of a table."""
    return [
        {
            "anchor": record.anchor,
            "item": str(record.get_component_display()),
            "rate": rate_of(record),
            "needs_rate": "" if record.component in UNRATED else "yes",
            "cap": cap_of(record),
            "conditions": ", ".join(conditions_of(record)),
            "ports": localized(record, "port_group"),
            "note": localized(record, "note"),
            "record": record,
        }
        for record in terms.records
        if isinstance(record, ReportedTerm)
    ]


def conditions_of(record: TermRecord) -> list[str]:
    """The conditions of a term in words."""
    found = {
        _("manufacturers only"): record.manufacturers_only,
        _("micro, small and medium enterprises only"): record.msme_only,
        str(record.get_leg_display()): record.leg,
        localized(record, "airports"): record.airports,
        _("any airport"): record.any_airport,
    }
    return [words for words, holds in found.items() if holds]
