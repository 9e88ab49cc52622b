"""The table of markets and the page of each, against the fixtures read as plain JSON."""

import csv
import datetime
import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exports.market_page import market_facts
from exports.models import Country, CountryGroup, MarketLink
from tests.dom import by_id, elements, given, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
DAY = "2026-11-22"


def fixture(name: str) -> list[dict[str, Any]]:
    path = Path(settings.BASE_DIR) / "fixtures" / f"{name}.json"
    return [row["fields"] for row in json.loads(path.read_text())]


LINKS = fixture("exports__marketlink")


def code_of(link: dict[str, Any]) -> str:
    return (link["country"] or link["group"])[0]


def address_of(code: str) -> str:
    return f"/markets/{code}/" if code.isupper() else f"/markets/groups/{code}/"


def page_of(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return read(response.text)


def anchors(page: Any) -> Counter[str]:
    return Counter(
        given(row)["id"] for row in elements(page) if given(row).get("id", "").startswith("marketlink-")
    )


@pytest.fixture
def today(time_machine: Any) -> None:
    time_machine.move_to(f"{DAY}T12:00:00+05:30")


@LANGUAGES
def test_each_row_stands_once_on_the_page_of_its_market(client: Client, language: str) -> None:
    codes = {code_of(link) for link in LINKS}
    assert len(codes) > 50
    for code in sorted(codes):
        page = page_of(client, f"{language}{address_of(code)}")
        expected = {f"marketlink-{link['slug']}": 1 for link in LINKS if code_of(link) == code}
        assert anchors(page) == expected, code
        for link in LINKS:
            if code_of(link) == code:
                row = by_id(page, f"marketlink-{link['slug']}")
                quoted = " ".join(words(quote) for quote in elements(row, "q"))
                assert quoted.split(), link["slug"]
                assert link["market"] in quoted
                assert (link.get("product_hi" if language else "product") or "") in words(row)
                assert link.get("rationale", "") in words(row)
                first = link["lines"].split(",")[0].split("-")[0]
                sources = [given(mark)["href"] for mark in elements(row, "a", class_="source")]
                assert f"{language}/sources/{link['document'][0]}/#L{first}" in sources


def test_what_is_said_of_its_group_stands_on_the_page_of_a_member(client: Client) -> None:
    """Leather footwear is untapped in the GCC, to which Kuwait belongs; no document names Kuwait itself."""
    main = words(elements(page_of(client, "/markets/KW/"), "main")[0])
    assert "No document names Kuwait itself as a market." in main
    assert "As a member of Gulf Cooperation Council (GCC)" in main
    assert "huge untapped potential for exports" in main


def test_agreements_with_their_day_who_says_so_and_when(client: Client, today: None) -> None:
    page = page_of(client, "/markets/AE/")
    main = words(elements(page, "main")[0])
    assert "in force since 1 May 2022" in main
    assert "Trade Notice 05/2022-2023 of 29 April 2022" in main
    assert "Looked up on 22 November 2026." in main
    britain = words(elements(page_of(client, "/markets/GB/"), "main")[0])
    assert "signed, in force not confirmed" in britain
    assert "in force since" not in britain
    nowhere = words(elements(page_of(client, "/markets/AO/"), "main")[0])
    assert "No trade agreement of India with Angola is recorded here." in nowhere


def test_general_knowledge_says_that_it_was_not_looked_up(client: Client) -> None:
    main = words(elements(page_of(client, "/markets/PK/"), "main")[0])
    assert "suspended since 2019. General knowledge, not looked up." in main


def test_figures_of_the_same_goods_and_pictures_that_are_lost(client: Client) -> None:
    main = words(elements(page_of(client, "/markets/IT/"), "main")[0])
    assert "Exports of Kanpur Nagar to Italy alone: not available" in main
    assert "Leather Footwear Kanpur Nagar, export ₹ 1,032.32 crore financial year 2019-20" in main
    assert "Figure 5 Top importers of the world under HSN code 640510 : not available" in main
    assert "Prominent import countries in 2020 of the HSN Code 391721" not in main
    greece = words(elements(page_of(client, "/markets/GR/"), "main")[0])
    assert "Prominent import countries in 2020 of the HSN Code 391721 : not available" in greece
    assert "HSN code 640510" not in greece


@LANGUAGES
def test_members_and_former_members_of_a_group(client: Client, language: str, today: None) -> None:
    page = page_of(client, f"{language}/markets/groups/eu/")
    main = words(elements(page, "main")[0])
    linked = {given(link).get("href", "") for link in elements(page, "a")}
    members = {row["country"][0] for row in fixture("exports__groupmembership") if row["group"] == ["eu"]}
    assert {f"{language}/markets/{iso2}/" for iso2 in members} <= linked
    assert ("पूर्व सदस्य" if language else "Former members") in main
    assert "31 January 2020" in main or language


def test_agreements_with_members_by_themselves(client: Client, today: None) -> None:
    """The ASEAN agreement holds by partner, and not with Timor-Leste."""
    page = page_of(client, "/markets/groups/asean/")
    assert "with ASEAN countries as a whole is recorded here" in words(page)
    rows = {words(elements(row, "th")[0]): words(row) for row in elements(page, "tr") if elements(row, "th")}
    assert "AITIGA in force since 1 June 2010" in rows["Vietnam"]
    assert "Malaysia CECA in force since 1 July 2011" in rows["Malaysia"]
    assert "none recorded here" in rows["Timor-Leste"]
    assert "EFTA TEPA in force since 1 October 2025" in words(page_of(client, "/markets/groups/efta/"))


def test_a_region_without_members_says_why(client: Client) -> None:
    main = words(elements(page_of(client, "/markets/groups/middle-east/"), "main")[0])
    assert "No list of its countries is agreed; the portal shows none." in main


@LANGUAGES
def test_small_letters_lead_to_capitals(client: Client, language: str) -> None:
    response = client.get(f"{language}/markets/de/")
    assert (response.status_code, response["Location"]) == (301, f"{language}/markets/DE/")


def test_india_is_no_market_of_its_own(client: Client) -> None:
    assert client.get("/markets/IN/")["Location"] == "/markets/"


@pytest.mark.parametrize(
    "address",
    [
        "/markets/XX/",
        "/markets/xx/",
        "/markets/groups/atlantis/",
        "/markets/DEU/",
        "/markets/%00/",
        "/markets/D%C3%89/",
    ],
)
def test_no_such_market(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def naive_order(links: list[dict[str, Any]]) -> list[str]:
    """Codes: more different roles first, then those named more often, then by the English name."""
    names = {row["iso2"]: row["name"] for row in fixture("exports__country")}
    names |= {row["slug"]: row["name"] for row in fixture("exports__countrygroup")}
    codes = {code_of(link) for link in links}
    roles = {code: {link["role"] for link in links if code_of(link) == code} for code in codes}
    times = Counter(code_of(link) for link in links)
    return sorted(codes, key=lambda code: (-len(roles[code]), -times[code], names[code], code))


QUERIES = {
    "": lambda link: True,
    "cluster=leather": lambda link: link["cluster"] == ["leather"],
    "role=untapped": lambda link: link["role"] == "untapped",
    "cluster=engineering&role=target&product=valve": lambda link: (
        link["cluster"] == ["engineering"] and link["role"] == "target" and "valve" in link["product"].lower()
    ),
    "hs_code=64": lambda link: (link["hs_code"] or [""])[0].startswith("64"),
    "country=DE": lambda link: link["country"] == ["DE"],
    "group=gcc": lambda link: link["group"] == ["gcc"],
    "reporter=india": lambda link: link["reporter"] == "india",
    "country=IN": lambda link: False,
}


@pytest.mark.parametrize("query", QUERIES)
def test_page_and_files_show_the_same_markets(client: Client, query: str) -> None:
    links = [link for link in LINKS if QUERIES[query](link)]
    expected = naive_order(links)
    page = page_of(client, f"/markets/?{query}")
    rows = [row for row in elements(page, "tr") if given(row).get("id", "").startswith("market-")]
    assert [given(row)["id"].removeprefix("market-") for row in rows] == expected
    records = client.get(f"/markets.json?{query}").json()["results"]
    assert [record["code"] for record in records] == expected
    for record in records:
        own = [link for link in links if code_of(link) == record["code"]]
        assert Counter(goods["market_link"] for goods in record["goods"]) == Counter(
            link["slug"] for link in own
        )
        assert record["times_named"] == len(own)
        assert set(record["roles"]) == {link["role"] for link in own}
    table = list(csv.DictReader(StringIO(client.get(f"/markets.csv?{query}").text)))
    assert [line["code"] for line in table] == expected
    assert [json.loads(line["goods"]) for line in table] == [record["goods"] for record in records]


def test_the_table_names_goods_roles_and_agreements(client: Client, today: None) -> None:
    row = by_id(page_of(client, "/markets/?cluster=leather"), "market-JP")
    assert (
        "In focus because of a trade agreement: Leather footwear (640510); Leather saddlery (420100)"
        in words(row)
    )
    assert "Japan CEPA in force since 1 August 2011" in words(row)
    (japan,) = client.get("/markets.json?country=JP").json()["results"]
    assert japan["agreements"] == [
        {
            "agreement": "japan-cepa",
            "status": "in_force",
            "in_force_since": "2011-08-01",
            "through": None,
            "certainty": "confirmed",
            "attribution": japan["agreements"][0]["attribution"],
            "verified_on": "2026-11-21",
        }
    ]
    assert "Press Information Bureau" in japan["agreements"][0]["attribution"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("role=neighbour", "role"),
        ("country=DEU", "country"),
        ("group=atlantis", "group"),
        ("cluster=steel", "cluster"),
        ("colour=red", "colour"),
        ("hs_code=123456789", "hs_code"),
        ("product=%00", "product"),
        (f"product={'x' * 10_000}", "product"),
        ("line=-5", "line"),
        ("line=" + "9" * 400, "line"),
        ("reporter=%E0%A4%AD", "reporter"),
    ],
    ids=lambda value: value[:24],
)
def test_bad_filters_are_refused_by_name(client: Client, query: str, named: str) -> None:
    for address in (f"/markets/?{query}", f"/hi/markets/?{query}"):
        assert client.get(address).status_code == 400
    response = client.get(f"/markets.csv?{query}")
    assert response.status_code == 400
    assert named in response.text


def test_without_rows_the_page_says_what_to_do(client: Client) -> None:
    main = words(elements(page_of(client, "/markets/?country=IN"), "main")[0])
    assert "No market matches these filters" in main
    MarketLink.objects.all().delete()
    assert "No market matches these filters" in words(page_of(client, "/markets/"))


def asked(action: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def test_queries_do_not_grow_with_markets_or_rows() -> None:
    day = datetime.date(2026, 11, 22)
    everything = [*Country.objects.all(), *CountryGroup.objects.all()]
    one = [Country.objects.get(iso2="DE"), CountryGroup.objects.get(slug="gcc")]
    whole = asked(lambda: market_facts(everything, day))
    assert whole == asked(lambda: market_facts(one, day)) <= 13


def test_queries_of_the_table_do_not_grow(client: Client) -> None:
    def get(query: str) -> HttpResponse:
        return client.get(f"/markets.json{query}")

    get("")  # fills what is remembered
    assert asked(lambda: get("?format=")) == asked(lambda: get("?country=DE&format=")) <= 8


def test_the_cluster_page_leads_to_each_market(client: Client) -> None:
    page = page_of(client, "/clusters/leather/")
    for link in LINKS:
        if link["cluster"] == ["leather"]:
            row = by_id(page, f"marketlink-{link['slug']}")
            assert address_of(code_of(link)) in {given(found).get("href") for found in elements(row, "a")}


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    """Keys of countries and of groups meet: what belongs to one may not stand with another."""
    day = datetime.date(2026, 11, 22)
    markets = [*Country.objects.order_by("pk")[:12], *CountryGroup.objects.all()]
    together = market_facts(markets, day)
    assert together == [market_facts([market], day)[0] for market in markets]
    assert any(facts.roles for facts in together)
