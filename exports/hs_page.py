"""The page of one HS code: its wording in the plan and in the official list, and what is known under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from clusters.models import Statistic
from exports.hs_codes import OFFICIAL_LIST, CodeRow, PrintedCode, code_row
from exports.hs_prefixes import Relation, nearest, path_to, relation_of, relatives
from exports.models import ExportFigure, MarketLink
from exports.nomenclature import below
from exports.role_titles import OF_OTHERS, role_title
from sources.bilingual import localized
from sources.formatting import printed_amount, printed_period
from sources.marks import Flag, Key, Marks, key_of, marks_for

_GOODS = ("document", "cluster", "hs_code")


@dataclass(frozen=True)
class CodeFigure:
    """A printed figure of this code or one above or under it."""

    goods: str
    code: str
    relation: str  # empty: of the code itself
    whose: str  # empty: the words of the goods say it
    value: str
    period: str
    url: str
    marks: Marks


@dataclass(frozen=True)
class CodeMarkets:
    """Markets that the same lines name for the same goods, in the same role, for the same reason."""

    goods: str
    code: str
    relation: str
    whose: str
    reason: str
    agreement: str
    markets: tuple[tuple[str, str, str], ...]  # name, address, note
    marks: Marks


@dataclass(frozen=True)
class CodeRole:
    title: str
    of_others: bool
    rows: tuple[CodeMarkets, ...]


def hs_page(code: str, printed: Mapping[str, PrintedCode]) -> dict[str, Any]:
    """Of a known code, with the printed ones at hand; as many queries for many rows as for one."""
    kin = [found for found in printed if relation_of(code, found) != Relation.BESIDE]
    figures = list(ExportFigure.objects.filter(hs_code__code__in=kin).select_related(*_GOODS))
    statistics = list(Statistic.objects.filter(hs_code__in=kin).select_related("document", "cluster"))
    links = list(MarketLink.objects.filter(hs_code__code__in=kin).select_related(*_GOODS, "country", "group"))
    records = [*figures, *statistics, *links]
    marks = marks_for(records)
    path = [code_row(above, printed) for above in path_to(code)]
    return {
        "code": code,
        "own": path[-1],
        "path": path,
        "lower": [
            code_row(under, printed)
            for under in nearest({*below(code), *(found for found in kin if len(found) > len(code))})
        ],
        "near": _near(code, printed),
        "clusters": _clusters({found: printed[found] for found in kin}),
        "figures": [_figure(code, row, marks) for row in [*figures, *statistics]],
        "roles": _roles(code, links, marks),
        "flags": _flags([*(printed[found].marks for found in kin), *marks.values()]),
        "finder_url": f"{reverse('finder')}?hs={code}" if links else "",
        "official_list": OFFICIAL_LIST,
    }


def _near(code: str, printed: Mapping[str, PrintedCode]) -> list[CodeRow]:
    """The printed codes beside this one, where the plan prints none in its line."""
    found = relatives(code, printed)
    if any(row.relation != Relation.BESIDE for row in found):
        return []
    return [code_row(row.code, printed, str(row.relation.label)) for row in found]


def _clusters(printed: Mapping[str, PrintedCode]) -> list[dict[str, Any]]:
    """The clusters that the plan prints these codes for."""
    codes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, row in printed.items():
        if row.cluster:
            codes[row.cluster, row.cluster_url].append(code)
    return [{"name": name, "url": url, "codes": found} for (name, url), found in codes.items()]


def _relation(code: str, other: str) -> str:
    found = relation_of(code, other)
    return "" if found == Relation.SAME else str(found.label)


def _figure(code: str, row: ExportFigure | Statistic, marks: Mapping[Key, Marks]) -> CodeFigure:
    if isinstance(row, Statistic):
        goods, own, whose = localized(row, "subject"), row.hs_code, ""
    else:
        flow = f"{row.get_reporter_display()} · {row.get_flow_display()}"
        goods, own, whose = localized(row, "product"), _code(row), flow
    return CodeFigure(
        goods=goods,
        code=own,
        relation=_relation(code, own),
        whose=whose,
        value=printed_amount(row.measured_number),
        period=printed_period(row.printed_period),
        url=row.get_absolute_url(),
        marks=marks[key_of(row)],
    )


def _code(row: ExportFigure | MarketLink) -> str:
    return row.hs_code.code if row.hs_code else ""


def _roles(code: str, links: Collection[MarketLink], marks: Mapping[Key, Marks]) -> list[CodeRole]:
    return [
        CodeRole(role_title(role), role in OF_OTHERS, tuple(_markets(code, named, marks)))
        for role in MarketLink.Role
        if (named := [link for link in links if link.role == role])
    ]


def _markets(code: str, links: Iterable[MarketLink], marks: Mapping[Key, Marks]) -> Iterable[CodeMarkets]:
    groups: dict[tuple[Any, ...], list[MarketLink]] = defaultdict(list)
    for link in links:
        said = (link.product, link.hs_code_id, link.reporter, link.rationale, link.agreement)
        groups[*said, link.document_id, link.lines].append(link)
    for rows in groups.values():
        first = rows[0]
        yield CodeMarkets(
            goods=localized(first, "product"),
            code=_code(first),
            relation=_relation(code, _code(first)),
            whose=str(first.get_reporter_display()),
            reason=first.rationale,
            agreement=first.agreement,
            markets=tuple(_market(link) for link in rows),
            # They stand on the same lines; the mark is of no record alone.
            marks=replace(marks[key_of(first)], record=marks[key_of(first)].record if len(rows) == 1 else ""),
        )


def _market(link: MarketLink) -> tuple[str, str, str]:
    market: Any = link.country or link.group
    return localized(market, "name"), market.get_absolute_url(), link.note


def _flags(marks: Iterable[Marks]) -> tuple[Flag, ...]:
    """Each entry of the register once."""
    found = {flag.ref: flag for row in marks for flag in row.flags}
    return tuple(found[ref] for ref in sorted(found))
