"""Sums of figures, only of what may be added, with a list of what was left out and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clusters.models import Cluster
from exports.models import CountryGroup
from exports.partners import WORLD
from exports.trade import kept, sums
from exports.trade.filters import members, prefixes_of
from exports.trade.periods import Basis
from exports.trade.printed_totals import printed_sums
from exports.trade.reported import Reported, common
from exports.trade.series import Series
from exports.trade.total_rows import Key, Sum

# A question that would make more rows, or add more figures one by one, is to be narrowed.
MOST_GROUPS = 10_000
MOST_ADDED = 2_000_000
COUNTRIES = "countries"


@dataclass(frozen=True)
class Question:
    figures: Any  # exports.trade.figures.Figures
    by: tuple[str, ...]
    level: int | None = None

    @property
    def digits(self) -> int:
        """Those of the codes by which totals are told apart; 0: not by code."""
        return next((int(name[2:]) for name in self.by if name.startswith("hs")), 0)

    @property
    def together(self) -> bool:
        """Districts lie side by side and are added, unless they are to be told apart; others never are."""
        return not {"district", "reporter"} & set(self.by)


@dataclass
class Answer:
    sums: list[Sum] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    left_out_of: Counter[Any] = field(default_factory=Counter)  # by series, or document

    def leave_out(self, reason: str, whose: Any, figures: int) -> None:
        if figures:
            self.left_out[reason] += figures
            self.left_out_of[whose] += figures


class Slice(NamedTuple):
    """Part of the figures, of one group and one cluster where totals are by these."""

    group: str
    cluster: str
    reported: Reported


class Choice(NamedTuple):
    """What is added of a series: codes of one level, and countries or the world as one."""

    level: int
    partners: str


def answer(question: Question) -> Answer:
    """Raises ValidationError where the question is too large."""
    found = Answer()
    printed_sums(question, found)
    if question.figures.reported is not None:
        reported = _fitting(question, question.figures.reported, found)
        for part in slices(question, reported):
            _add(question, part, found)
            if len(found.sums) > MOST_GROUPS:
                raise _too_many()
    return found


def slices(question: Question, reported: Reported) -> Iterator[Slice]:
    groups: Iterable[Any] = [None]
    if "group" in question.by:
        groups = CountryGroup.objects.filter(memberships__isnull=False).distinct().order_by("slug")
    clusters = Cluster.objects.order_by("slug") if "cluster" in question.by else [None]
    for group, cluster in product(groups, clusters):
        part = reported
        if group is not None:
            own = members(group)
            part = replace(part, partners=own if part.partners is None else part.partners & own)
        if cluster is not None:
            part = replace(part, prefixes=common(part.prefixes, prefixes_of(cluster)))
        yield Slice(group.slug if group else "", cluster.slug if cluster else "", part)


def _fitting(question: Question, reported: Reported, found: Answer) -> Reported:
    """Without the series that cannot be told apart as asked."""
    by_reason: dict[str, dict[int, Series]] = defaultdict(dict)
    for pk, series in reported.series.items():
        by_reason[_unfit(question, series)][pk] = series
    fit = by_reason.pop("", {})
    for reason, unfit in by_reason.items():
        # Of none of them is there a sum beside which it could be told how many were left out.
        found.leave_out(reason, None, kept.count(replace(reported, series=unfit, every_series=False)))
    return replace(reported, series=fit, every_series=reported.every_series and not by_reason)


def _unfit(question: Question, series: Series) -> str:
    if "month" in question.by and series.basis != Basis.MONTH:
        return "not_monthly"
    if "district" in question.by and series.reporter.level != "district":
        return "no_district"
    return ""


def _pool(question: Question, series: Series) -> int:
    return (series.totals_under_id if question.together else None) or series.pk


def _add(question: Question, part: Slice, found: Answer) -> None:
    if not part.reported.series:
        return
    pools: dict[int, list[Series]] = defaultdict(list)
    for series in part.reported.series.values():
        pools[_pool(question, series)].append(series)
    totals = kept.totals_for(part.reported, together=question.together)
    if totals is None:
        _refuse_to_add(part.reported)
    there = sums.there(part.reported, totals, together=question.together)
    chosen = _choose(question, there, found)
    by_choice: dict[Choice, list[int]] = defaultdict(list)
    for pool, choice in chosen.items():
        by_choice[choice].append(pool)
    for choice, keys in by_choice.items():
        own = replace(
            part.reported,
            series={series.pk: series for pool in keys for series in pools[pool]},
            every_series=False,
            level=choice.level,
        )
        for key, amount, figures, provisional in _summed(question, own, choice.partners):
            found.sums.append(
                Sum(key, pools[key.series], part.group, part.cluster, choice.level, choice.partners, amount,
                    figures, provisional)
            )  # fmt: skip


def _summed(question: Question, own: Reported, partners: str) -> Iterator[tuple[Key, int, int, int]]:
    by = {name for name in question.by if name in ("year", "month", "partner")}
    if partners == WORLD:
        by.discard("partner")
        own = replace(own, partners=frozenset([WORLD]))
    rows = sums.from_totals(own, by, question.digits, partners, together=question.together)
    if rows is None:
        _refuse_to_add(own)
        rows = sums.from_figures(own, by, question.digits, partners, together=question.together)
    limited = list(rows[: MOST_GROUPS + 1])
    if len(limited) > MOST_GROUPS:
        raise _too_many()
    for row in limited:
        partner = row.get("by_partner", WORLD if partners == WORLD and "partner" in question.by else "")
        key = Key(
            row["pool"],
            int(row.get("by_year") or 0),
            row.get("by_month", ""),
            row.get("by_code", ""),
            partner,
        )
        yield key, int(row["total"]), row["added"], row["of_these_provisional"]


def _choose(question: Question, there: sums.There, found: Answer) -> dict[int, Choice]:
    """Of each series, or of districts together, the deepest level there is, and countries, not the world."""
    chosen = {}
    for pool, counts in there.items():
        levels = {
            level for level, _partners in counts
            if level >= question.digits and question.level in (None, level)
        }  # fmt: skip
        best = max(levels, default=None)
        partners = COUNTRIES if (best, COUNTRIES) in counts else WORLD
        for (level, whose), figures in counts.items():
            if level != best:
                found.leave_out("other_level", pool, figures)
            elif whose != partners:
                found.leave_out("world_beside_countries", pool, figures)
        if best is not None:
            chosen[pool] = Choice(best, partners)
    return chosen


def _refuse_to_add(reported: Reported) -> None:
    """Where so many would be read one by one that the answer would not come."""
    if kept.count(reported) > MOST_ADDED:
        message = _("More than %(most)s figures would be added one by one: narrow them, or ask by less.")
        raise ValidationError({"by": message % {"most": MOST_ADDED}})


def _too_many() -> ValidationError:
    message = _("That is more than %(most)s totals: narrow the figures, or ask by less.")
    return ValidationError({"by": message % {"most": MOST_GROUPS}})
