"""The pages of HS codes: the plan's words beside the official ones, and what is known under a code."""

import pytest
from django.db import connection
from django.test import Client
from django.test.html import Element
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clusters.models import Statistic
from exports.hs_codes import Branch, printed_codes, tree
from exports.hs_page import hs_page
from exports.models import ExportFigure, HSCode, MarketLink
from exports.nomenclature import official
from sources.models import Discrepancy
from tests.dom import by_id, elements, given, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def page_of(client: Client, path: str, status: int = 200) -> Element:
    response = client.get(path)
    assert response.status_code == status, path
    return read(response.text)


def links(element: Element) -> set[str]:
    return {given(link).get("href", "") for link in elements(element, "a")}


def cells(page: Element, code: str) -> list[str]:
    """The row of a code in a table of wordings."""
    (row,) = [
        row
        for table in elements(page, "table", class_="codes-table")
        for row in elements(table, "tr")
        if words(elements(row, "th")[0]).startswith(f"{code} ")
    ]
    return [words(cell) for cell in [*elements(row, "th"), *elements(row, "td")]]


def branches_of(branches: tuple[Branch, ...], above: str = "") -> list[tuple[str, str]]:
    """Every code of the tree with the one that it stands under."""
    return [
        pair
        for branch in branches
        for pair in [(branch.row.code, above), *branches_of(branch.branches, branch.row.code)]
    ]


def test_the_tree_has_every_printed_code_under_its_levels() -> None:
    printed = set(HSCode.objects.values_list("code", flat=True))
    assert len(printed) == 30
    found = branches_of(tree(printed_codes()))
    assert len(found) == len(dict(found)), "each once"
    assert {code for code, _above in found} == {
        code[:length] for code in printed for length in (2, 4, 6, 8) if length <= len(code)
    }
    assert all(above == code[:-2] for code, above in found)


@LANGUAGES
def test_the_page_of_the_tree_shows_what_the_plan_prints(client: Client, language: str) -> None:
    page = page_of(client, f"{language}/hs/")
    for row in HSCode.objects.select_related("document", "cluster"):
        with translation.override("hi" if language else "en"):
            address, source, cluster = row.get_absolute_url(), row.source_url, row.cluster
            expected = {address, source, cluster.get_absolute_url()}
        (item,) = [
            item
            for item in elements(page, "li")
            if (first := elements(item, "a")) and given(first[0]).get("href") == address
        ]
        assert expected <= links(item)
        assert row.description in words(item)
        assert (cluster.name_hi if language else cluster.name) in words(item)
    flagged = {"D-107", "D-129", "D-096"}
    assert flagged <= set(words(page).split())


def test_the_tree_names_codes_that_the_plan_does_not_print_by_the_official_list(client: Client) -> None:
    page = page_of(client, "/hs/")
    (chapter,) = [item for item in elements(page, "li") if words(item).startswith("42 chapter")]
    assert "not printed; official list: Articles of leather; saddlery and harness" in words(chapter)


@LANGUAGES
def test_each_code_stands_once_on_its_own_page_with_its_source_and_flags(
    client: Client, language: str
) -> None:
    codes = list(HSCode.objects.select_related("document"))
    flags = Discrepancy.objects.flags_for(codes)
    for row in codes:
        with translation.override("hi" if language else "en"):
            address, source = row.get_absolute_url(), row.source_url
            flagged = {flag.get_absolute_url() for flag in flags[row._meta.label, row.pk]}
        assert address == f"{language}/hs/{row.code}/"
        before, *after = client.get(address).text.split(f'<tr id="{row.anchor}">')
        assert len(after) == 1
        own = read(after[0].partition("</tr>")[0])
        assert {source, *flagged} <= links(own)
        assert row.description in words(own)
        assert row.anchor not in before + after[0].partition("</tr>")[2]


def test_the_two_wordings_stand_apart_from_the_chapter_down(client: Client) -> None:
    page = page_of(client, "/hs/84798999/")
    heads = [words(head) for head in elements(elements(page, "thead")[0], "th")]
    assert heads == [
        "Code",
        "As printed in the plan names no edition",
        "Official list edition not stated; copy of 21 March 2026",
    ]
    assert cells(page, "84")[2] == official("84").description  # type: ignore[union-attr]
    assert cells(page, "84")[1].startswith("not printed printed under it: 84440090")
    code, plan, list_ = cells(page, "84798999")
    assert code == "84798999 tariff item"
    assert plan.startswith("Nuclear reactors, boilers, machinery and mechanical appliances; parts thereof")
    assert list_ == "OTHER"
    assert "HSN/SAC data sourced from GST Council/GSTN resources." in words(page)
    assert "It names no edition of the Harmonized System." in words(page)


@pytest.mark.parametrize("code", ["420100", "610711", "732599", "42", "39", "8444", "85"])
def test_figures_and_markets_of_the_code_and_of_those_above_and_under_it(client: Client, code: str) -> None:
    def kin(other: str) -> bool:
        return other.startswith(code) or code.startswith(other)

    page = page_of(client, f"/hs/{code}/")
    figures = [
        *(row for row in ExportFigure.objects.exclude(hs_code=None) if kin(row.hs_code.code)),
        *(row for row in Statistic.objects.exclude(hs_code="") if kin(row.hs_code)),
    ]
    tables = elements(page, "table", class_="code-figures")
    shown = [given(elements(row, "a")[0])["href"] for row in elements(page, "tr") if "#" in str(row)]
    assert len(elements(tables[0], "tr")) - 1 == len(figures) if figures else not tables
    assert {row.get_absolute_url() for row in figures} <= set(shown)
    wanted = [
        row
        for row in MarketLink.objects.exclude(hs_code=None).select_related("country", "group")
        if kin(row.hs_code.code)
    ]
    markets = [
        given(link)["href"]
        for table in elements(page, "table", class_="markets")
        for item in elements(table, "li")
        for link in elements(item, "a")
        if "/markets/" in given(link)["href"]
    ]
    assert sorted(markets) == sorted((row.country or row.group).get_absolute_url() for row in wanted)
    assert (f"/markets/finder/?hs={code}" in links(page)) == bool(wanted)
    assert ("Not available: the plan names no market" in words(page)) == (not wanted)
    assert ("Not available: the plan prints no figure" in words(page)) == (not figures)


def test_of_a_figure_of_another_code_the_page_says_where_it_lies(client: Client) -> None:
    (table,) = elements(page_of(client, "/hs/61071100/"), "table", class_="code-figures")
    assert all("610711 above it" in words(row) for row in elements(table, "tr")[1:])
    (table,) = elements(page_of(client, "/hs/61/"), "table", class_="code-figures")
    assert all("610711 under it" in words(row) for row in elements(table, "tr")[1:])


def test_figures_carry_value_year_and_source(client: Client) -> None:
    (table,) = elements(page_of(client, "/hs/610711/"), "table", class_="code-figures")
    assert "India · export US$ 1,63,833 thousand financial year 2020-21 Source: " in words(table)
    assert "/sources/export-plan/#L915" in links(table)


def test_clusters_children_and_discrepancies(client: Client) -> None:
    page = page_of(client, "/hs/4205/")
    assert "Leather products (420500)" in words(page)
    assert cells(page, "420500")[2] == "OTHER ARTICLES OF LEATHER OR OF COMPOSITION LEATHER :"
    assert {"/discrepancies/#D-086", "/discrepancies/#D-088"} <= links(page)
    lower = page_of(client, "/hs/420500/")
    assert cells(lower, "42050011")[1:] == ["not printed", "WELT"]


def test_a_slip_of_the_official_list_is_named(client: Client) -> None:
    slip = "A slip of the list: these are the words of the heading before."
    assert cells(page_of(client, "/hs/84462990/"), "8446")[2].endswith(slip)
    assert slip not in words(page_of(client, "/hs/84454090/"))
    (heading,) = [
        item for item in elements(page_of(client, "/hs/"), "li") if words(item).startswith("8446 heading")
    ]
    assert slip in words(heading)


def test_a_code_that_only_the_official_list_has_says_so_and_shows_the_nearest(client: Client) -> None:
    page = page_of(client, "/hs/84451110/")
    assert "the plan does not print this code" in words(page)
    assert cells(page, "84454090")[0] == "84454090 tariff item, beside it"


def test_a_subheading_that_the_official_list_leaves_out_says_so(client: Client) -> None:
    page = page_of(client, "/hs/010110/")
    assert "the official list does not have this code" in words(page)
    assert cells(page, "010110")[1:] == ["not printed", "not in the list"]
    assert cells(page, "01011010")[2].startswith("LIVE HORSES")


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("4201", ["420100 subheading, under it", "42010000 tariff item, under it"]),
        ("42 01.00", ["420100 subheading, the code itself", "42010000 tariff item, under it"]),
        ("४२०१००००", ["42010000 tariff item, the code itself", "420100 subheading, above it"]),
        ("640399", ["6403 heading, above it", "6401 heading, beside it"]),
        ("4201000060", ["420100 subheading, the code itself", "42010000 tariff item, under it"]),
        ("3", ["391721 subheading, under it", "391723 subheading, under it"]),
        ("0101", []),
    ],
)
@LANGUAGES
def test_a_typed_code_finds_its_printed_relatives(
    client: Client, language: str, typed: str, rows: list[str]
) -> None:
    page = page_of(client, f"{language}/hs/?code={typed}")
    found = [words(head) for head in elements(page, "th", scope="row")]
    if language:
        assert [row.split()[0] for row in found][: len(rows)] == [row.split()[0] for row in rows]
    else:
        assert found[: len(rows)] == rows
        assert bool(found) == bool(rows)
        assert ("The plan prints no code of the same chapter" in words(page)) == (not rows)


def test_a_typed_code_leads_to_the_nearest_page(client: Client) -> None:
    assert "/hs/4201/" in links(page_of(client, "/hs/?code=42019"))
    panel = elements(page_of(client, "/hs/?code=0101"), "section")[0]
    assert "The nearest page: heading 0101" in words(panel)


BAD = [
    "",
    " ",
    "saddle",
    "4201x",
    "\x00",
    "42\x0001",
    "42²",
    "१२ab",
    "-",
    "9" * 13,
    "4" * 10_000,
    "४२０１٣x",
]


@pytest.mark.parametrize("typed", BAD, ids=range(len(BAD)))
def test_what_is_no_code_is_refused_at_the_field(client: Client, typed: str) -> None:
    response = client.get("/hs/", {"code": typed})
    assert response.status_code == 400
    page = read(response.text.replace("\x00", ""))
    field = by_id(page, "id_code")
    assert given(field)["aria-invalid"] == "true"
    if "\x00" not in typed:
        assert given(field).get("value", "").strip() == typed.strip()
    assert elements(page, "div", class_="error-summary")


def test_an_unknown_parameter_is_named(client: Client) -> None:
    page = page_of(client, "/hs/?chapter=42", 400)
    assert "“chapter” is not a filter of this list." in words(page)


def test_a_parameter_given_twice_is_refused(client: Client) -> None:
    page = page_of(client, "/hs/?code=42&code=6403", 400)
    assert elements(page, "div", class_="error-summary")


@pytest.mark.parametrize(
    ("typed", "code"), [("4201.00", "420100"), ("42 01", "4201"), ("४२", "42"), ("4201.00.00", "42010000")]
)
def test_another_spelling_of_a_code_leads_to_its_page(client: Client, typed: str, code: str) -> None:
    response = client.get(f"/hs/{typed}/")
    assert (response.status_code, response["Location"]) == (302, f"/hs/{code}/")


@LANGUAGES
@pytest.mark.parametrize(
    ("code", "nearest"),
    [("42019999", "4201"), ("4209", "42"), ("42010", "4201"), ("9999", None), ("4201000060", "420100")],
)
def test_an_unknown_code_is_not_found_and_names_its_relatives(
    client: Client, language: str, code: str, nearest: str | None
) -> None:
    page = page_of(client, f"{language}/hs/{code}/", 404)
    assert elements(page, "input", name="code")
    assert (f"{language}/hs/{nearest}/" in links(page)) == (nearest is not None)
    assert bool(elements(page, "table", class_="codes-table")) == (nearest is not None)


@pytest.mark.parametrize("code", ["abc", "42x", "-", "4" * 13, "4" * 10_000, "%00", "%0A"])
def test_what_is_no_code_has_no_page(client: Client, code: str) -> None:
    page_of(client, f"/hs/{code}/", 404)


def test_every_level_of_every_printed_code_has_a_page(client: Client) -> None:
    for code in {
        code[:length]
        for code in HSCode.objects.values_list("code", flat=True)
        for length in (2, 4, 6, 8)
        if length <= len(code)
    }:
        assert client.get(f"/hs/{code}/").status_code == 200, code


def test_the_api_has_the_official_wording_beside_the_printed_one(client: Client) -> None:
    row = client.get("/api/v1/hs-codes/84772000/").json()
    assert row["description"] == "Machine parts: Extruders"
    assert row["official"] == {
        "description": "EXTRUDERS",
        "misworded": False,
        "edition": None,
        "as_of": "2026-03-21",
        "source": "https://tutorial.gst.gov.in/downloads/HSN_SAC.xlsx",
        "attribution": "HSN/SAC data sourced from GST Council/GSTN resources",
    }
    assert row["url"] == "http://testserver/hs/84772000/"
    HSCode.objects.create(
        slug="57011011", code="57011011", level=8, position=99, description="x", lines="1", quote="x",
        locator="x", document=HSCode.objects.all()[0].document,
    )  # fmt: skip
    assert client.get("/api/v1/hs-codes/57011011/").json()["official"] is None
    assert "official.description" in client.get("/api/v1/hs-codes/?format=csv").text.splitlines()[0].split(
        ","
    )


def test_queries_do_not_grow_with_the_rows() -> None:
    def asked(code: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            hs_page(code, printed_codes())
        return len(queries)

    assert asked("42") == asked("420100") == asked("61") <= 8
    MarketLink.objects.filter(hs_code__code="420100").exclude(country__iso2="DE").delete()
    assert asked("42") == asked("61")
    with CaptureQueriesContext(connection) as queries:
        tree(printed_codes())
    assert len(queries) <= 3
