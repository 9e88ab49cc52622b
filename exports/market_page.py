"""What is known of one market or of several at once: what the documents say of it, and what holds there.

Printed rows keep their source marks; agreements, memberships and notes are attributed facts with their day.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Q, QuerySet

from exports.agreement_facts import (
    AgreementFact,
    agreements_of,
    agreements_of_groups,
    memberships_of,
    rosters,
)
from exports.finder import Market, market_code
from exports.goods_facts import GoodsFacts, goods_facts
from exports.models import (
    Country,
    CountryGroup,
    GroupMembership,
    MarketLink,
    MarketNote,
    Scheme,
    SchemeRule,
    SchemeVersion,
)
from exports.role_titles import OF_OTHERS, role_title
from sources.bilingual import localized
from sources.downloads import api_file_addresses
from sources.formatting import without_markup
from sources.marks import Key, Marks, key_of, marks_for


@dataclass(frozen=True)
class NamedFor:
    """A row of the documents that names a market: for which goods, whose trade, and why."""

    anchor: str
    goods: str  # empty: not printed
    code: str  # empty: no HS code printed with it
    whose: str
    market_printed: str
    reason: str
    agreement: str
    note: str
    printed: str  # the document's own words
    cluster: str  # empty: said of the district as a whole
    url: str  # the row on the page of its cluster
    marks: Marks


@dataclass(frozen=True)
class RoleRows:
    """The rows of a market in one role."""

    role: str
    title: str
    of_others: bool  # not a market of the district, but others in the same trade
    rows: tuple[NamedFor, ...]

    @property
    def label(self) -> str:
        """In words that fit one market."""
        return str(MarketLink.Role(self.role).label)


@dataclass(frozen=True)
class GroupRows:
    """What the documents say of a group that a country belongs to."""

    membership: GroupMembership
    roles: tuple[RoleRows, ...]


@dataclass(frozen=True)
class MarketFacts:
    """One market as of a day."""

    market: Market
    name: str
    code: str  # ISO code of a country, slug of a group
    is_group: bool
    roles: tuple[RoleRows, ...]
    through_groups: tuple[GroupRows, ...]
    agreements: tuple[AgreementFact, ...]
    memberships: tuple[GroupMembership, ...]
    notes: tuple[MarketNote, ...]
    goods: GoodsFacts

    @property
    def url(self) -> str:
        return self.market.get_absolute_url()


def market_facts(
    markets: Iterable[Market], day: datetime.date, links: QuerySet[MarketLink] | None = None
) -> list[MarketFacts]:
    """Each market in the order given, by the rows of `links` or by all. The queries do not grow with them."""
    markets = list(markets)
    countries = [market for market in markets if isinstance(market, Country)]
    groups = [market for market in markets if isinstance(market, CountryGroup)]
    memberships = memberships_of(countries, day)
    group_keys = {group.pk for group in groups} | {
        row.group_id for rows in memberships.values() for row in rows
    }
    found = _links(countries, group_keys, links)
    reader = _Reader(
        day=day,
        links=found,
        marks=marks_for(found),
        memberships=memberships,
        agreements=agreements_of(countries, day),
        group_agreements=agreements_of_groups(groups, day),
        notes=_notes(countries, group_keys, day),
        goods=goods_facts(found),
    )
    return [reader.read(market) for market in markets]


def _links(
    countries: Sequence[Country], groups: Iterable[int], links: QuerySet[MarketLink] | None
) -> list[MarketLink]:
    rows = MarketLink.objects.all() if links is None else links
    wanted = Q(country__in=[country.pk for country in countries]) | Q(group__in=list(groups))
    return list(rows.filter(wanted).select_related("document", "cluster", "hs_code", "country", "group"))


def _notes(countries: Sequence[Country], groups: Iterable[int], day: datetime.date) -> list[MarketNote]:
    """Those that hold on the day, and those that will."""
    wanted = Q(country__in=[country.pk for country in countries]) | Q(group__in=list(groups))
    lasting = Q(holds_to=None) | Q(holds_to__gte=day)
    return list(MarketNote.objects.filter(wanted, lasting).select_related("group"))


@dataclass(frozen=True)
class _Reader:
    """All that was read for some markets; picks out what belongs to one."""

    day: datetime.date
    links: list[MarketLink]
    marks: dict[Key, Marks]
    memberships: dict[int, tuple[GroupMembership, ...]]
    agreements: dict[int, tuple[AgreementFact, ...]]
    group_agreements: dict[int, tuple[AgreementFact, ...]]
    notes: list[MarketNote]
    goods: Any

    def read(self, market: Market) -> MarketFacts:
        is_group = isinstance(market, CountryGroup)
        memberships = () if is_group else self.memberships[market.pk]
        own = [link for link in self.links if _names(link, market)]
        through = [row for row in memberships if any(link.group_id == row.group_id for link in self.links)]
        of_groups = {
            row.pk: [link for link in self.links if link.group_id == row.group_id] for row in through
        }
        groups = {market.pk} if is_group else {row.group_id for row in memberships}
        return MarketFacts(
            market=market,
            name=localized(market, "name"),
            code=market_code(market),
            is_group=is_group,
            roles=self._roles(own),
            through_groups=tuple(GroupRows(row, self._roles(of_groups[row.pk])) for row in through),
            agreements=(self.group_agreements if is_group else self.agreements)[market.pk],
            memberships=memberships,
            notes=tuple(
                note
                for note in self.notes
                if note.group_id in groups or (not is_group and note.country_id == market.pk)
            ),
            goods=self.goods.of([*own, *(link for rows in of_groups.values() for link in rows)]),
        )

    def _roles(self, links: list[MarketLink]) -> tuple[RoleRows, ...]:
        by_role: dict[str, list[NamedFor]] = defaultdict(list)
        for link in links:
            by_role[link.role].append(named_for(link, self.marks[key_of(link)]))
        return tuple(
            RoleRows(role.value, role_title(role), role in OF_OTHERS, tuple(by_role[role]))
            for role in MarketLink.Role
            if role in by_role
        )


def _names(link: MarketLink, market: Market) -> bool:
    return (link.group_id if isinstance(market, CountryGroup) else link.country_id) == market.pk


def named_for(link: MarketLink, marks: Marks) -> NamedFor:
    return NamedFor(
        anchor=link.anchor,
        goods=localized(link, "product"),
        code=link.hs_code.code if link.hs_code else "",
        whose=str(link.get_reporter_display()),
        market_printed=link.market,
        reason=link.rationale,
        agreement=link.agreement,
        note=link.note,
        printed=without_markup(link.printed),
        cluster=localized(cast(Any, link.cluster), "name") if link.cluster else "",
        url=link.get_absolute_url(),
        marks=marks,
    )


@dataclass(frozen=True)
class FittingScheme:
    """A scheme that pays for selling abroad, wherever: what it pays for, in the words of its rules."""

    name: str
    url: str
    items: tuple[str, ...]


def market_page(market: Market, day: datetime.date) -> dict[str, Any]:
    (facts,) = market_facts([market], day)
    filters = {"group": facts.code} if facts.is_group else {"country": facts.code}
    return {
        "facts": facts,
        "day": day,
        "schemes": _schemes(),
        "files": api_file_addresses(MarketLink, **filters),
        **(_members(market, day) if isinstance(market, CountryGroup) else {}),
    }


def _members(group: CountryGroup, day: datetime.date) -> dict[str, Any]:
    """Who belongs to it on the day, with the agreements that hold with each member by itself."""
    roster = rosters([group], day)[group.pk]
    agreements = agreements_of([row.country for row in roster.members], day)
    own = {key: tuple(fact for fact in facts if fact.group != group) for key, facts in agreements.items()}
    return {"roster": roster, "members": [(row, own[row.country_id]) for row in roster.members]}


def _schemes() -> list[FittingScheme]:
    """Those whose rules the plan prints; no rule of them names a country."""
    found: dict[Scheme, list[str]] = defaultdict(list)
    rules = SchemeRule.objects.filter(version__status=SchemeVersion.Status.AS_PRINTED)
    for rule in rules.select_related("version__scheme", "version__scheme__document"):
        if rule.rate_percent is not None:
            found[rule.version.scheme].append(localized(rule, "item"))
    return [
        FittingScheme(localized(scheme, "name"), scheme.get_absolute_url(), tuple(dict.fromkeys(items)))
        for scheme, items in found.items()
    ]
