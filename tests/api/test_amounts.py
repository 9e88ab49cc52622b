"""Amounts and numbers: what was printed, beside what it is in rupees and dollars."""

import csv
from io import StringIO
from typing import Any

import pytest

from clusters.models import Place, Tannery
from tests.api.conftest import Program
from tests.api.test_formats import xlsx_rows

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("printed_plan")]

RUPEES = ("amount", "amount_high", "currency")


def row_of(public: Program, name: str, slug: str) -> dict[str, Any]:
    response = public.get(f"/api/v1/{name}/{slug}/")
    assert response.status_code == 200, response.content
    return dict(response.json())


def all_of(public: Program, name: str) -> list[dict[str, Any]]:
    return list(public.get(f"/api/v1/{name}/?page_size=1000").json()["results"])


def test_an_amount_of_money_whole(public: Program) -> None:
    found = next(row for row in all_of(public, "export-figures") if row["amount"]["as_printed"] == "1032.32")
    assert found["amount"] == {
        "value": "1032.32",
        "high": None,
        "qualifier": "",
        "unit": "INR crore",
        "as_printed": "1032.32",
        "amount": "10323200000.00",
        "amount_high": None,
        "currency": "INR",
    }
    assert list(found["period"]) == ["basis", "start", "end", "label"]


def test_what_is_no_money_has_no_currency(public: Program) -> None:
    found = row_of(public, "tannery-categories", "raw-hide-to-wet-blue-tanneries")
    assert (found["amount"]["value"], found["amount"]["unit"]) == ("50", "units")
    assert found["amount"]["qualifier"] == "around"
    assert [found["amount"][name] for name in RUPEES] == [None, None, None]
    assert found["period"] == {"basis": "none", "start": None, "end": None, "label": ""}


def test_a_range_has_both_ends(public: Program) -> None:
    ranges = [row["amount"] for row in all_of(public, "statistics") if row["amount"]["high"]]
    ranges += [row["amount"] for row in all_of(public, "export-figures") if row["amount"]["high"]]
    assert ranges
    for amount in ranges:
        assert float(amount["high"]) >= float(amount["value"])
        assert (amount["amount_high"] is None) == (amount["currency"] is None)


@pytest.mark.parametrize("name", ["statistics", "export-figures", "tannery-categories"])
def test_values_are_plain_decimals(name: str, public: Program) -> None:
    found = all_of(public, name)
    assert found
    for row in found:
        for text in filter(None, (row["amount"]["value"], row["amount"]["high"])):
            assert "E" not in text.upper()
            assert text == (text.rstrip("0").rstrip(".") if "." in text else text)
        assert row["numbers"][0]["field"] == "value"
        for key in ("value", "high", "qualifier", "unit", "as_printed"):
            assert row["numbers"][0][key] == row["amount"][key]
        assert row["numbers"][0]["period"] == row["period"]


def test_the_cap_of_a_rule_is_an_amount(public: Program) -> None:
    charges = row_of(public, "scheme-rules", "mda-fairs-stall-charges")
    assert (charges["scheme"], charges["rate_percent"]) == ("mda", "60")
    assert (charges["cap"]["value"], charges["cap"]["as_printed"]) == ("1", "01")
    assert [charges["cap"][name] for name in RUPEES] == ["100000.00", None, "INR"]
    fairs = row_of(public, "scheme-rules", "mda-fairs-number")
    assert (fairs["cap"]["value"], fairs["cap"]["unit"], fairs["cap"]["currency"]) == ("3", "fairs", None)
    assert row_of(public, "scheme-rules", "gateway-port-eligible-units")["cap"] is None


def test_a_scheme_names_its_rules(public: Program) -> None:
    version, *later = row_of(public, "schemes", "mda")["versions"]
    assert {(row["status"], *row["rules"]) for row in later} == {("reported",)}
    assert version["status"] == "as_printed"
    assert (version["effective_from"], version["effective_to"]) == (None, None)
    listed = [row["slug"] for row in all_of(public, "scheme-rules") if row["scheme"] == "mda"]
    assert sorted(version["rules"]) == sorted(listed)


def test_a_target_beside_where_it_starts_from(public: Program) -> None:
    found = row_of(public, "outcome-targets", "annual-turnover-of-the-leather-cluster")
    assert found["baseline"]["amount"] == "100000000000.00"
    assert found["target"]["as_printed"] == "11,000"
    trained = row_of(public, "outcome-targets", "trained-workers-added-to-the-cluster")
    assert trained["baseline"] is None
    assert (trained["target"]["qualifier"], trained["target"]["currency"]) == ("approx.", None)


def test_the_printed_total_of_table_1_is_not_the_sum_of_its_rows(public: Program) -> None:
    found = all_of(public, "industry-rows")
    (total,) = (row for row in found if row["is_total"])
    assert total["investment"]["value"] == "89671"
    assert total["investment"]["amount"] == "896710000000.00"
    assert total["kind"] == "printed"


def test_a_table_has_numbers_for_numbers_and_texts_for_codes(public: Program) -> None:
    address = "/api/v1/export-figures/?page_size=1000&format="
    shown = all_of(public, "export-figures")
    cells = xlsx_rows(public.get(f"{address}xlsx"))
    lines = list(csv.DictReader(StringIO(public.get(f"{address}csv").content.decode(), newline="")))
    assert len(cells) == len(lines) == len(shown)
    for cell, line, row in zip(cells, lines, shown, strict=True):
        kind, value = cell["amount.value"]
        assert kind == "n"
        assert float(value) == float(line["amount.value"]) == float(row["amount"]["value"])
        assert line["amount.value"] == row["amount"]["value"]
        if row["hs_code"]:
            assert cell["hs_code"][0] in ("s", "inlineStr")
            assert cell["hs_code"][1] == line["hs_code"] == row["hs_code"]
        assert cell["amount.as_printed"][0] in ("s", "inlineStr")
    assert any(row["hs_code"] for row in shown)


def test_a_tannery_of_the_registry_is_reported(public: Program) -> None:
    place = Place.objects.first()
    assert place
    made = Tannery.objects.create(name="A tannery", place=place, scope=Tannery.Scope.RAW_TO_FINISHED)
    Tannery.objects.create(name="B tannery", place=place, operating=True)
    assert row_of(public, "tanneries", str(made.pk)) == {
        "id": made.pk,
        "api_url": f"http://testserver/api/v1/tanneries/{made.pk}/",
        "name": "A tannery",
        "name_hi": "",
        "place": place.slug,
        "category": None,
        "scope": "raw_to_finished",
        "operating": None,
        "kind": "reported",
    }
    for query, names in {
        f"place={place.slug}": ["A tannery", "B tannery"],
        "scope=raw_to_finished": ["A tannery"],
        "operating=true": ["B tannery"],
        "operating=false": [],
        "category=integrated-large-tanneries": [],
    }.items():
        found = public.get(f"/api/v1/tanneries/?{query}").json()["results"]
        assert [row["name"] for row in found] == names, query


def test_a_document_says_how_much_of_it_is_carried(public: Program) -> None:
    found = row_of(public, "documents", "export-plan")
    assert (found["type"], found["status"], found["issued_on"]) == ("official_plan", "draft", None)
    passages = public.get("/api/v1/passages/?document=export-plan&page_size=1").json()["count"]
    counts = found["counts"]
    assert (counts["kind"], counts["passages"]) == ("computed", passages)
    assert 0 < counts["lines_omitted"] < counts["lines_carried"] <= found["line_count"]
    assert counts["lines_carried"] + counts["lines_omitted"] <= found["line_count"]
