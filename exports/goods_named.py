"""The goods for which the documents name markets, and which of them somebody means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from clusters.models import Cluster
from exports.models import MarketLink
from sources.folding import folded, plain_digits

# Goods that a document does not name, as filters ask for rows of no cluster.
UNNAMED = "none"


@dataclass(frozen=True)
class NamedGoods:
    """Goods as the documents name them, under an HS code where one is printed with them."""

    name: str
    name_hi: str
    code: str
    cluster: Cluster | None

    @property
    def slug(self) -> str:
        return slugify(self.name) or UNNAMED


def goods_of(link: MarketLink) -> NamedGoods:
    """The link needs its cluster and HS code at hand."""
    return NamedGoods(link.product, link.product_hi, link.hs_code.code if link.hs_code else "", link.cluster)


def goods_named(links: Iterable[MarketLink]) -> list[NamedGoods]:
    """All goods, in the order in which the documents first name them."""
    return list(dict.fromkeys(map(goods_of, links)))


def are_meant(goods: NamedGoods, product: str, hs: str) -> bool:
    """Whether these goods are meant by words of a name (either language, or the slug) and digits of a code.

    Each word asked for begins a word of the name. A code means the same code, those above it and those
    below it. What is empty asks for nothing.
    """
    return _has_words(goods, product) and _has_code(goods, hs)


def plain_code(typed: str) -> str:
    """An HS code as somebody types it ("42.01 00", "४२०१") as digits; anything else stays as it is."""
    return plain_digits(re.sub(r"[\s.\-]", "", typed))


def _has_words(goods: NamedGoods, product: str) -> bool:
    if UNNAMED in (product, goods.slug):
        return product in ("", goods.slug)
    asked = folded(product)
    if product and not asked:
        return False
    return any(
        all(any(word.startswith(part) for word in folded(name)) for part in asked)
        for name in (goods.name, goods.name_hi)
    )


def _has_code(goods: NamedGoods, hs: str) -> bool:
    return not hs or (bool(goods.code) and (goods.code.startswith(hs) or hs.startswith(goods.code)))
