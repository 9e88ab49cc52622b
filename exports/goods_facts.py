"""What the documents print of goods named for a market: figures, lost pictures, what holds them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from clusters.models import Exhibit
from exports.models import ExportFigure, KeyIssue, MarketLink
from sources.bilingual import localized
from sources.folding import stems
from sources.formatting import printed_amount, printed_period
from sources.marks import Key, Marks, PrintedText, key_of, marks_for, printed_texts

# Figures of the plan that showed markets or importers, and of which only the caption is left.
LOST_PICTURES = frozenset(
    {
        "chart-391721",
        "chart-610711",
        "figure-5",
        "figure-6",
        "figure-7",
        "figure-8",
        "figure-10",
        "figure-11",
    }
)
# Beside those that say nothing anywhere.
_JOINING_WORDS = {"thereof"}


@dataclass(frozen=True)
class GoodsFigure:
    """What a reporter exported or imported of the goods; the plan prints it for all countries together."""

    goods: str
    code: str
    whose: str
    flow: str
    value: str
    period: str
    url: str
    marks: Marks


@dataclass(frozen=True)
class LostPicture:
    """A figure or chart whose image is missing in the text."""

    title: str
    number: str  # empty: it has none
    url: str
    marks: Marks


@dataclass(frozen=True)
class GoodsFacts:
    figures: tuple[GoodsFigure, ...]
    lost: tuple[LostPicture, ...]
    issues: tuple[PrintedText, ...]


@dataclass(frozen=True)
class GoodsReader:
    """All figures, lost pictures and issues; picks out those of the goods of some rows."""

    figures: list[ExportFigure]
    lost: list[Exhibit]
    issues: list[KeyIssue]
    marks: dict[Key, Marks]

    def of(self, links: Sequence[MarketLink]) -> GoodsFacts:
        codes = {link.hs_code_id for link in links if link.hs_code_id}
        names = {(link.cluster_id, goods_words(link.product)) for link in links if link.product}
        clusters = {link.cluster_id for link in links if link.cluster_id}
        return GoodsFacts(
            figures=tuple(self._figure(row) for row in self.figures if _same_goods(row, codes, names)),
            lost=tuple(self._lost(row) for row in self.lost if self._shows(row, links, clusters)),
            issues=tuple(
                printed_texts([row for row in self.issues if _same_goods(row, codes, names)], self.marks)
            ),
        )

    def _shows(self, exhibit: Exhibit, links: Sequence[MarketLink], clusters: set[int]) -> bool:
        """By the HS code in its caption; one without any is of its whole cluster."""
        of_code = {number.as_printed for number in exhibit.printed_numbers if number.unit == "HS code"}
        if of_code:
            return any(link.hs_code and link.hs_code.code in of_code for link in links)
        return exhibit.cluster_id in clusters

    def _figure(self, row: ExportFigure) -> GoodsFigure:
        return GoodsFigure(
            goods=localized(row, "product"),
            code=row.hs_code.code if row.hs_code else "",
            whose=str(row.get_reporter_display()),
            flow=str(row.get_flow_display()),
            value=printed_amount(row.measured_number),
            period=printed_period(row.printed_period),
            url=row.get_absolute_url(),
            marks=self.marks[key_of(row)],
        )

    def _lost(self, row: Exhibit) -> LostPicture:
        return LostPicture(row.title, row.number, row.get_absolute_url(), self.marks[key_of(row)])


def goods_facts(links: Iterable[MarketLink]) -> GoodsReader:
    """A reader for the goods of these rows; five queries."""
    clusters = {link.cluster_id for link in links if link.cluster_id}
    related = ("document", "cluster", "hs_code")
    figures = list(ExportFigure.objects.filter(cluster__in=clusters).select_related(*related))
    issues = list(KeyIssue.objects.filter(cluster__in=clusters).select_related(*related))
    lost = list(
        Exhibit.objects.filter(
            slug__in=LOST_PICTURES, image_missing=True, cluster__in=clusters
        ).select_related("document", "cluster")
    )
    return GoodsReader(figures, lost, issues, marks_for([*figures, *lost, *issues]))


def goods_words(name: str) -> frozenset[str]:
    """The words of goods without plural and joining words: "Plastic products" is {plastic, product}."""
    return frozenset(stems(name)) - _JOINING_WORDS


def _same_goods(row: Any, codes: set[int], names: set[tuple[int | None, frozenset[str]]]) -> bool:
    """Of one cluster, under the same code, or with a name that has all words of the other."""
    if row.hs_code_id in codes:
        return True
    words = goods_words(row.product)
    return bool(words) and any(
        cluster == row.cluster_id and (words <= named or named <= words) for cluster, named in names
    )
