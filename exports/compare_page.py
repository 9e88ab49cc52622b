"""Up to four markets side by side: each row of the page is one question, answered for each of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from exports.finder import market_code
from exports.finder_page import compare_address, goods_words, links_about
from exports.goods_named import goods_named
from exports.market_forms import CompareForm
from exports.market_page import MarketFacts, market_facts
from exports.models import Country, CountryGroup, MarketLink


@dataclass(frozen=True)
class Concerned:
    """Something printed of goods, once, with the markets that these goods are named for."""

    number: int
    item: Any
    markets: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A market of the comparison, with the numbers under which what concerns it stands below."""

    facts: MarketFacts
    issues: tuple[int, ...]
    figures: tuple[int, ...]
    lost: tuple[int, ...]

    @property
    def times(self) -> int:
        """How often it is named for the goods."""
        return sum(len(role.rows) for role in self.facts.roles)


def compare_form(data: QueryDict, links: Sequence[MarketLink]) -> CompareForm:
    markets = [*Country.objects.all(), *CountryGroup.objects.all()]
    return CompareForm(data, goods=goods_named(links), markets=markets)


def one_address(form: CompareForm) -> str:
    """The address that a comparison is shared by: all markets in one parameter, nothing empty."""
    return compare_address([market_code(market) for market in form.markets], form.goods_query())


def compare_page(form: CompareForm, links: Sequence[MarketLink], day: datetime.date) -> dict[str, Any]:
    """As many queries for four markets as for one."""
    goods = form.chosen
    about = MarketLink.objects.filter(pk__in=[link.pk for link in links_about(goods, links)])
    facts = market_facts(form.markets, day, about if goods else None) if form.markets else []
    issues = _once(facts, lambda market: market.goods.issues)
    figures = _once(facts, lambda market: market.goods.figures)
    lost = _once(facts, lambda market: market.goods.lost)
    return {
        "form": form,
        "day": day,
        "goods": [goods_words(each) for each in goods],
        "columns": [
            Column(
                market,
                _numbers(issues, market.goods.issues),
                _numbers(figures, market.goods.figures),
                _numbers(lost, market.goods.lost),
            )
            for market in facts
        ],
        "issues": issues,
        "figures": figures,
        "lost": lost,
        "finder_url": f"{reverse('finder')}?{urlencode(form.goods_query())}" if goods else reverse("finder"),
    }


def _once(facts: Iterable[MarketFacts], of: Callable[[MarketFacts], Iterable[Hashable]]) -> list[Concerned]:
    found: dict[Hashable, list[str]] = {}
    for market in facts:
        for item in of(market):
            found.setdefault(item, []).append(market.name)
    return [
        Concerned(number, item, tuple(markets)) for number, (item, markets) in enumerate(found.items(), 1)
    ]


def _numbers(concerned: Iterable[Concerned], items: Iterable[Hashable]) -> tuple[int, ...]:
    wanted = set(items)
    return tuple(row.number for row in concerned if row.item in wanted)
