"""The finder's list as a file: a row for each row of the documents."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from exports.finder import SELLING, NamedMarket, market_code, market_of, named_markets
from exports.finder_page import facts_by_code, links_about
from exports.goods_named import NamedGoods
from exports.market_page import MarketFacts
from exports.models import MarketLink

FINDER_COLUMNS = (
    "place",
    "market",
    "name",
    "name_hi",
    "is_group",
    "roles",
    "times_named",
    "role",
    "product",
    "hs_code",
    "cluster",
    "reporter",
    "market_as_printed",
    "rationale",
    "agreement_as_printed",
    "note",
    "printed",
    "in_force",
    "as_of",
    "source.document",
    "source.lines",
    "source.locator",
    "source.url",
    "kind.text",
    "kind.place",
)


def finder_records(
    goods: Collection[NamedGoods], links: Iterable[MarketLink], day: datetime.date
) -> list[dict[str, Any]]:
    """Each row that names a market for the goods, keyed by FINDER_COLUMNS: in the order of the page, then
    those that name importers and competitors, which have no place.
    """
    about = links_about(goods, links)
    facts = facts_by_code(about, day)
    markets = named_markets(about, SELLING)
    to_sell_to = [
        _record(link, facts[market.code], (place, market), day)
        for place, market in enumerate(markets, 1)
        for link in market.links
    ]
    others = [
        _record(link, facts[market_code(market_of(link))], None, day)
        for link in about
        if link.role not in SELLING
    ]
    return [*to_sell_to, *others]


def _record(
    link: MarketLink, market: MarketFacts, place: tuple[int, NamedMarket] | None, day: datetime.date
) -> dict[str, Any]:
    values = (
        place[0] if place else None,
        market.code,
        market.market.name,
        market.market.name_hi,
        market.is_group,
        len(place[1].roles) if place else None,
        place[1].times if place else None,
        link.role,
        link.product,
        link.hs_code.code if link.hs_code else None,
        link.cluster.slug if link.cluster else None,
        link.reporter,
        link.market,
        link.rationale,
        link.agreement,
        link.note,
        link.printed,
        [fact.agreement.slug for fact in market.agreements if fact.in_force],
        day,
        link.document.slug,
        link.lines,
        link.locator,
        link.source_url,
        "printed",
        "computed",
    )
    return dict(zip(FINDER_COLUMNS, values, strict=True))
