"""The search of the portal as readers meet it: what stands first, and the page that shows it."""

import gc
import time
import weakref
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clusters.models import Cluster, Product
from kanpur_portal import data_version
from kanpur_portal.search import engine
from kanpur_portal.search.engine import Hit, search
from kanpur_portal.search.entries import Kind
from tests.dom import elements, given, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

# What is typed → what must be among the first so many.
RELEVANT = [
    ("saddlery", "product:Saddlery", 1),
    ("saddlery", "hs-code:420100", 4),
    ("saddlery", "market:DE", 12),
    ("Saddlery ", "product:Saddlery", 1),
    ("saddle", "product:Saddlery", 1),
    ("sadlery", "product:Saddlery", 1),
    ("saddelry", "product:Saddlery", 1),
    ("काठी", "product:Saddlery", 1),
    ("काठियाँ", "product:Saddlery", 1),
    ("kathi", "product:Saddlery", 1),
    ("सैडलरी", "product:Saddlery", 1),
    ("सेडलरी", "product:Saddlery", 1),
    ("घोड़े का साज", "product:Saddlery", 1),
    ("4201", "hs-code:420100", 1),
    ("4201", "hs-code:42010000", 2),
    ("4201", "market:DE", 12),
    ("4201 00", "hs-code:420100", 1),
    ("4201.00.00", "hs-code:42010000", 1),
    ("42010000", "hs-code:42010000", 1),
    ("42010000", "hs-code:420100", 2),
    ("420", "hs-code:420100", 2),
    ("४२०१", "hs-code:420100", 1),
    ("HS code 6403", "hs-code:6403", 1),
    ("64034000", "hs-code:6403", 1),
    ("64034000", "official:64034000", 5),
    ("safety shoes", "product:Footwear", 3),
    ("सुरक्षा जूते", "product:Footwear", 3),
    ("जूता", "product:Footwear", 1),
    ("जूते", "product:Footwear", 1),
    ("footware", "product:Footwear", 1),
    ("Germany", "market:DE", 1),
    ("germny", "market:DE", 1),
    ("जर्मनी", "market:DE", 1),
    ("DE", "market:DE", 1),
    ("usa", "market:US", 1),
    ("अमेरिका", "market:US", 1),
    ("gulf", "market:Gulf Cooperation Council (GCC)", 1),
    ("gcc", "market:Gulf Cooperation Council (GCC)", 1),
    ("आसियान", "market:ASEAN countries", 1),
    ("चमड़ा", "cluster:Leather products", 1),
    ("चमडा", "cluster:Leather products", 1),
    ("lether", "cluster:Leather products", 1),
    ("चमड़े का बैग", "product:Bags", 1),
    ("leather gloves", "product:Leather gloves", 1),
    ("दस्ताना", "product:Leather gloves", 1),
    ("hosiry", "cluster:Hosiery and textile products", 1),
    ("tshirt", "product:T-shirts", 1),
    ("t shirts", "product:T-shirts", 1),
    ("बनियान", "product:Undershirts", 1),
    ("air freight", "scheme:Air Freight Rationalization Scheme", 1),
    ("हवाई भाड़ा", "scheme:Air Freight Rationalization Scheme", 1),
    ("MDA", "scheme:Marketing Development Scheme", 1),
    ("gateway port", "scheme:Gateway Port Scheme", 1),
    ("KN-07", "action:KN-07", 1),
    ("kn 7", "action:KN-07", 1),
    ("पैकिंग मानक", "action:KN-07", 1),
    ("D-012", "discrepancy:D-012", 1),
    ("fieo", "organisation:Federation of Indian Export Organisations", 1),
    ("चर्म निर्यात परिषद", "organisation:Council for Leather Exports", 1),
    ("council for lether exports", "organisation:Council for Leather Exports", 1),
    ("टेनरी प्रशिक्षण", "training:Training programmes of the Kanpur Leather Development Project", 40),
    ("effluent treatment", "training:Tannery effluent treatment", 3),
    ("Jajmau", "place:Jajmau", 1),
    ("जाजमऊ", "place:Jajmau", 1),
    ("nhava sheva", "place:Nhava Sheva", 1),
    ("कानपुर नगर", "cluster:Kanpur Nagar", 2),
    ("cricket bats", "official:95069920", 20),
]


def name(hit: Hit) -> str:
    return f"{hit.entry.kind}:{hit.entry.code or hit.entry.name.english}"


@pytest.mark.parametrize(("typed", "expected", "first"), RELEVANT)
def test_what_stands_first(typed: str, expected: str, first: int) -> None:
    assert expected in [name(hit) for hit in search(typed).hits[:first]]


@pytest.mark.parametrize("typed", ["saddlery", "जर्मनी", "4201", "sadlery"])
def test_the_language_of_the_page_does_not_change_what_is_found(typed: str) -> None:
    with translation.override("hi"):
        engine._kept = None
        in_hindi = [name(hit) for hit in search(typed).hits]
    engine._kept = None
    assert [hit.split(":")[0] for hit in in_hindi] == [name(hit).split(":")[0] for hit in search(typed).hits]


def test_the_official_list_stands_last() -> None:
    kinds = [hit.entry.kind for hit in search("leather").hits]
    assert Kind.OFFICIAL in kinds
    assert kinds == sorted(kinds, key=Kind.OFFICIAL.__eq__)


def page(typed: str, status: int = 200, prefix: str = "", **more: str) -> Any:
    response = Client().get(f"{prefix}/search/?{urlencode({'q': typed, **more})}")
    assert response.status_code == status
    return read(response.content.decode())


def headings(found: Any) -> list[str]:
    return [words(heading) for heading in elements(found, "h2")]


def test_results_stand_by_kind_with_their_sources_and_what_matched_marked() -> None:
    found = page("saddlery")
    assert headings(found)[:3] == ["Products", "HS codes that the plan prints", "Markets"]
    first = elements(found, class_="search-title")[0]
    assert [words(mark) for mark in elements(first, "mark")] == ["Saddlery"]
    addresses = [given(link)["href"] for link in elements(first, "a")]
    assert addresses[0].startswith("/clusters/leather/#product-")
    assert addresses[1].startswith("/sources/export-plan/#L")


def test_a_market_says_what_it_is_named_for_and_where() -> None:
    lines = [words(line) for line in elements(page("Saddlery Germany"), "div", class_="small")]
    assert any(line.startswith("exported to now: Saddlery") and "line 285" in line for line in lines)


def test_a_market_opens_its_page_in_the_language_of_the_reader() -> None:
    assert (
        given(elements(elements(page("Germany"), class_="search-title")[0], "a")[0])["href"] == "/markets/DE/"
    )
    hindi = elements(page("Germany", prefix="/hi"), class_="search-title")[0]
    assert given(elements(hindi, "a")[0])["href"] == "/hi/markets/DE/"
    assert words(elements(hindi, "a")[0]) == "DE · जर्मनी"


def test_one_kind_page_by_page() -> None:
    found = page("leather", kind="official")
    assert len(elements(found, class_="search-title")) == 20
    assert "official Indian list" in words(found)
    second = page("leather", kind="official", page="2")
    assert words(elements(second, class_="search-title")[0]) != words(
        elements(found, class_="search-title")[0]
    )
    page("leather", 404, kind="official", page="999")
    page("leather", 404, kind="official", page="x")


def test_a_misspelt_word_says_what_was_taken_for_it() -> None:
    assert "Nothing is spelt “sadlery”: these are results for “saddlery”." in words(page("sadlery"))


def test_what_the_trade_words_added_is_said() -> None:
    assert "own trade words: saddlery" in words(page("काठी"))


def test_nothing_found_says_so_and_what_to_do_next() -> None:
    found = page("zzqqxxw")
    assert "Nothing found for “zzqqxxw”" in words(found)
    assert {"/issues/new/", "/clusters/"} <= {given(link)["href"] for link in elements(found, "a")}


def test_some_of_the_words_are_better_than_none() -> None:
    found = page("saddlery zzqqxxw")
    assert "Nothing has all these words" in words(found)
    assert "Saddlery" in words(elements(found, class_="search-title")[0])


def test_without_a_question_there_are_examples() -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=+++"):
        found = read(Client().get(address).content.decode())
        assert "/search/?q=saddlery" in {given(link)["href"] for link in elements(found, "a")}
        assert not elements(found, class_="search-title")


def test_the_header_asks_the_search() -> None:
    (form,) = elements(read(Client().get("/about/").content.decode()), "form", class_="site-search")
    assert given(form)["action"] == "/search/"


@pytest.mark.parametrize("typed", ["x" * 101, "काठी" * 50, "a\0b", "y" * 10_000])
def test_what_cannot_be_asked_is_refused_and_kept(typed: str) -> None:
    found = page(typed, 400)
    (field,) = elements(found, "input", id="id_q")
    assert given(field)["value"].replace("\0", "") == typed.replace("\0", "")
    assert elements(found, class_="error-summary")


@pytest.mark.parametrize(
    "typed",
    ["\x01\x1b[0m", "%", "'; --", "<script>alert(1)</script>", "\u202e", "((((", "-" * 100, "9" * 100, "।"],
)
def test_odd_questions_are_answered(typed: str) -> None:
    found = page(typed)
    assert not [script for script in elements(found, "script") if "alert" in words(script)]


@pytest.mark.parametrize("more", [{"kind": "gossip"}, {"colour": "red"}])
def test_an_unknown_filter_is_named(more: dict[str, str]) -> None:
    found = page("saddlery", 400, **more)
    assert "gossip" in words(found) or "colour" in words(found)
    assert given(elements(found, "input", id="id_q")[0])["value"] == "saddlery"


@pytest.mark.usefixtures("version_is_remembered")
def test_a_search_that_the_process_can_answer_asks_no_database() -> None:
    client = Client()
    client.get("/search/?q=saddlery")
    for question in ("saddlery", "leather", "4201", "zzqqxxw"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/search/?q={question}").status_code == 200
        assert [query["sql"] for query in queries] == []


def test_what_is_written_is_found_and_reading_takes_no_more_queries() -> None:
    search("saddlery")
    few = queries_of_building()
    cluster = Cluster.objects.get(slug="leather")
    one = Product.objects.filter(cluster=cluster)[0]
    for number in range(30):
        one.pk, one.slug, one.name = None, f"more-{number}", f"Zirconium thing {number}"
        one.save()
    data_version.forget()  # as a commit does
    assert queries_of_building() == few
    assert {hit.entry.kind for hit in search("zirconium").hits[:30]} == {Kind.PRODUCT}


def queries_of_building() -> int:
    with CaptureQueriesContext(connection) as queries:
        engine._made(("", None))
    return len(queries)


def test_one_catalogue_is_kept_and_no_more() -> None:
    search("saddlery")
    before = weakref.ref(engine.catalogue())
    data_version.bump()
    data_version.forget()
    search("saddlery")
    gc.collect()
    assert before() is None


def test_the_worst_questions_take_little_time() -> None:
    search("saddlery")
    began = time.process_time()
    for typed in (
        "leather " * 12,
        "qwertzuiopasdfgh yxcvbnmqwertz",
        "a b c d e f g h i j k l m n",
        "चमड़ा" * 20,
    ):
        search(typed[:100])
    assert time.process_time() - began < 4
