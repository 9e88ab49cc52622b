"""The rule by which markets are put in order: nothing is weighted, and no database is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from exports.models import Country, CountryGroup, MarketLink

Role = MarketLink.Role
Market = Country | CountryGroup

# The roles of a market to sell to; importers and exporters are named as what they are.
SELLING = (Role.EXPORTED_NOW, Role.TARGET, Role.AGREEMENT_FOCUS, Role.UNTAPPED)


@dataclass(frozen=True)
class NamedMarket:
    """A market with the rows that name it, in printed order."""

    market: Market
    links: tuple[MarketLink, ...]

    @property
    def code(self) -> str:
        return market_code(self.market)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The different ones, in their own order."""
        named = {link.role for link in self.links}
        return tuple(role for role in Role if role in named)

    @property
    def times(self) -> int:
        return len(self.links)


def named_markets(links: Iterable[MarketLink], roles: Iterable[str]) -> list[NamedMarket]:
    """The markets that the links name in one of the roles: those in more different roles first, among
    equals those named more often, then by the English name. The order of the links makes no difference.
    """
    wanted = set(roles)
    found: dict[str, list[MarketLink]] = {}
    for link in sorted(links, key=lambda link: link.position):
        if link.role in wanted:
            found.setdefault(market_code(market_of(link)), []).append(link)
    markets = [NamedMarket(market_of(rows[0]), tuple(rows)) for rows in found.values()]
    return sorted(markets, key=lambda row: (-len(row.roles), -row.times, row.market.name, row.code))


def market_of(link: MarketLink) -> Market:
    """The database holds each link to exactly one of the two."""
    return cast(Market, link.country or link.group)


def market_code(market: Market) -> str:
    """How addresses name it: "DE", "gcc"."""
    return market.iso2 if isinstance(market, Country) else market.slug
