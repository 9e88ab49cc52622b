"""The page of the district: every record of it once, and computed sums beside printed totals."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.html import Element
from django.test.utils import CaptureQueriesContext

from clusters.models import District, Exhibit, IndustryRow, OccupationRow, Place, Statement, Statistic
from exports.models import ExportFigure, MarketLink, Port
from kanpur_portal.district_page import district_page
from tests.dom import by_id, elements, given, read, words
from tests.printed import assert_each_once, assert_sourced, records_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

PATH = "/districts/kanpur-nagar/"
LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def page_of(client: Client, language: str = "") -> Element:
    response = client.get(f"{language}{PATH}")
    assert response.status_code == 200
    return read(response.text)


def cells(page: Element, anchor: str) -> list[str]:
    return [words(cell) for cell in elements(by_id(page, anchor)) if cell.name in ("th", "td")]


def computed(page: Element, row: str) -> list[str]:
    """The values of the computed row of that name, in whichever table has it first."""
    found = [line for line in elements(page, "tr", class_="computed") if row in words(line)]
    assert all("computed" in words(elements(line, "span", class_="tag")[0]) for line in found)
    return [words(cell) for cell in elements(found[0], "td", class_="number")]


@LANGUAGES
def test_every_record_of_the_district_once(client: Client, language: str) -> None:
    records = records_of(PATH)
    kinds = {type(record) for record in records}
    assert kinds == {
        Statement,
        Statistic,
        Place,
        Exhibit,
        IndustryRow,
        OccupationRow,
        ExportFigure,
        Port,
        MarketLink,
    }
    assert_each_once(page_of(client, language), records)


def test_each_leads_to_its_line_and_flags(client: Client) -> None:
    assert_sourced(page_of(client), records_of(PATH))


@LANGUAGES
def test_name_and_the_way_on(client: Client, language: str) -> None:
    page = page_of(client, language)
    district = District.objects.get()
    assert (district.name_hi if language else district.name) in words(elements(page, "h1")[0])
    links = {given(link)["href"] for link in elements(page, "a")}
    clusters = {f"{language}/clusters/{slug}/" for slug in ("leather", "engineering", "plastic", "hosiery")}
    pages = {f"{language}/{name}/" for name in ("organisations", "schemes", "trainings", "sources")}
    assert clusters | pages <= links


@LANGUAGES
def test_what_is_said_in_both_languages(client: Client, language: str) -> None:
    page = page_of(client, language)
    for model, field in ((Statistic, "subject"), (Place, "name"), (Place, "role"), (IndustryRow, "name")):
        for record in model._default_manager.filter(cluster=None):
            said = getattr(record, f"{field}_hi" if language else field)
            assert said[1:] in words(by_id(page, record.anchor)), "the first letter may be a capital"


@LANGUAGES
def test_statements_stand_as_printed_under_their_part_of_the_plan(client: Client, language: str) -> None:
    page = page_of(client, language)
    for statement in Statement.objects.filter(cluster=None, document__slug="export-plan"):
        (text,) = elements(by_id(page, statement.anchor), "span", lang="en")[:1]
        assert words(text) == " ".join(statement.printed.split())


def test_parts_of_the_plan_come_once_and_in_order(client: Client) -> None:
    page = page_of(client)
    parts = [words(heading) for heading in elements(page, "h3")]
    assert parts[-7:] == [
        "Title page and preface",
        "1. Vision of districts as export hubs",
        "2. District profile",
        "2.1 Geography",
        "2.2 Topography and agriculture",
        "3. Industrial profile of the district",
        "8. Schemes of the Export Promotion Bureau",
    ]


class TestTable1:
    def test_rows_and_the_printed_total(self, client: Client) -> None:
        page = page_of(client)
        assert cells(page, "industryrow-leather-based")[:5] == [
            "9",
            "Leather based",
            "2,428",
            "6,679.2",
            "13,461",
        ]
        assert cells(page, "industryrow-total")[1:5] == ["Total", "16,675", "89,671", "74,980"]

    def test_the_sum_and_the_difference_stand_beside_the_total(self, client: Client) -> None:
        page = page_of(client)
        assert computed(page, "Sum of the rows") == ["14,902", "89,671", "75,080"]
        assert computed(page, "Printed total minus the sum") == ["+1,773", "0", "−100"]
        titles = [words(title) for title in elements(page, "p", class_="notice-title")]
        assert any("A printed total is not the sum of its rows" in title for title in titles)

    def test_no_notice_where_the_totals_agree(self, client: Client) -> None:
        IndustryRow.objects.filter(is_total=True).update(units=14902, employment=75080)
        page = page_of(client)
        assert computed(page, "Printed total minus the sum") == ["0", "0", "0"]
        assert "A printed total is not the sum of its rows" not in words(page)

    def test_places_are_computed(self, client: Client) -> None:
        page = page_of(client)
        (link,) = elements(page, "a", href="#industryrow-leather-based")
        (row,) = (line for line in elements(page, "tr") if link in elements(line, "a"))
        assert [words(cell) for cell in elements(row, "td")] == ["3", "5", "1"]

    def test_without_a_total_row_nothing_is_compared(self, client: Client) -> None:
        IndustryRow.objects.filter(is_total=True).delete()
        page = page_of(client)
        assert not [line for line in elements(page, "tr") if "Printed total minus the sum" in words(line)]


class TestTable2:
    @pytest.mark.parametrize(
        ("slug", "values"),
        [
            ("cultivators", ["1,98,547", "12.63", "12.63"]),
            ("agriculture-labourers", ["2,58,790", "16.46", "16.46"]),
            ("household-industry-workers", ["68,738", "4.38", "4.37 (differs)"]),
            ("others", ["10,46,157", "66.53", "66.54 (differs)"]),
        ],
    )
    def test_printed_and_computed_shares(self, client: Client, slug: str, values: list[str]) -> None:
        found = cells(page_of(client), f"occupationrow-{slug}")[2:5]
        assert [value.replace("( ", "(").replace(" )", ")") for value in found] == values

    def test_the_rows_add_up_to_the_working_population(self, client: Client) -> None:
        page = page_of(client)
        assert computed(page, "Working population minus the sum") == ["0"]
        assert elements(page, "a", href="#statistic-working-population-of-the-district")

    def test_without_the_working_population_no_share_is_computed(self, client: Client) -> None:
        Statistic.objects.filter(slug="working-population-of-the-district").delete()
        page = page_of(client)
        assert cells(page, "occupationrow-others")[4] == "not available"
        assert "A printed share is not what its row computes to" not in words(page)


class TestTable3:
    def test_each_row_with_its_period(self, client: Client) -> None:
        page = page_of(client)
        rows = {}
        for figure in ExportFigure.objects.filter(locator="Table 3", is_total=False):
            (link,) = elements(page, "a", href=figure.get_absolute_url())
            (row,) = (line for line in elements(page, "tr") if link in elements(line, "a"))
            rows[words(link)] = [words(cell) for cell in elements(row, "td")[:2]]
        assert rows == {
            "Finished Leather": ["₹ 1,671.01 crore", "September 2020 to November 2021"],
            "Footwear": ["₹ 1,032.32 crore", "financial year 2019-20"],
            "Saddlery Goods": ["₹ 1,951.61 crore", "September 2020 to November 2021"],
            "Engineering Goods": ["₹ 400 crore", "financial year 2020-21"],
            "Plastic Product": ["₹ 300 crore", "financial year 2020-21"],
            "Hosiery & Textile Product": ["₹ 250 crore", "financial year 2020-21"],
        }

    def test_both_printed_totals_and_no_sum_as_one(self, client: Client) -> None:
        page = page_of(client)
        table = cells(page, "exportfigure-all-products-of-table-3-undated-total")
        assert table[1:3] == ["₹ 5,604 crore", "period not printed"]
        sentence = by_id(page, "exportfigure-all-products-2020-09-to-2021-11-total")
        assert sentence.name == "li", "no row of the table"
        assert "₹ 10,858 crore · September 2020 to November 2021" in words(sentence)
        (notice,) = (
            found for found in elements(page, class_="notice") if "different periods" in words(found)
        )
        assert "The rows are of 3 different periods" in words(notice)
        assert "make 5,604.94 crore, 5,604 is printed; printed minus computed is −0.94" in words(notice)
        assert "5,604.94" not in words(page).replace(words(notice), ""), "nowhere else"

    def test_the_period_of_the_footnote_stands_beside_it(self, client: Client) -> None:
        text = words(page_of(client))
        assert (
            "District wise report for the period September 2020 to September 2021 received from DGFT" in text
        )


def test_lost_figures_are_not_available(client: Client) -> None:
    page = page_of(client)
    for exhibit in Exhibit.objects.filter(cluster=None, image_missing=True):
        assert f"Figure {exhibit.number}: {exhibit.title} – not available" in words(
            by_id(page, exhibit.anchor)
        )


def test_the_files_have_the_rows_of_the_page(client: Client) -> None:
    page = page_of(client)
    links = [given(link)["href"] for link in elements(page, "a") if "format=json" in given(link)["href"]]
    counts = {link.split("/")[3].split("?")[0]: client.get(link).json()["count"] for link in links}
    assert counts == {
        "statistics": Statistic.objects.filter(cluster=None).count(),
        "industry-rows": 19,
        "occupation-rows": 4,
        "export-figures": ExportFigure.objects.filter(reporter="kanpur-nagar").count(),
        "places": Place.objects.filter(cluster=None).count(),
        "statements": Statement.objects.filter(cluster=None, document__slug="export-plan").count(),
    }


def test_no_such_district(client: Client) -> None:
    assert client.get("/districts/lucknow/").status_code == 404


def test_queries_do_not_grow_with_the_rows() -> None:
    def asked() -> Any:
        district = District.objects.select_related("document").get()
        with CaptureQueriesContext(connection) as queries:
            district_page(district)
        return len(queries)

    all_of_them = asked()
    IndustryRow.objects.exclude(slug__in=["total", "others"]).delete()
    Place.objects.filter(cluster=None).exclude(slug="hardoi").delete()
    Statement.objects.filter(cluster=None, locator="Section 2").delete()
    ExportFigure.objects.filter(value=Decimal(300)).delete()
    assert asked() == all_of_them <= 14
