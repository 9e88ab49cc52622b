"""Where one kind of figure ends and the other begins, and where the list says no."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from typing import Any

import pytest
from django.db import transaction

from exports.models import ImportBatch, Reporter
from exports.trade import figures, kept
from tests.api.conftest import Program, errors
from tests.imports.batches import batch
from tests.imports.factories import figure, random_figures, refill_totals, series

URL = "/api/v1/export-figures/"
PRINTED = 62
REPORTED = 90


@pytest.fixture(scope="module", autouse=True)
def rows_of_both_kinds(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        random_figures(17, REPORTED)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def public(db: None) -> Program:
    return Program()


def pages(public: Program, query: str) -> list[list[str]]:
    """The slugs of each page, from the first to the last."""
    found, following = [], f"{URL}?{query}"
    while following:
        page = public.get(following).json()
        found.append([row["slug"] for row in page["results"]])
        following = (page["next"] or "").removeprefix("http://testserver")
    return found


@pytest.mark.parametrize("way", ["cursor=", "page=1"])
@pytest.mark.parametrize("size", [PRINTED // 2, PRINTED, PRINTED + 1])
def test_pages_are_full_where_the_kinds_meet(way: str, size: int, public: Program) -> None:
    (whole,) = pages(public, "page_size=1000")
    found = pages(public, f"{way}&page_size={size}")
    assert list(chain(*found)) == whole
    assert [len(page) for page in found[:-1]] == [size] * (len(found) - 1)
    assert len(whole) == PRINTED + REPORTED


@pytest.mark.parametrize("ordering", ["period", "-period", "hs_code"])
def test_pages_in_an_order_hold_each_row_once(ordering: str, public: Program) -> None:
    (whole,) = pages(public, f"page_size=1000&ordering={ordering}")
    assert list(chain(*pages(public, f"page_size=30&ordering={ordering}"))) == whole
    assert len(set(whole)) == PRINTED + REPORTED


@pytest.mark.parametrize("ordering", ["period", "-period", "hs_code"])
def test_what_lacks_that_by_which_it_is_ordered_comes_last(ordering: str, public: Program) -> None:
    rows = public.get(f"{URL}?kind=printed&page_size=1000&ordering={ordering}").json()["results"]
    missing = [not (row["hs_code"] if ordering == "hs_code" else row["period"]["start"]) for row in rows]
    assert missing == sorted(missing)
    assert any(missing)


def test_too_many_figures_are_not_put_in_order(public: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "MOST_SORTED", REPORTED - 1)
    for ending in ("", "&format=csv", "&page=2"):
        assert "narrow them" in errors(public.get(f"{URL}?ordering=period{ending}"))["ordering"][1]
    assert public.get(URL).status_code == 200
    monkeypatch.setattr(figures, "MOST_SORTED", REPORTED)
    assert public.get(f"{URL}?ordering=period").status_code == 200


def test_a_count_that_is_remembered_is_of_one_question(public: Program) -> None:
    """Questions that no totals hold, each counted by itself."""

    def counted(query: str) -> int:
        return int(public.get(f"{URL}?kind=reported&page_size=1&{query}").json()["count"])

    def naive(query: str) -> int:
        (rows,) = pages(public, f"kind=reported&page_size=1000&{query}")
        return len(rows)

    questions = [
        "provisional=true", "provisional=false", "provisional=true&hs_level=8", "provisional=true&hs_level=6",
        "provisional=true&partner=DE", "provisional=true&partner=US", "provisional=true&hs_code=64",
        "provisional=true&period_from=2019-01-01", "provisional=true&to=2018-06-30",
        "provisional=true&flow=import", "hs_code=640", "hs_code=640&partner=DE",
    ]  # fmt: skip
    numbers = [f"batch={batch.number}" for batch in ImportBatch.objects.all()]
    assert [counted(query) for query in questions + numbers] == [
        naive(query) for query in questions + numbers
    ]
    assert sum(counted(number) for number in numbers) == REPORTED


@pytest.mark.parametrize(("quantity", "shown"), [(None, None), (0, "0"), (5, "0.005"), (10_000, "10")])
def test_a_quantity_of_zero_is_not_an_unknown_one(
    quantity: int | None, shown: str | None, public: Program
) -> None:
    of = series("comtrade", "india", "export", "HS 2022", "CY", "USD")
    unit = "" if quantity is None else "kg"
    made = figure(of, batch(), hs_code="11112222", quantity=quantity, quantity_unit=unit)
    refill_totals()
    assert public.get(f"{URL}t-{made.pk}/").json()["quantity"] == shown
    table = b"".join(public.get(f"{URL}?format=csv&kind=reported").streaming_content).decode()
    (row,) = [row for row in csv.DictReader(StringIO(table, newline="")) if row["slug"] == f"t-{made.pk}"]
    assert (row["quantity"], row["quantity_unit"]) == (shown or "", unit)


def test_a_sign_of_percent_in_a_name_is_only_a_sign(public: Program) -> None:
    of = series("comtrade", "de", "export", "HS 2022", "CY", "USD")
    Reporter.objects.filter(pk=of.reporter_id).update(name="100% Germany %s %(x)s")
    made = figure(of, batch(), hs_code="11112222")
    refill_totals()
    table = b"".join(public.get(f"{URL}?format=csv&reporter=de&hs_code=11").streaming_content).decode()
    (row,) = csv.DictReader(StringIO(table, newline=""))
    assert (row["slug"], row["reporter_label"]) == (f"t-{made.pk}", "100% Germany %s %(x)s")


def test_a_code_of_other_signs_is_refused(public: Program) -> None:
    for code in ("leather", "6x", "०१", "6.4"):
        assert "0 to 9 alone" in errors(public.get(f"{URL}?hs_code={code}"))["hs_code"][1], code


@pytest.mark.parametrize("moment", ["applied_at", "revoked_at"])
def test_each_import_and_each_revocation_is_another_state(moment: str, db: None) -> None:
    before = kept.state()
    latest = ImportBatch.objects.latest("pk")
    setattr(latest, moment, "2099-01-01T00:00:00Z")
    latest.save(update_fields=[moment])
    assert kept.state() != before
