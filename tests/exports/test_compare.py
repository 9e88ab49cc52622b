"""Markets side by side: the same facts as on the fixtures' rows, and an address that keeps the choice."""

from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exports.compare_page import compare_form, compare_page
from exports.finder_page import all_links
from exports.market_page import RoleRows
from exports.models import Country, CountryGroup, KeyIssue
from tests.dom import by_id, elements, given, read, words
from tests.exports import naive_markets as naive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
ADDRESS = "/markets/compare/"


def compared(query: str) -> dict[str, Any]:
    links = all_links()
    form = compare_form(QueryDict(query), links)
    assert form.is_valid(), form.errors
    return compare_page(form, links, timezone.localdate())


def page_of(client: Client, query: str, language: str = "", status: int = 200) -> Any:
    response = client.get(f"{language}{ADDRESS}?{query}")
    assert response.status_code == status
    return read(response.text)


def slugs(roles: tuple[RoleRows, ...]) -> set[str]:
    return {row.anchor.removeprefix("marketlink-") for role in roles for row in role.rows}


def fours(codes: list[str]) -> list[list[str]]:
    return [codes[first : first + 4] for first in range(0, len(codes), 4)]


@pytest.mark.parametrize("product", ["", "engineering-goods"])
def test_every_market_as_a_second_implementation_compares_it(product: str) -> None:
    today = timezone.localdate()
    links = naive.about(product.replace("-", " "))
    for codes in fours(sorted(naive.NAMES)):
        columns = compared(f"m={','.join(codes)}&product={product}")["columns"]
        assert [column.facts.code for column in columns] == codes
        for code, column in zip(codes, columns, strict=True):
            assert slugs(column.facts.roles) == naive.named(code, links), code
            through = {row.membership.group.slug: slugs(row.roles) for row in column.facts.through_groups}
            assert through == {
                group: naive.named(group, links)
                for group in naive.groups_of(code, today)
                if naive.named(group, links)
            }, code
            assert {
                (fact.agreement.slug, fact.partner.status, fact.since and fact.since.isoformat())
                for fact in column.facts.agreements
            } == naive.agreements(code, today), code
            assert {row.group.slug for row in column.facts.memberships} == set(naive.groups_of(code, today))


@LANGUAGES
def test_each_cell_names_its_market(client: Client, language: str) -> None:
    codes = ["DE", "JP", "AE", "gcc"]
    page = page_of(client, f"m={','.join(codes)}&product=leather-footwear", language)
    (table,) = elements(page, "table", class_="compare")
    field = "name_hi" if language else "name"
    names = [
        getattr(
            Country.objects.filter(iso2=code).first() or CountryGroup.objects.filter(slug=code).first(), field
        )
        for code in codes
    ]
    body = [
        row
        for row in elements(table, "tr")
        if elements(row, "td") and "data-label" in given(elements(row, "td")[0])
    ]
    assert len(body) == 6
    for row in body:
        cells = elements(row, "td")
        assert [given(cell)["data-label"] for cell in cells] == names
        assert all(words(cell) for cell in cells), "an empty cell says nothing"


def test_roles_reasons_agreements_and_what_is_unknown(client: Client) -> None:
    page = page_of(client, "m=JP,AE,HK&product=leather-footwear")
    named, agreements, groups, figures, _issues, _rules = elements(page, "tr")[1:7]
    japan, emirates, hong_kong = elements(named, "td")
    assert "focus because of an agreement" in words(japan)
    assert "In this regard Japan, Malaysia, Singapore, Thailand are key markets." in words(japan)
    assert "not named itself" in words(emirates)
    assert "As a member of Gulf Cooperation Council (GCC)" in words(emirates)
    assert "untapped" in words(emirates)
    assert words(hong_kong).startswith("target Leather footwear HS 640510")
    assert [words(cell) for cell in elements(agreements, "td")][2] == "none recorded here"
    assert "in force since 1 August 2011" in words(elements(agreements, "td")[0])
    assert "Looked up on" in words(elements(agreements, "td")[0])
    assert "Gulf Cooperation Council (GCC) : since 25 May 1981" in words(elements(groups, "td")[1])
    for cell in elements(figures, "td"):
        assert words(cell).startswith("Exports of Kanpur Nagar to this market alone: not available.")


def test_key_issues_and_figures_stand_once_with_their_markets(client: Client) -> None:
    page = page_of(client, "m=JP,DE&product=leather-footwear")
    issues = KeyIssue.objects.filter(product="Leather footwear")
    assert issues.count() == 3
    for number, issue in enumerate(issues, 1):
        item = by_id(page, f"issue-{number}")
        assert words(item).startswith(issue.printed)
        assert "Japan" in words(item)
        assert "Germany" not in words(item), "no document names Germany for leather footwear"
    cells = elements(elements(page, "tr")[5], "td")
    assert [given(link)["href"] for link in elements(cells[0], "a")] == ["#issue-1", "#issue-2", "#issue-3"]
    assert words(cells[1]) == "none printed"


def test_without_goods_all_of_them_are_compared(client: Client) -> None:
    page = page_of(client, "m=DE")
    assert "Compared for all products of all clusters" in words(page)
    cell = elements(elements(page, "tr")[1], "td")[0]
    assert f"named {len(naive.named('DE', naive.LINKS))} times" in words(cell)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("m=de,jp", "m=DE,JP"),
        ("m=DE&m=JP&m=&m=", "m=DE,JP"),
        ("m=JP&m=DE&product=valves&hs=", "m=JP,DE&product=valves"),
        ("m=%20ae%20,GCC", "m=AE,gcc"),
        ("m=DE,,JP,", "m=DE,JP"),
        ("m=DE%2CJP", "m=DE,JP"),
        ("product=men%27s%20%28or&m=GB", "m=GB&product=men%27s+%28or"),
        ("m=DE&product=%e0%a4%b8%E0%A5%88", "m=DE&product=%E0%A4%B8%E0%A5%88"),
        ("hs=%E0%A5%AC%E0%A5%AA%E0%A5%A6%E0%A5%AB&m=DE", "m=DE&hs=6405"),
    ],
)
@LANGUAGES
def test_one_address_for_one_comparison(client: Client, query: str, address: str, language: str) -> None:
    answer = client.get(f"{language}{ADDRESS}?{query}")
    assert (answer.status_code, answer["Location"]) == (302, f"{language}{ADDRESS}?{address}")
    assert client.get(answer["Location"]).status_code == 200


@LANGUAGES
def test_nothing_chosen_asks_for_markets(client: Client, language: str) -> None:
    page = page_of(client, "product=valves", language)
    selects = elements(page, "select", name="m")
    assert len(selects) == 4
    assert len({given(select)["aria-label"] for select in selects}) == 4
    options = {given(option)["value"] for option in elements(selects[0], "option")}
    assert options == {"", *naive.NAMES}
    (product,) = elements(page, "select", name="product")
    assert [
        given(option)["value"] for option in elements(product, "option") if "selected" in given(option)
    ] == ["valves"]
    assert not elements(page, "table", class_="compare")


TEN = "DE,JP,AE,US,GB,FR,IT,ES,NL,BE"
BAD = {
    f"m={TEN}": ("m", "Up to 4 markets can be compared; there are 10."),
    "m=": ("m", "Choose a market."),
    "m=&m=&m=&m=": ("m", "Choose a market."),
    "m=ZZ,DE": ("m", "Not a market of the list: “ZZ”."),
    "m=Germany": ("m", "Not a market of the list: “Germany”."),
    "m=DE,de": ("m", "Chosen more than once: Germany."),
    "m=DE%00": ("m", "Not a market of the list"),
    "m=%01": ("m", "Not a market of the list"),
    f"m={'x' * 10_000}": ("m", "Not a market of the list"),
    f"m={'x,' * 5_000}": ("m", "Up to 4 markets can be compared; there are 5000."),
    "m=-1,99999999999999999999": ("m", "Not a market of the list"),
    "m=४": ("m", "Not a market of the list: “४”."),
    "m=DE&product=tea": ("product", "name no markets for goods of this name"),
    "m=DE&hs=leather": ("hs", "1 to 12 digits"),
    "m=DE&product=valves&product=bearings": ("product", "Given more than once"),
}


@pytest.mark.parametrize(("query", "said"), BAD.items(), ids=[query[:30] for query in BAD])
def test_bad_input_is_told_at_its_field_and_kept(client: Client, query: str, said: tuple[str, str]) -> None:
    field, message = said
    page = page_of(client, query, status=400)
    assert message in words(by_id(page, f"id_{field}_error"))
    typed = [part.strip() for value in QueryDict(query).getlist("m") for part in value.split(",")]
    kept = [
        given(option)["value"]
        for select in elements(page, "select", name="m")
        for option in elements(select, "option")
        if "selected" in given(option) and given(option)["value"]
    ]
    assert [code.upper() for code in kept] == [code.upper() for code in typed if code][:12]
    assert not elements(page, "table", class_="compare")


def test_bad_input_in_hindi_and_an_unknown_parameter(client: Client) -> None:
    page_of(client, "m=ZZ", "/hi", status=400)
    page = page_of(client, "m=DE&countries=JP", status=400)
    assert "“countries”" in words(elements(page, "div", class_="error-summary")[0])


def test_what_is_typed_stays_text(client: Client) -> None:
    answer = client.get(f"{ADDRESS}?m={quote('<script>')}&product={quote('<b>')}")
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert "<b>" not in answer.text


def queries_for(query: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert compared(query)["columns"]
    return len(queries)


def test_queries_do_not_grow_with_the_markets() -> None:
    assert queries_for("m=AE,gcc") == queries_for("m=AE,DE,gcc,asean") <= 20
