"""The calculator of a scheme's page and of the API: the same costs, the same sums, the same refusals."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exports.models import SchemeVersion
from sources.formatting import amount
from tests.dom import by_id, elements, given, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

MSME = {"exporter": "manufacturer", "msme": "yes", "leg": "rail"}
BY_AIR = {"airport": "varanasi", "weight": "gross"}
TWO_SIZES = {"size_1": "20", "count_1": "3", "freight_1": "20000"} | {
    "size_2": "40",
    "count_2": "2",
    "freight_2": "60000",
}


def fairs(*costs: tuple[int, int] | tuple[int, int, str]) -> dict[str, Any]:
    names = ("stall", "fare", "date")
    return {
        f"{name}_{row}": value
        for row, values in enumerate(costs, 1)
        for name, value in zip(names, values, strict=False)
    }


def ask(client: Client, slug: str, costs: dict[str, Any], status: int = 200) -> dict[str, Any]:
    response = client.get(f"/api/v1/schemes/{slug}/estimate/", costs)
    assert response.status_code == status, response.content
    return response.json()


def page(client: Client, slug: str, costs: dict[str, Any], status: int = 200, language: str = "") -> Any:
    response = client.get(f"{language}/schemes/{slug}/", costs)
    assert response.status_code == status
    return read(response.text)


def refused(client: Client, slug: str, costs: dict[str, Any]) -> dict[str | None, str]:
    """Which field is refused, and in which words: by the API and at the field of the page alike."""
    errors = {error["field"]: error["message"] for error in ask(client, slug, costs, 400)["errors"]}
    form = page(client, slug, costs, 400)
    summary = words(elements(form, "div", class_="error-summary")[0])
    for name, message in errors.items():
        assert message in summary
        assert name is None or message in words(by_id(form, f"id_{name}_error"))
    return errors


NO_RATE = "For some costs only the cap is known and not the rate: they are not in the sum."
CAPS_OF_THE_YEAR = (
    "These caps count the whole year: %s. What was already paid for them this year lowers them and is not "
    "taken off here."
)
# The worked examples with their numbers; the sums by themselves are in test_scheme_arithmetic.py.
LARGE = (2_00_000, 1_30_000)
SHIPMENT = {"kg": 500, "air_freight": 1_25_000}
EXAMPLES: list[tuple[str, dict[str, Any], list[int]]] = [
    ("mda", fairs((1_20_000, 70_000)), [1_07_000]),
    ("mda", fairs(LARGE), [1_50_000]),
    ("mda", fairs((1_66_667, 1_00_000)), [1_50_000]),
    ("mda", fairs((1_20_000, 70_000), LARGE, (1_66_667, 1_00_000), (50_000, 40_000)), [4_07_000]),
    (
        "mda",
        fairs(*((*LARGE, f"2026-0{month}-01") for month in (6, 7, 8)), (40_000, 30_000, "2026-05-01")),
        [3_39_000, 4_50_000],
    ),
    ("mda", {"publicity": 90_000, "samples": 80_000, "certification": 1_50_000}, [1_79_000]),
    ("gateway-port", TWO_SIZES | MSME, [39_000, 42_000]),
    ("gateway-port", TWO_SIZES | MSME | {"claimed": "11,80,000"}, [20_000]),
    (
        "gateway-port",
        {"size_1": 20, "freight_1": 10_000, "size_2": 20, "freight_2": 50_000} | MSME,
        [8_500, 12_000],
    ),
    ("air-freight", {"kg_1": 500, "air_freight_1": 1_00_000} | BY_AIR, [20_000]),
    ("air-freight", {"kg_1": 500, "air_freight_1": 1_25_000} | BY_AIR, [25_000]),
    ("air-freight", {"kg_1": 500, "air_freight_1": 1_50_000} | BY_AIR, [25_000]),
    (
        "air-freight",
        {f"{name}_{n}": each for n in range(1, 10) for name, each in SHIPMENT.items()} | BY_AIR,
        [2_00_000],
    ),
]


@pytest.mark.parametrize(("slug", "costs", "totals"), EXAMPLES)
def test_the_worked_examples_in_page_and_api(
    client: Client, slug: str, costs: dict[str, Any], totals: list[int]
) -> None:
    answer = ask(client, slug, costs)
    assert [int(reading["total"]) for reading in answer["readings"]] == totals
    assert answer["total"] == str(totals[0])
    assert answer["kind"] == "computed"
    result = by_id(page(client, slug, costs), "result")
    figures = [words(figure) for figure in elements(result, "p", class_="figure-value")]
    assert figures == [amount(Decimal(total), "INR") for total in totals]
    tables = elements(result, "table", class_="step-sum")
    for table, reading in zip(tables, answer["readings"], strict=True):
        steps = elements(elements(table, "tbody")[0], "tr")
        extra = reading["way"] == "all_containers"
        assert len(steps) == len(reading["steps"]) + len(reading["limits"]) + extra


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("gateway-port", {"exporter": "merchant"}, "Only manufacturers qualify"),
    ("gateway-port", {"msme": "no"}, "Only micro, small and medium enterprises"),
    ("gateway-port", {"leg": "road"}, "Only transport by rail"),
    ("air-freight", {"airport": "other"}, "Varanasi, Lucknow"),
]


@pytest.mark.parametrize(("slug", "answer", "told"), REFUSED)
def test_who_does_not_qualify_is_told_by_which_words(
    client: Client, slug: str, answer: dict[str, str], told: str
) -> None:
    costs = {"gateway-port": TWO_SIZES | MSME, "air-freight": {"kg_1": 5, "air_freight_1": 9} | BY_AIR}[slug]
    found = ask(client, slug, costs | answer)
    assert (found["eligible"], found["total"], found["readings"]) == (False, "0", [])
    assert told in found["refusals"][0]["text"]
    result = by_id(page(client, slug, costs | answer), "result")
    notice = elements(result, "div", class_="notice-error")[0]
    assert told in words(notice)
    assert f"“{found['refusals'][0]['words']}”" in words(notice)
    assert "line 10" in words(notice)


def test_a_merchant_may_claim_air_freight(client: Client) -> None:
    costs = {"kg_1": 500, "air_freight_1": 1_00_000, "exporter": "merchant"} | BY_AIR
    assert ask(client, "air-freight", costs)["total"] == "20000"


def test_what_a_later_version_allows(client: Client) -> None:
    road = TWO_SIZES | MSME | {"leg": "road", "version": "gateway-port-2025-30"}
    found = ask(client, "gateway-port", road)
    assert (found["status"], found["total"]) == ("reported", "54000"), "3 × 6,000 and 2 × 18,000: not per TEU"
    elsewhere = {"kg_1": 500, "air_freight_1": 1_00_000, "version": "air-freight-2025-30"} | BY_AIR
    assert ask(client, "air-freight", elsewhere | {"airport": "other"})["total"] == "30000"


def test_versions_stand_side_by_side(client: Client) -> None:
    costs = fairs((1_20_000, 70_000)) | {"samples": 10_000}
    others = {row["version"]: row for row in ask(client, "mda", costs)["other_versions"]}
    assert others["mda-2020-25"] == {
        "version": "mda-2020-25",
        "eligible": True,
        "complete": False,
        "total": "107000",
        "conditions": ["if it is a micro, small or medium enterprise"],
        "notices": [NO_RATE],
    }
    table = elements(by_id(page(client, "mda", costs), "result"), "table")[-1]
    assert "₹ 1,07,000, without the costs whose rate was not found" in words(table)
    assert NO_RATE in words(table)


def test_another_version_says_what_was_not_answered(client: Client) -> None:
    costs = fairs((1_00_000, 0))
    others = {row["version"]: row for row in ask(client, "mda", costs | {"central": "yes"})["other_versions"]}
    later = others["mda-2025-30"]
    assert later["conditions"] == ["if it is a micro, small or medium enterprise"]
    (notice,) = later["notices"]
    assert "How many fairs a year are paid for was not found" in notice
    table = words(elements(by_id(page(client, "mda", costs), "result"), "table")[-1])
    assert "₹ 75,000, if it is a micro, small or medium enterprise" in table
    assert notice in table
    answered = words(elements(by_id(page(client, "mda", costs | {"msme": "yes"}), "result"), "table")[-1])
    assert "if it is" not in answered
    by_air = {"kg_1": "500", "air_freight_1": "100000", "weight": "gross", "version": "air-freight-2025-30"}
    (printed,) = ask(client, "air-freight", by_air)["other_versions"]
    assert printed["conditions"] == ["if sent by one of these: Varanasi, Lucknow"]
    assert printed["notices"] == []


def test_the_page_asks_for_new_costs_alone(client: Client) -> None:
    for slug in ("mda", "gateway-port", "air-freight"):
        form = words(by_id(page(client, slug, {}), "calculator"))
        assert "Enter the new costs only" in form
        assert "earlier claims too" not in form
    costs = fairs((1_20_000, 70_000), LARGE)
    assert ask(client, "mda", costs | {"fairs_claimed": "२"})["total"] == "107000"
    result = words(by_id(page(client, "mda", costs | {"fairs_claimed": "3"}), "result"))
    assert "the number of fairs in a year" in result


def test_earlier_claims_without_a_limit_are_told(client: Client) -> None:
    claims = {"claimed_in_all": "15,00,000", "fairs_claimed": "1"}

    def told(version: str) -> list[str]:
        found = ask(client, "mda", fairs((1, 1)) | claims | {"version": version, "msme": "yes"})
        return [notice for notice in found["notices"] if "not taken into account" in notice]

    assert "Limit of a year under all schemes" in told("mda-as-printed")[0]
    assert "number in a year" not in told("mda-as-printed")[0]
    assert told("mda-2020-25") == []
    assert "Fairs abroad: number in a year" in told("mda-2025-30")[0]
    assert told("mda-2025-30")[0] in words(
        by_id(
            page(client, "mda", fairs((1, 1)) | claims | {"version": "mda-2025-30", "msme": "yes"}), "result"
        )
    )


def test_caps_of_a_year_are_told_to_count_the_whole_year(client: Client) -> None:
    notice = CAPS_OF_THE_YEAR % "Publicity, advertisement, website; Certification"
    costs = {"publicity": 9, "certification": 9}
    assert ask(client, "mda", costs)["notices"] == [notice]
    assert notice in words(by_id(page(client, "mda", costs), "result"))
    assert ask(client, "mda", fairs((1, 1)))["notices"] == []
    virtual = {"stall_1": 9, "kind_1": "virtual", "version": "mda-2020-25", "msme": "yes"}
    assert CAPS_OF_THE_YEAR % "Virtual fairs: limit of a year" in ask(client, "mda", virtual)["notices"]


def test_a_rate_that_was_not_found_is_no_number(client: Client) -> None:
    costs = {"samples": 10_000, "version": "mda-2025-30", "msme": "yes"}
    found = ask(client, "mda", costs)
    assert (found["total"], found["complete"]) == (None, False)
    (step,) = found["readings"][0]["steps"]
    assert (step["pays"], step["cap"], step["bound"]) == (None, "200000", "no_rate")
    figure = elements(by_id(page(client, "mda", costs), "result"), "p", class_="figure-value")[0]
    assert words(figure) == "not found"


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2025-11-06", "gateway-port-2025-30"),
        ("2026-11-22", "gateway-port-2025-30"),
        ("", "gateway-port-as-printed"),
    ],
)
def test_a_version_is_chosen_by_the_day(client: Client, day: str, version: str) -> None:
    assert ask(client, "gateway-port", TWO_SIZES | MSME | {"day": day})["version"] == version


def test_a_day_of_no_version_is_refused(client: Client) -> None:
    costs = TWO_SIZES | MSME
    assert "No version" in refused(client, "gateway-port", costs | {"day": "2019-01-01"})["day"]
    known = costs | {"day": "2025-11-05", "version": "gateway-port-2025-30"}
    assert "since 6 November 2025" in refused(client, "gateway-port", known)["day"]


def test_fairs_of_two_financial_years_are_refused(client: Client) -> None:
    told = refused(client, "mda", fairs((1, 1, "2026-03-31"), (1, 1, "2026-04-01")))
    assert "2025-26" in told["date_2"]
    assert ask(client, "mda", fairs((1, 1, "2026-04-01"), (1, 1, "2027-03-31")))["eligible"]


# Field, what is typed, and a part of what is told. Each on top of costs that are right.
BAD: list[tuple[str, str, str, str]] = [
    ("mda", "stall_1", "-5", "Not below 0"),
    ("mda", "stall_1", "abc", "such as 1,20,000"),
    ("mda", "stall_1", "1e5", "such as 1,20,000"),
    ("mda", "stall_1", "1.2.3", "such as 1,20,000"),
    ("mda", "stall_1", "100,00,00,001", "At most 1,00,00,00,000"),
    ("mda", "stall_1", "0.001", "two digits after the point"),
    ("mda", "stall_1", "$ 2000", "another currency"),
    ("mda", "stall_1", "2000 EUR", "another currency"),
    ("mda", "stall_1", "9" * 10_000, "at most 40 characters"),
    ("mda", "stall_1", "1\x002", "Null characters"),
    ("mda", "date_1", "31-02-2026", "valid date"),
    ("mda", "date_1", "0001-01-01", "this century"),
    ("mda", "kind_1", "carnival", "abroad, virtual, domestic"),
    ("mda", "version", "v9", "mda-as-printed"),
    ("mda", "msme", "perhaps", "yes, no"),
    ("gateway-port", "size_1", "45", "20 ft and 40 ft alone"),
    ("gateway-port", "size_1", "lcl", "20 ft and 40 ft alone"),
    ("gateway-port", "size_1", "", "Needed"),
    ("gateway-port", "count_1", "1.5", "whole number"),
    ("gateway-port", "count_1", "0", "whole number from 1"),
    ("gateway-port", "count_1", "1001", "At most 1,000"),
    ("gateway-port", "freight_1", "", "Needed"),
    ("gateway-port", "claimed", "10.50", "whole rupees"),
    ("mda", "fairs_claimed", "1.5", "whole number from 0"),
    ("mda", "fairs_claimed", "-1", "Not below 0"),
    ("mda", "fairs_claimed", "101", "At most 100"),
    ("gateway-port", "leg", "", "turns on it"),
    ("gateway-port", "msme", "", "turns on it"),
    ("air-freight", "kg_1", "0", "Needed"),
    ("air-freight", "kg_1", "", "Needed"),
    ("air-freight", "weight", "unknown", "air waybill"),
    ("air-freight", "weight", "", "turns on it"),
    ("air-freight", "airport", "delhi", "varanasi, lucknow, other"),
]
RIGHT = {
    "mda": fairs((1, 1)),
    "gateway-port": {"size_1": "20", "count_1": "1", "freight_1": "9"} | MSME,
    "air-freight": {"kg_1": "5", "air_freight_1": "9"} | BY_AIR,
}


@pytest.mark.parametrize(("slug", "field", "typed", "told"), BAD)
def test_bad_input_is_told_at_its_field(client: Client, slug: str, field: str, typed: str, told: str) -> None:
    assert told in refused(client, slug, RIGHT[slug] | {field: typed})[field]


def test_nothing_typed_is_lost(client: Client) -> None:
    form = page(client, "mda", fairs((5, 6, "2026-05-01")) | {"stall_1": "five", "samples": "१,०००"}, 400)
    values = {
        name: given(by_id(form, f"id_{name}")).get("value") for name in ("stall_1", "fare_1", "samples")
    }
    assert values == {"stall_1": "five", "fare_1": "6", "samples": "१,०००"}


@pytest.mark.parametrize(
    "typed", ["1,20,000", "१,२०,०००", "₹ 1,20,000", "Rs. 120000", "120000/-", "120000.00"]
)
def test_amounts_as_people_write_them(client: Client, typed: str) -> None:
    assert ask(client, "mda", {"stall_1": typed})["total"] == "72000"


def test_nothing_unknown_or_twice_is_taken(client: Client) -> None:
    unknown = refused(client, "mda", RIGHT["mda"] | {"colour": "red"})[None]
    assert "“colour” is not a field of this calculator. Fields: " in unknown
    assert "fairs_claimed" in unknown
    assert "stall_21" in refused(client, "mda", RIGHT["mda"] | {"stall_21": "5"})[None]
    response = client.get("/api/v1/schemes/mda/estimate/?stall_1=1&stall_1=2")
    assert response.json()["errors"][0]["field"] == "stall_1"
    assert "least one cost" in ask(client, "mda", {}, 400)["detail"]
    assert "least one cost" in refused(client, "mda", {"stall_1": ""})[None]


def test_one_row_more_keeps_what_was_typed_and_works_out_nothing(client: Client) -> None:
    form = page(client, "mda", {"stall_1": "oops", "fare_1": "6", "add": "fair"})
    assert given(by_id(form, "id_stall_1"))["value"] == "oops"
    assert "value" not in given(by_id(form, "id_stall_2"))
    assert not elements(form, "section", id="result")
    assert not elements(form, "div", class_="error-summary")
    most = page(client, "mda", {"stall_20": "5", "add": "fair"})
    assert not elements(most, "input", id="id_stall_21")


def test_the_link_to_a_result_leads_to_the_same(client: Client) -> None:
    costs = fairs((1_20_000, 70_000)) | {"samples": "", "fare_2": ""}
    result = by_id(page(client, "mda", costs, language="/hi"), "result")
    links = [given(link)["href"] for link in elements(result, "a")]
    share = next(link for link in links if link.startswith("/hi/schemes/mda/?"))
    assert share == f"/hi/schemes/mda/?{urlencode(fairs((1_20_000, 70_000)))}"
    again = by_id(read(client.get(share).text), "result")
    assert words(again) == words(result)
    api = next(link for link in links if link.startswith("/api/"))
    assert client.get(api).json()["url"] == f"http://testserver{share.removeprefix('/hi')}"


def test_what_the_rules_leave_open_is_said(client: Client) -> None:
    text = words(elements(page(client, "air-freight", RIGHT["air-freight"] | {"central": "yes"}), "main")[0])
    for told in (
        "gross or chargeable",
        "central scheme",
        "whether GST counts",
        "April to March",
        "not a sanction",
    ):
        assert told in text


def test_a_scheme_without_rates_has_no_estimate(client: Client) -> None:
    assert "no rates are known" in ask(client, "meis", {"stall_1": "5"}, 404)["detail"]
    assert client.get("/schemes/no-such-scheme/").status_code == 404
    assert client.get("/api/v1/schemes/no-such-scheme/estimate/").status_code == 404


def test_ports_that_a_rate_is_tied_to_are_asked_for(client: Client) -> None:
    version = SchemeVersion.objects.get(slug="gateway-port-2025-30")
    version.terms.filter(component="container_20").update(port_group="Mundra")
    costs = RIGHT["gateway-port"] | {"version": version.slug, "freight_1": "10000"}
    assert "turns on it" in refused(client, "gateway-port", costs)["ports"]
    assert ask(client, "gateway-port", costs | {"ports": "Mundra"})["total"] == "3000"
    assert ask(client, "gateway-port", costs | {"ports": "other"})["total"] is None
    later = ask(client, "gateway-port", RIGHT["gateway-port"])["other_versions"][-1]
    assert later["conditions"] == ["for ports other than these: Mundra"]


def test_queries_do_not_grow_with_what_is_typed(client: Client) -> None:
    def asked(costs: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, "mda", costs)
        return len(queries)

    few, many = asked(fairs((1, 1))), asked(fairs(*[(1, 1)] * 20) | {"samples": 5, "publicity": 5})
    assert many <= few <= 16
