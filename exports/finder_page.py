"""The finder's page: every market that the documents name for some goods, with all reasons given."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from exports.agreement_facts import AgreementFact, agreements_of, rosters
from exports.finder import SELLING, NamedMarket, market_of, named_markets
from exports.goods_named import NamedGoods, goods_named, goods_of
from exports.market_forms import MOST_COMPARED, FinderForm
from exports.market_page import MarketFacts, RoleRows, market_facts
from exports.models import CountryGroup, GroupMembership, MarketLink
from sources.addresses import reverse
from sources.bilingual import localized
from sources.downloads import file_addresses


@dataclass(frozen=True)
class Member:
    """A country of a group that is named; `place` where the country is named itself."""

    membership: GroupMembership
    name: str
    place: int | None
    agreements: tuple[AgreementFact, ...]


@dataclass(frozen=True)
class FoundMarket:
    """A market in its place, with what the place follows from; of a group, its members as of the day."""

    place: int
    named: NamedMarket  # as a market to sell to
    facts: MarketFacts
    members: tuple[Member, ...]

    @property
    def roles(self) -> tuple[RoleRows, ...]:
        return tuple(rows for rows in self.facts.roles if not rows.of_others)

    @property
    def others(self) -> tuple[RoleRows, ...]:
        """As a large importer or exporter."""
        return tuple(rows for rows in self.facts.roles if rows.of_others)


@dataclass(frozen=True)
class OthersRow:
    """A country that the documents name as a large importer or exporter of the goods."""

    facts: MarketFacts
    roles: tuple[RoleRows, ...]


def all_links() -> list[MarketLink]:
    """Every row that names a market, with what its goods and its market are called by; one query."""
    return list(MarketLink.objects.select_related("cluster", "hs_code", "country", "group", "document"))


def links_about(goods: Collection[NamedGoods], links: Iterable[MarketLink]) -> list[MarketLink]:
    return [link for link in links if goods_of(link) in goods]


def finder_form(data: QueryDict, links: Iterable[MarketLink]) -> FinderForm:
    return FinderForm(data, goods=goods_named(links))


def finder_page(form: FinderForm, links: Sequence[MarketLink], day: datetime.date) -> dict[str, Any]:
    """Without goods, those to choose from; with them, their markets. As many queries for many as for few."""
    if not form.chosen:
        return {"form": form, "catalogue": _catalogue(form, links)}
    about = links_about(form.chosen, links)
    facts = facts_by_code(about, day)
    rows = _rows(named_markets(about, SELLING), facts, day)
    first = [row.named.code for row in rows[:MOST_COMPARED]]
    query = form.goods_query()
    return {
        "form": form,
        "day": day,
        "goods": [goods_words(goods) for goods in form.chosen],
        "rows": rows,
        "importers": _others(facts, MarketLink.Role.IMPORTER),
        "competitors": _others(facts, MarketLink.Role.EXPORTER),
        "compare_url": compare_address(first, query) if len(first) > 1 else "",
        "compared": len(first),
        "files": file_addresses("finder-file", query=urlencode(query)),
    }


def facts_by_code(about: Sequence[MarketLink], day: datetime.date) -> dict[str, MarketFacts]:
    """What is known of each market that these rows name, from these rows alone."""
    markets = list(dict.fromkeys(market_of(link) for link in about))
    rows = MarketLink.objects.filter(pk__in=[link.pk for link in about])
    return {facts.code: facts for facts in market_facts(markets, day, rows)}


def goods_words(goods: NamedGoods) -> dict[str, str]:
    return {
        "name": localized(goods, "name") or _("goods not printed"),
        "code": goods.code,
        "cluster": localized(goods.cluster, "name") if goods.cluster else _("the district as a whole"),
    }


def compare_address(codes: Iterable[str], query: Mapping[str, str]) -> str:
    return f"{reverse('compare')}?{urlencode({'m': ','.join(codes), **query}, safe=',')}"


def _catalogue(form: FinderForm, links: Sequence[MarketLink]) -> list[dict[str, Any]]:
    """The goods by cluster, in printed order, each with its address and the number of markets found there."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for goods in form.goods:
        words = goods_words(goods)
        address = f"{reverse('finder')}?{urlencode({'product': goods.slug})}"
        found = named_markets(links_about(form.meant(goods.slug, ""), links), SELLING)
        groups.setdefault(words["cluster"], []).append({**words, "url": address, "markets": len(found)})
    return [{"cluster": cluster, "goods": rows} for cluster, rows in groups.items()]


def _rows(
    markets: Sequence[NamedMarket], facts: Mapping[str, MarketFacts], day: datetime.date
) -> list[FoundMarket]:
    places = {market.code: place for place, market in enumerate(markets, 1)}
    members = _members(markets, places, day)
    return [
        FoundMarket(places[market.code], market, facts[market.code], members.get(market.code, ()))
        for market in markets
    ]


def _members(
    markets: Iterable[NamedMarket], places: Mapping[str, int], day: datetime.date
) -> dict[str, tuple[Member, ...]]:
    """By the code of each group. Three queries."""
    groups = [market.market for market in markets if isinstance(market.market, CountryGroup)]
    found = rosters(groups, day)
    countries = {row.country for roster in found.values() for row in roster.members}
    agreements = agreements_of(countries, day)
    return {
        group.slug: tuple(
            Member(
                row,
                localized(row.country, "name"),
                places.get(row.country.iso2),
                agreements[row.country_id],
            )
            for row in found[group.pk].members
        )
        for group in groups
    }


def _others(facts: Mapping[str, MarketFacts], role: str) -> list[OthersRow]:
    named = [
        OthersRow(market, (rows,)) for market in facts.values() for rows in market.roles if rows.role == role
    ]
    return sorted(named, key=lambda row: row.facts.market.name)
