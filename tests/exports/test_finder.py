"""The finder: every market named for some goods, in the order that the page states, with every reason."""

import random
import re
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given as with_examples
from hypothesis import strategies as st

from exports.finder import SELLING, named_markets
from exports.finder_page import all_links, finder_form, finder_page
from exports.models import AgreementPartner, Country, CountryGroup, GroupMembership, MarketLink
from tests.dom import by_id, elements, given, read, words
from tests.exports import naive_markets as naive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
ADDRESS = "/markets/finder/"


def page_of(client: Client, query: str, language: str = "", status: int = 200) -> Any:
    response = client.get(f"{language}{ADDRESS}?{query}")
    assert response.status_code == status
    return read(response.text)


def rows_of(page: Any) -> list[str]:
    """The markets in the order of the page."""
    rows = [given(row).get("id", "") for row in elements(page, "tr")]
    return [row.removeprefix("market-") for row in rows if row.startswith("market-")]


def results(client: Client, query: str) -> list[dict[str, Any]]:
    return client.get(f"/markets/finder.json?{query}").json()["results"]


def in_places(records: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    found = {
        row["place"]: (row["market"], row["roles"], row["times_named"])
        for row in records
        if row["place"] is not None
    }
    return [found[place] for place in range(1, len(found) + 1)]


@pytest.mark.parametrize("product", naive.products())
def test_each_product_as_a_second_implementation_finds_it(client: Client, product: str) -> None:
    records = results(client, f"product={naive.slug(product)}")
    assert in_places(records) == naive.finder(product)
    links = naive.about(product)
    assert sorted(
        (row["market"], row["role"], row["product"], row["source.lines"]) for row in records
    ) == sorted((naive.market(link), link["role"], link["product"], link["lines"]) for link in links)


@pytest.mark.parametrize(
    ("typed", "hs"),
    [
        ("42", "42"),
        ("4201", "4201"),
        ("420100", "420100"),
        ("42010000", "42010000"),
        ("42.01 00", "420100"),
        ("४२०१", "4201"),
        ("64", "64"),
        ("6", "6"),
        ("420100999999", "420100"),  # of another country: the first six digits are everybody's
    ],
)
def test_codes_above_and_below_are_meant(client: Client, typed: str, hs: str) -> None:
    found = in_places(results(client, f"hs={quote(typed)}"))
    assert found == naive.finder(hs=hs)
    assert found


@pytest.mark.parametrize("typed", ["इंजीनियरिंग", "इञ्जीनियरिंग", "ENGINEERING"])
def test_goods_are_found_as_search_finds_them(client: Client, typed: str) -> None:
    """A nasal has two spellings, of which the portal writes one."""
    assert in_places(results(client, f"product={quote(typed)}")) == naive.finder("Engineering goods")


@LANGUAGES
def test_the_page_has_the_files_order(client: Client, language: str) -> None:
    for product in ("saddlery", "valves", "engineering-goods", "none"):
        codes = [code for code, _roles, _times in in_places(results(client, f"product={product}"))]
        assert rows_of(page_of(client, f"product={product}", language)) == codes


def test_goods_that_are_not_printed_are_a_choice(client: Client) -> None:
    assert {row["market"] for row in results(client, "product=none")} == {"US", "GB", "europe"}


@pytest.mark.parametrize("typed", ["Saddlery", "SADDLERY", "saddlery", "सैडलरी", "sadd"])
def test_words_of_a_name_in_either_language(client: Client, typed: str) -> None:
    """The plan names "Saddlery" and "Leather saddlery": who looks for saddlery sees both."""
    assert in_places(results(client, f"product={quote(typed)}")) == naive.finder("saddlery")


def test_the_dot_below_makes_no_difference(client: Client) -> None:
    """ "ढ़" of the name: as one sign, as two, and without its dot."""
    written = ("लोहे या इस्पात की ढली", "लोहे या इस्पात की ढ\u093cली", "लोहे या इस्पात की \u095dली")
    one, *others = (results(client, f"product={quote(typed)}") for typed in written)
    assert one
    assert others == [one, one]


@LANGUAGES
def test_a_row_shows_what_its_place_follows_from(client: Client, language: str) -> None:
    page = page_of(client, "product=saddlery", language)
    germany = words(by_id(page, "market-DE"))
    country = Country.objects.get(iso2="DE")
    place = [code for code, *_ in naive.finder("saddlery")].index("DE") + 1
    assert germany.startswith(f"{place}. {country.name_hi if language else country.name}")
    if not language:
        assert "2 roles, named 2 times" in germany
    tags = [words(tag) for tag in elements(by_id(page, "market-DE"), "span", class_="tag")]
    labels = [str(role.label) for role in (MarketLink.Role.EXPORTED_NOW, MarketLink.Role.TARGET)]
    if not language:
        assert tags[:2] == labels


@LANGUAGES
def test_every_reason_in_the_documents_words_with_its_source(client: Client, language: str) -> None:
    page = page_of(client, "product=leather-saddlery", language)
    for link in MarketLink.objects.filter(product="Leather saddlery", role__in=SELLING).select_related(
        "document", "country", "group"
    ):
        row = by_id(page, f"market-{link.country.iso2 if link.country else link.group.slug}")
        quotes = [words(each) for each in elements(row, "q")]
        assert link.printed.replace("**", "") in quotes
        assert any(link.rationale in each for each in quotes)
        sources = {given(mark)["href"].removeprefix("/hi") for mark in elements(row, "a", class_="source")}
        assert link.source_url.removeprefix("/hi") in sources


def test_importers_and_competitors_stand_apart(client: Client) -> None:
    page = page_of(client, "product=hosiery-products")
    sold_to = {"US", "AE", "ES", "GB", "FR", "DE"}
    assert set(rows_of(page)) == sold_to
    others = [
        {words(head) for head in elements(table, "th") if given(head).get("scope") == "row"}
        for table in elements(page, "table", class_="finder-others")
    ]
    assert others == [
        {"United States", "Germany", "Japan", "United Kingdom", "France"},
        {"China", "Turkey", "Italy", "Germany", "Netherlands", "Pakistan"},
    ]
    assert "not counted" in words(by_id(page, "market-DE"))
    assert "not counted" not in words(by_id(page, "market-ES"))


def test_goods_with_competitors_alone_have_no_market(client: Client) -> None:
    MarketLink.objects.filter(product="Hosiery products").exclude(role="exporter").delete()
    page = page_of(client, "product=hosiery-products")
    assert rows_of(page) == []
    assert "name no market to sell these goods to" in words(page)
    assert not [link for link in elements(page, "a") if "compare" in given(link)["href"]]


def test_a_group_opens_into_its_members_of_the_day(client: Client) -> None:
    page = page_of(client, "product=engineering-goods")
    group = by_id(page, "market-asean")
    (members, *_rest) = elements(group, "details")
    today = timezone.localdate()
    linked = {given(link)["href"].strip("/").split("/")[-1] for link in elements(members, "a")}
    assert {code for code in linked if len(code) == 2} == naive.members_of("asean", today)
    assert "open" not in given(members)
    joined = GroupMembership.objects.get(group__slug="asean", country__iso2="VN")
    assert f"since {joined.member_from:%-d %B %Y}" in words(members)
    assert joined.source in words(members)
    agreement = AgreementPartner.objects.get(agreement__slug="asean-goods", country__iso2="VN")
    assert f"in force since {agreement.in_force_on:%-d %B %Y}" in words(members)
    assert agreement.source in words(members)
    assert "none with the group as a whole is recorded here" in words(group)


def test_a_group_and_its_member_both_named_say_so(client: Client) -> None:
    page = page_of(client, "product=engineering-goods")
    vietnam, asean = by_id(page, "market-VN"), by_id(page, "market-asean")
    assert "Its group is named, too: ASEAN countries" in words(vietnam)
    place = rows_of(page).index("VN") + 1
    assert f"Named itself, too: place {place}" in words(asean)
    assert words(asean).count("Named itself, too") == len(
        set(rows_of(page)) & naive.members_of("asean", timezone.localdate())
    )
    assert "Its group" not in words(by_id(page, "market-JP"))


def test_one_who_left_the_group_is_no_member(client: Client) -> None:
    GroupMembership.objects.filter(group__slug="asean", country__iso2="VN").update(member_to=date(2020, 1, 1))
    page = page_of(client, "product=engineering-goods")
    assert "Its group" not in words(by_id(page, "market-VN"))
    assert "Vietnam" not in words(by_id(page, "market-asean"))


def test_agreements_say_since_when_and_who_says_so(client: Client) -> None:
    page = page_of(client, "product=leather-footwear")
    japan = words(by_id(page, "market-JP"))
    partner = AgreementPartner.objects.get(country__iso2="JP", status="in_force")
    assert f"in force since {partner.in_force_on:%-d %B %Y}" in japan
    assert partner.source in japan
    assert f"Looked up on {partner.verified_on:%-d %B %Y}" in japan
    assert "none recorded here" in words(by_id(page, "market-HK"))


@LANGUAGES
def test_the_next_steps_are_one_tap_away(client: Client, language: str) -> None:
    page = page_of(client, "product=leather-footwear", language)
    links = {given(link)["href"] for link in elements(by_id(page, "content"), "a")}
    first = ",".join(rows_of(page)[:4])
    assert {
        f"{language}/markets/compare/?m={first}&product=leather-footwear",
        f"{language}/markets/{rows_of(page)[0]}/",
        f"{language}/schemes/",
        f"{language}/issues/new/",
        f"{language}/markets/finder.csv?product=leather-footwear",
    } <= links


@LANGUAGES
def test_nothing_chosen_shows_all_there_is_to_choose(client: Client, language: str) -> None:
    page = page_of(client, "", language)
    (select,) = elements(page, "select", name="product")
    options = {given(option)["value"] for option in elements(select, "option")}
    slugs = {naive.slug(product) for product in naive.products()}
    assert options == {"", "none"} | slugs
    assert len(slugs) == len(naive.products()), "two goods would share an address"
    linked = {given(link)["href"] for link in elements(page, "a")}
    assert {f"{language}{ADDRESS}?product={slug}" for slug in slugs} <= linked
    labels = {given(group)["label"] for group in elements(select, "optgroup")}
    assert len(labels) == 5, "four clusters, and the district as a whole"


def test_each_product_leads_to_as_many_markets_as_are_counted(client: Client) -> None:
    """Competitors are not counted, and who looks for saddlery finds leather saddlery, too."""
    page = page_of(client, "")
    items = [words(item) for item in elements(by_id(page, "content"), "li")]
    for product in naive.products():
        (item,) = [item for item in items if re.match(rf"{re.escape(product)} (HS|\d)", item)]
        assert item.endswith(f" {len(naive.finder(product))} markets"), product


BAD = {
    "product=tea": "product",
    "product=%00": "product",
    "product=%01%1F": "product",
    "product=!!!": "product",
    f"product={'x' * 10_000}": "product",
    "product=valves&product=bearings": "product",
    "hs=leather": "hs",
    "hs=-4201.5e9": "hs",
    "hs=1": "hs",  # no such goods
    "hs=%00": "hs",
    f"hs={'4' * 10_000}": "hs",
    "hs=²³": "hs",
    "hs=42&hs=64": "hs",
    "product=valves&hs=4201": "hs",
}


@LANGUAGES
@pytest.mark.parametrize(("query", "field"), BAD.items(), ids=[query[:30] for query in BAD])
def test_bad_input_is_told_at_its_field_and_kept(
    client: Client, query: str, field: str, language: str
) -> None:
    page = page_of(client, query, language, status=400)
    control = by_id(page, f"id_{field}")
    assert given(control)["aria-invalid"] == "true"
    assert words(by_id(page, f"id_{field}_error"))
    typed = QueryDict(query)[field]
    if field == "hs":
        assert given(control)["value"] == typed
    else:
        (chosen,) = [option for option in elements(control, "option") if "selected" in given(option)]
        assert given(chosen)["value"] == typed
    assert rows_of(page) == []
    assert client.get(f"/markets/finder.csv?{query}").status_code == 400


def test_a_parameter_that_is_none_is_named(client: Client) -> None:
    page = page_of(client, "produkt=valves", status=400)
    assert "“produkt”" in words(elements(page, "div", class_="error-summary")[0])
    refused = client.get("/markets/finder.json?produkt=valves")
    assert refused.status_code == 400
    assert "produkt" in refused.text


def test_a_file_needs_goods(client: Client) -> None:
    refused = client.get("/markets/finder.csv")
    assert (refused.status_code, refused.text) == (400, "product: Choose a product or an HS code.")


def test_the_file_is_the_same_in_both_languages(client: Client) -> None:
    one, other = (client.get(f"{prefix}/markets/finder.csv?product=valves") for prefix in ("", "/hi"))
    assert one.text == other.text.replace("/hi/", "/")
    assert one.text.startswith("place,market,name,name_hi,")


def queries_for(product: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        links = all_links()
        page = finder_page(finder_form(QueryDict(f"product={product}"), links), links, timezone.localdate())
    assert page["rows"]
    return len(queries)


def test_queries_do_not_grow_with_the_markets() -> None:
    many = queries_for("valves")
    MarketLink.objects.filter(product="Valves").exclude(country__iso2="DE").exclude(
        group__slug="gcc"
    ).delete()
    assert queries_for("valves") == many <= 20


COUNTRIES = {
    code: Country(pk=number, iso2=code, name=f"Name {code}")
    for number, code in enumerate(["DE", "FR", "JP", "US", "AE"])
}
GROUP = CountryGroup(pk=1, slug="gcc", name="Name GCC")


@st.composite
def some_links(draw: st.DrawFn) -> list[MarketLink]:
    """Unsaved links in any roles to a few countries and a group."""
    code, role = st.sampled_from([*COUNTRIES, None]), st.sampled_from(MarketLink.Role.values)
    return [
        MarketLink(position=position, role=role, country=COUNTRIES.get(code), group=None if code else GROUP)
        for position, (code, role) in enumerate(draw(st.lists(st.tuples(code, role))))
    ]


@with_examples(some_links(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_rows(
    links: list[MarketLink], chance: random.Random
) -> None:
    shuffled = list(links)
    chance.shuffle(shuffled)
    assert named_markets(shuffled, SELLING) == named_markets(links, SELLING)


@with_examples(some_links())
def test_no_market_stands_before_one_that_is_named_more(links: list[MarketLink]) -> None:
    markets = named_markets(links, SELLING)
    assert {market.code for market in markets} == {
        link.country.iso2 if link.country else link.group.slug for link in links if link.role in SELLING
    }
    assert sum(market.times for market in markets) == sum(link.role in SELLING for link in links)
    for before, after in pairwise(markets):
        assert (len(before.roles), before.times) >= (len(after.roles), after.times)
        if (len(before.roles), before.times) == (len(after.roles), after.times):
            assert before.market.name < after.market.name
