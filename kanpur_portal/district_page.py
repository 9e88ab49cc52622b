"""The district as the plan prints it, ready for its page: profile, Tables 1 to 3, what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.areas import area_name
from clusters.district_tables import flags_of, industry_table, occupation_table
from clusters.models import District, Exhibit, IndustryRow, OccupationRow, Place, Statement, Statistic
from clusters.totals import total_cells
from exports.charts import figures_charts
from exports.models import ExportFigure, MarketLink, Port
from exports.models.markets import Geography
from sources.bilingual import localized
from sources.downloads import api_file_addresses
from sources.formatting import place_name, printed_amount, printed_period
from sources.marks import Key, Marks, key_of, marks_for, printed_texts
from sources.models import Document, Footnote, Sourced

# The parts of the plan that speak of the district as a whole; a part has one heading here.
_PREFACE, _INDUSTRY = _("Title page and preface"), _("3. Industrial profile of the district")
_PARTS: dict[str, str | Promise] = {
    "Title page": _PREFACE,
    "Preface": _PREFACE,
    "Section 1": _("1. Vision of districts as export hubs"),
    "Section 2": _("2. District profile"),
    "Section 2.1": _("2.1 Geography"),
    "Section 2.2": _("2.2 Topography and agriculture"),
    "Section 3": _INDUSTRY,
    "Table 1": _INDUSTRY,
    "Section 8": _("8. Schemes of the Export Promotion Bureau"),
}
# The share of each occupation is a share of this figure, which the text prints above Table 2.
_WORKING_POPULATION = "working-population-of-the-district"

# What stands on the page where it is of no cluster, with what each row needs beside itself.
_OF_THE_DISTRICT: dict[Any, tuple[str, ...]] = {
    Statement: ("document",),
    Statistic: ("document",),
    Place: ("document",),
    Port: ("document",),
    Exhibit: ("document",),
    MarketLink: ("document", "country", "group"),
}


@dataclass(frozen=True)
class StatisticRow:
    anchor: str
    subject: str
    amount: str
    period: str
    marks: Marks


@dataclass(frozen=True)
class PlaceRow:
    anchor: str
    name: str
    name_printed: str
    role: str
    district: str
    note: str
    marks: Marks


@dataclass(frozen=True)
class ExportRow:
    """A figure of Table 3 or of the sentence below it; one of a cluster stands on the cluster's page."""

    anchor: str
    url: str
    product: str
    product_printed: str
    amount: str
    period: str
    note: str
    marks: Marks


@dataclass(frozen=True)
class Named:
    """A table, figure, footnote or port by its printed name."""

    anchor: str
    number: str
    name: str
    note: str
    marks: Marks


def district_page(district: District) -> dict[str, Any]:
    """Every record of the district as a whole, in a bounded number of queries."""
    document = district.document
    rows = _rows_of(document)
    statistics, exhibits, markets = rows[Statistic], rows[Exhibit], rows[MarketLink]
    industries = list(IndustryRow.objects.select_related("document"))
    occupations = list(OccupationRow.objects.select_related("document"))
    figures = _export_figures(document)
    footnotes = list(
        Footnote.objects.filter(
            document=document, locator__in=("Table 1", "Table 2", "Table 3")
        ).select_related("document")
    )
    of_the_district = [row for group in rows.values() for row in group]
    marks = marks_for([district, *of_the_district, *industries, *occupations, *figures, *footnotes])
    working = next((row for row in statistics if row.slug == _WORKING_POPULATION), None)
    return {
        "district": district,
        "name": localized(district, "name"),
        "marks": marks[key_of(district)],
        "clusters": [
            {"url": cluster.get_absolute_url(), "name": localized(cluster, "name")}
            for cluster in district.clusters.all()
        ],
        "statistics": [_statistic_row(row, marks) for row in statistics],
        "industry": industry_table(industries, marks),
        "occupation": occupation_table(occupations, working, marks),
        "exports": _exports_table(figures, marks),
        "exports_charts": figures_charts(figures, marks, "district"),
        "captions": {
            f"table_{row.number}": _named(row, row.anchor, row.number, row.title, marks)
            for row in exhibits
            if row.kind == Exhibit.Kind.TABLE
        },
        "lost_figures": [
            _named(row, row.anchor, row.number, row.title, marks) for row in exhibits if row.image_missing
        ],
        "footnotes": {
            f"table_{table}": [
                _named(row, "", row.number, row.text, marks)
                for row in footnotes
                if row.locator == f"Table {table}"
            ]
            for table in (1, 2, 3)
        },
        "ports": [_named(row, row.anchor, "", localized(row, "name"), marks) for row in rows[Port]],
        "markets": [
            _named(row, row.anchor, "", localized(row.country or row.group, "name"), marks) for row in markets
        ],
        "markets_printed": markets[0].printed if markets else "",
        "places": [_place_row(row, marks) for row in rows[Place]],
        "parts": _parts(rows[Statement], marks),
        "files": _files(document),
    }


def _rows_of(document: Document) -> dict[type[Any], list[Any]]:
    """The records of the district as a whole by their kind, a query for each."""
    return {
        model: list(model.objects.filter(cluster=None, document=document).select_related(*related))
        for model, related in _OF_THE_DISTRICT.items()
    }


def _export_figures(document: Document) -> list[ExportFigure]:
    return list(
        ExportFigure.objects.filter(Q(locator="Table 3") | Q(cluster=None), document=document).select_related(
            "document", "cluster", "hs_code"
        )
    )


def _exports_table(figures: Sequence[ExportFigure], marks: dict[Key, Marks]) -> dict[str, Any]:
    """Table 3 with its printed total, and the other totals. Its rows are of different periods:
    they are added only to compare them with the printed total."""
    table = [row for row in figures if row.locator == "Table 3"]
    parts = [row for row in table if not row.is_total]
    total = next((row for row in table if row.is_total), None)
    return {
        "rows": [_export_row(row, marks) for row in parts],
        "total": total and _export_row(total, marks),
        "check": total and total_cells(total.value, (row.value for row in parts)),
        "periods": len({row.printed_period for row in parts}),
        "others": [_export_row(row, marks) for row in figures if row not in table],
        "flags": flags_of(figures, marks),
    }


def _export_row(figure: ExportFigure, marks: dict[Key, Marks]) -> ExportRow:
    return ExportRow(
        anchor="" if figure.cluster else figure.anchor,
        url=figure.get_absolute_url() if figure.cluster else "",
        product=localized(figure, "product"),
        product_printed=figure.product,
        amount=printed_amount(figure.measured_number),
        period=printed_period(figure.printed_period),
        note=figure.note,
        marks=marks[key_of(figure)],
    )


def _statistic_row(statistic: Statistic, marks: dict[Key, Marks]) -> StatisticRow:
    return StatisticRow(
        anchor=statistic.anchor,
        subject=localized(statistic, "subject"),
        amount=printed_amount(statistic.measured_number),
        period=printed_period(statistic.printed_period),
        marks=marks[key_of(statistic)],
    )


def _place_row(place: Place, marks: dict[Key, Marks]) -> PlaceRow:
    return PlaceRow(
        anchor=place.anchor,
        name=localized(place, "name"),
        name_printed=place.name,
        role=localized(place, "role"),
        district=area_name(place.district_name),
        note=place.note,
        marks=marks[key_of(place)],
    )


def _named(record: Sourced, anchor: str, number: str, name: str, marks: dict[Key, Marks]) -> Named:
    return Named(anchor, number, name, getattr(record, "note", ""), marks[key_of(record)])


def _parts(statements: Iterable[Statement], marks: dict[Key, Marks]) -> list[dict[str, Any]]:
    """The statements under the part of the plan that prints them; one of no listed part under its locator."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        title = str(_PARTS.get(statement.locator, place_name(statement.locator)))
        found.setdefault(title, []).append(statement)
    return [{"title": title, "texts": printed_texts(rows, marks)} for title, rows in found.items()]


def _files(document: Document) -> dict[str, dict[str, str]]:
    """Tables 1 and 2 whole; all export figures of the district; of the rest what is of no cluster."""
    whole: dict[str, type[Any]] = {"industryrow": IndustryRow, "occupationrow": OccupationRow}
    district: dict[str, type[Any]] = {"statistic": Statistic, "place": Place, "statement": Statement}
    return {
        **{name: api_file_addresses(model) for name, model in whole.items()},
        **{
            name: api_file_addresses(model, cluster="none", document=document.slug)
            for name, model in district.items()
        },
        "exportfigure": api_file_addresses(ExportFigure, reporter=Geography.KANPUR_NAGAR),
    }
