"""The markets that the plan names, by role and by goods, with the reason that it gives."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exports.charts import markets_chart
from exports.models import MarketLink
from exports.role_titles import OF_OTHERS, role_title
from kanpur_portal.cluster_pages.records import ClusterRecords, Line, grouped_by, shared_marks
from kanpur_portal.cluster_pages.sections import Section, files
from sources.bilingual import localized
from sources.marks import Marks

Role = MarketLink.Role


@dataclass(frozen=True)
class Market:
    name: str
    url: str
    is_group: bool
    line: Line


@dataclass(frozen=True)
class MarketGroup:
    """The markets of the same goods, in the same role, for the same reason."""

    goods: str
    code: str
    whose: str
    reason: str
    agreement: str
    note: str
    marks: Marks | None  # of all its markets, where they stand on the same lines
    markets: tuple[Market, ...]


def markets(records: ClusterRecords) -> Section:
    by_role = dict(grouped_by(records.of(MarketLink), lambda link: link.role))
    groups = [
        {"title": role_title(role), "of_others": role in OF_OTHERS, "groups": _groups(by_role[role], records)}
        for role in Role
        if role in by_role
    ]
    return Section(
        "markets",
        _("Current and target markets"),
        groups,
        files(records.cluster, (_("markets"), MarketLink)),
        {"chart": markets_chart(records.of(MarketLink), records.cluster)},
    )


def _groups(links: list[MarketLink], records: ClusterRecords) -> list[MarketGroup]:
    return [
        _group(rows, records)
        for _key, rows in grouped_by(
            links,
            lambda link: (link.product, link.hs_code_id, link.reporter, link.rationale, link.agreement),
        )
    ]


def _group(links: list[MarketLink], records: ClusterRecords) -> MarketGroup:
    first = links[0]
    notes = {link.note for link in links}
    shared_note = notes.pop() if len(notes) == 1 else None
    return MarketGroup(
        goods=localized(first, "product"),
        code=first.hs_code.code if first.hs_code else "",
        whose=str(first.get_reporter_display()),
        reason=first.rationale,
        agreement=first.agreement,
        note=shared_note or "",
        marks=shared_marks(records.marks_of(link) for link in links),
        markets=tuple(_market(link, shared_note, records) for link in links),
    )


def _market(link: MarketLink, shared_note: str | None, records: ClusterRecords) -> Market:
    """Its note stands beside it where it is not that of the whole group."""
    market: Any = link.country or link.group
    line = records.line(link, localized(market, "name"), None if shared_note is None else "")
    return Market(line.text, market.get_absolute_url(), link.group_id is not None, line)
