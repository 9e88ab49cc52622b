"""The figures on the page of a cluster: as printed, and what is computed from them beside it."""

from decimal import Decimal

import pytest
from django.test import Client

from clusters.calculations import grown, yearly_growth
from clusters.models import OutcomeTarget
from exports.models import ExportFigure, MarketLink
from kanpur_portal import data_version
from sources.formatting import without_markup
from tests.dom import by_id, elements, given, words
from tests.kanpur_portal.cluster_pages import CLUSTERS, page_of, printed_page, row

pytestmark = pytest.mark.usefixtures("printed_plan")


class TestKeyFigures:
    @pytest.mark.parametrize(
        ("slug", "figures"),
        [
            ("leather", ["2,428 units", "around 1,20,000 persons", "₹ 10,000 crore", "₹ 4,788 crore"]),
            ("engineering", ["more than 1,400–1,500 units", "not available", "not available", "₹ 400 crore"]),
            (
                "plastic",
                [
                    "approx. 100 units",
                    "approx. 5,000 persons",
                    "approximate ₹ 800–1,000 crore",
                    "₹ 300 crore",
                ],
            ),
            (
                "hosiery",
                ["approx. 2,200 or more units", "about 65,000 persons", "₹ 1,000 crore", "₹ 250 crore"],
            ),
        ],
    )
    def test_as_printed(self, db: None, slug: str, figures: list[str]) -> None:
        found = elements(printed_page(slug), class_="figure")
        assert [words(elements(figure, class_="figure-value")[0]) for figure in found] == figures
        for figure, value in zip(found, figures, strict=True):
            assert bool(elements(figure, "a", class_="source")) == (value != "not available")

    def test_contradictory_exports_are_flagged(self, db: None) -> None:
        *_others, exports = elements(printed_page("leather"), class_="figure")
        assert "D-077" in words(exports)
        assert "period not printed" in words(exports)


class TestExportFigures:
    def test_the_rows_of_table_5_add_up_and_their_shares_are_recomputed(self, db: None) -> None:
        page = printed_page("leather")
        footwear = ExportFigure.objects.get(locator="Table 5", product="Leather Footwear")
        assert row(page, footwear).startswith(
            "Leather Footwear ₹ 1,032.32 crore 23.92% 23.92% financial year 2019-20"
        )
        assert (
            "The rows add up to ₹ 4,315.82 crore; printed total ₹ 4,315.82 crore; difference ₹ 0 crore."
            in words(by_id(page, "exports"))
        )

    def test_the_rows_of_engineering_in_lakh(self, db: None) -> None:
        text = words(by_id(printed_page("engineering"), "exports"))
        assert (
            "The rows add up to ₹ 2,347.18 lakh; printed total ₹ 2,347.18 lakh; difference ₹ 0 lakh." in text
        )

    def test_a_total_that_is_not_the_sum_keeps_both(self, client: Client, db: None) -> None:
        ExportFigure.objects.filter(locator="Table 5", product="Leather Gloves").update(value=Decimal("20.6"))
        data_version.bump()
        text = words(by_id(page_of(client, "leather"), "exports"))
        assert (
            "The rows add up to ₹ 4,317.82 crore; printed total ₹ 4,315.82 crore; difference −₹ 2 crore."
            in text
        )

    def test_rows_of_different_periods_are_never_added(self, client: Client, db: None) -> None:
        ExportFigure.objects.filter(locator="Table 5", product="Leather Gloves").update(
            period_basis="CY", period_start="2019-01-01", period_end="2019-12-31", period_label="2019"
        )
        data_version.bump()
        assert "The rows add up" not in words(by_id(page_of(client, "leather"), "exports"))

    @CLUSTERS
    def test_each_figure_says_its_period_and_stands_under_its_reporter(self, db: None, slug: str) -> None:
        page = by_id(printed_page(slug), "exports")
        assert "4,654" not in words(page), "Table 3 has three periods"
        for figure in ExportFigure.objects.filter(cluster__slug=slug):
            text = row(page, figure)
            assert ("period not printed" in text) == (figure.period_basis == "none")
            if figure.period_basis == "FY":
                assert f"financial year {figure.period_start.year}-" in text
        headings = [words(heading) for heading in elements(page, "h3")]
        assert headings[0] == "Exports of Kanpur Nagar"
        assert len(headings) == len(set(headings))

    def test_a_single_figure_of_a_table_does_not_stand_among_those_of_the_text(self, db: None) -> None:
        """Engineering has one row of Table 3."""
        tables = elements(by_id(printed_page("engineering"), "exports"), "table")
        figure = ExportFigure.objects.get(cluster__slug="engineering", locator="Table 3")
        (table,) = (each for each in tables if elements(each, "tr", id=figure.anchor))
        assert words(elements(table, "caption")[0]) == "Table 3 : Exports of Kanpur Nagar"
        in_text = [each for each in tables if "Figures in the text" in words(elements(each, "caption")[0])]
        assert in_text
        assert not any(elements(each, "tr", id=figure.anchor) for each in in_text)

    def test_imports_stand_apart(self, db: None) -> None:
        page = by_id(printed_page("hosiery"), "exports")
        assert words(elements(page, "h3")[-1]) == "Imports of the world"

    def test_the_yearly_series_of_plastic(self, db: None) -> None:
        page = printed_page("plastic")
        (table,) = (
            table for table in elements(page, "table") if "Table 9" in words(elements(table, "caption")[0])
        )
        values = [words(elements(line, "td")[0]) for line in elements(elements(table, "tbody")[0], "tr")]
        assert values == [f"US$ {value} billion" for value in ("7.64", "7.56", "8.85", "10.98", "10.00")]


class TestMarkets:
    def test_groups_of_countries_are_marked(self, db: None) -> None:
        page = printed_page("leather")
        for link in MarketLink.objects.filter(cluster__slug="leather"):
            assert ("(group of countries)" in row(page, link)) == bool(link.group_id), link.anchor

    def test_competitors_stand_apart_with_the_reason_once(self, db: None) -> None:
        section = by_id(printed_page("leather"), "markets")
        assert words(elements(section, "h3")[-1]) == "Large exporters: competitors"
        table = elements(section, "table")[-1]
        assert words(table).count("largest global exporters of this product") == 1
        assert [words(item).split()[0] for item in elements(table, "li") if "id" in given(item)] == [
            "China",
            "Germany",
        ]

    def test_all_markets_of_the_same_goods_role_and_reason_are_one_row(self, db: None) -> None:
        section = by_id(printed_page("engineering"), "markets")
        links = MarketLink.objects.filter(cluster__slug="engineering")
        rows = [line for body in elements(section, "tbody") for line in elements(body, "tr")]
        assert (
            len(rows)
            == links.values_list("role", "product", "hs_code", "reporter", "rationale", "agreement")
            .order_by()
            .distinct()
            .count()
        )

    def test_a_note_of_the_whole_group_is_printed_once(self, db: None) -> None:
        section = by_id(printed_page("hosiery"), "markets")
        links = MarketLink.objects.filter(cluster__slug="hosiery").exclude(note="")
        (note,) = set(links.values_list("note", flat=True))
        assert links.count() == 5
        assert words(section).count(note) == 1

    def test_a_note_of_one_market_stands_beside_it(self, db: None) -> None:
        page = printed_page("engineering")
        (link,) = MarketLink.objects.filter(cluster__slug="engineering").exclude(note="")
        assert link.note in row(page, link)
        assert words(by_id(page, "markets")).count(link.note) == 1


class TestTanneries:
    def test_the_sum_of_the_categories_beside_the_stated_numbers(self, db: None) -> None:
        text = words(by_id(printed_page("leather"), "tanneries"))
        assert "around 110 units" in text
        assert "The four categories add up to 250 units." in text
        assert "tanneries operating: 250 units" in text
        assert "difference from the sum: 0 units" in text
        assert "tanneries in total: 400 units" in text
        assert "difference from the sum: +150 units" in text


class TestTargets:
    def test_what_five_percent_a_year_comes_to(self, db: None) -> None:
        text = words(by_id(printed_page("hosiery"), "targets"))
        assert "5% a year from ₹ 250 crore in 2020-21 (Table 3) gives ₹ 303.88 crore in 2024-25" in text
        assert "gives ₹ 319.07 crore in 2025-26" in text
        assert "₹ 320 crore" in text

    def test_leather(self, db: None) -> None:
        text = words(by_id(printed_page("leather"), "targets"))
        assert "10% in all, that is 1.92% a year, compounded over 5 years" in text
        assert "14.87% a year, compounded over 5 years" in text
        assert "approx. 15,000 persons" in text

    @pytest.mark.parametrize(("language", "year"), [("", "by 2025"), ("/hi", "2025 तक")])
    def test_a_year_is_not_grouped(self, db: None, language: str, year: str) -> None:
        page = printed_page("hosiery", language)
        (target,) = OutcomeTarget.objects.filter(cluster__slug="hosiery", by_year=2025)[:1]
        cells = [words(cell) for cell in elements(by_id(page, target.anchor), "td")]
        assert year in cells
        assert "2,025" not in words(by_id(page, "targets"))

    def test_the_name_alone_heads_a_row(self, db: None) -> None:
        page = printed_page("hosiery")
        for target in OutcomeTarget.objects.filter(cluster__slug="hosiery"):
            (heading,) = elements(by_id(page, target.anchor), "th")
            assert words(heading) == target.measure
            assert f"“{without_markup(target.printed)}”" in row(page, target)

    @pytest.mark.parametrize("slug", ["engineering", "plastic"])
    def test_without_a_baseline_nothing_is_computed(self, db: None, slug: str) -> None:
        text = words(by_id(printed_page(slug), "targets"))
        assert "5% a year" in text
        assert "computed" not in text

    def test_arithmetic(self) -> None:
        assert grown(Decimal(250), Decimal(5), 4) == Decimal("303.88")
        assert yearly_growth(Decimal(10000), Decimal(11000), 5) == Decimal("1.92")
        assert yearly_growth(Decimal(1), Decimal(2), 1) == 100
