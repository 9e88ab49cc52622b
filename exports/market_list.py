"""The table of markets: every country and group that the documents name, one row each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exports.agreement_facts import AgreementFact, agreements_of, agreements_of_groups
from exports.finder import NamedMarket, named_markets
from exports.models import Country, CountryGroup, MarketLink
from exports.models.markets import Geography
from exports.role_titles import role_title
from sources.bilingual import localized


@dataclass(frozen=True)
class RoleGoods:
    """The goods for which a market is named in one role; the same goods once for each whose trade it is."""

    role: str
    title: str
    goods: tuple[str, ...]


@dataclass(frozen=True)
class MarketRow:
    name: str
    code: str
    url: str
    is_group: bool
    times: int  # how often the documents name it
    roles: tuple[RoleGoods, ...]
    agreements: tuple[AgreementFact, ...]
    named: NamedMarket


def market_rows(links: Iterable[MarketLink], day: datetime.date) -> list[MarketRow]:
    """In the finder's order; two queries for the agreements. The links have their rows at hand."""
    named = named_markets(links, MarketLink.Role)
    countries = [row.market for row in named if isinstance(row.market, Country)]
    groups = [row.market for row in named if isinstance(row.market, CountryGroup)]
    of_countries, of_groups = agreements_of(countries, day), agreements_of_groups(groups, day)
    return [
        MarketRow(
            name=localized(row.market, "name"),
            code=row.code,
            url=row.market.get_absolute_url(),
            is_group=isinstance(row.market, CountryGroup),
            times=row.times,
            roles=_roles(row),
            agreements=(of_groups if isinstance(row.market, CountryGroup) else of_countries)[row.market.pk],
            named=row,
        )
        for row in named
    ]


def _roles(row: NamedMarket) -> tuple[RoleGoods, ...]:
    return tuple(
        RoleGoods(
            role.value,
            role_title(role),
            tuple(dict.fromkeys(_goods(link) for link in row.links if link.role == role)),
        )
        for role in row.roles
    )


def _goods(link: MarketLink) -> str:
    """ "Leather footwear (640510)", and whose trade it is where it is not the district's."""
    name = localized(link, "product") or str(_("goods not printed"))
    details = [link.hs_code.code] if link.hs_code else []
    if link.reporter != Geography.KANPUR_NAGAR:
        details.append(str(link.get_reporter_display()))
    return f"{name} ({', '.join(details)})" if details else name


MARKET_COLUMNS = (
    "code",
    "type",
    "name",
    "name_hi",
    "times_named",
    "roles",
    "goods",
    "agreements",
    "sources",
    "url",
)


def market_records(rows: Iterable[MarketRow]) -> Iterator[dict[str, Any]]:
    """Each market for the list's downloads, keyed by MARKET_COLUMNS; the same in both languages."""
    for row in rows:
        links = row.named.links
        values = (
            row.code,
            "group" if row.is_group else "country",
            row.named.market.name,
            row.named.market.name_hi,
            row.times,
            [role.role for role in row.roles],
            [_goods_record(link) for link in links],
            [agreement_record(fact) for fact in row.agreements],
            list(dict.fromkeys(f"{link.document.slug}:{link.lines}" for link in links)),
            row.url,
        )
        yield dict(zip(MARKET_COLUMNS, values, strict=True))


def _goods_record(link: MarketLink) -> dict[str, Any]:
    return {
        "role": link.role,
        "product": link.product,
        "hs_code": link.hs_code and link.hs_code.code,
        "reporter": link.reporter,
        "market_link": link.slug,
    }


def agreement_record(fact: AgreementFact) -> dict[str, Any]:
    """Days as year-month-day; null where none is known. `through` is the slug of a group."""
    return {
        "agreement": fact.agreement.slug,
        "status": fact.partner.status,
        "in_force_since": fact.since and fact.since.isoformat(),
        "through": fact.group and fact.group.slug,
        "certainty": fact.partner.certainty,
        "attribution": fact.partner.source,
        "verified_on": fact.partner.verified_on and fact.partner.verified_on.isoformat(),
    }
