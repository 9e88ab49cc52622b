"""What a later file said again is not taken away with the earlier import that wrote it."""

import random
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exports.import_actions import ask_to_apply, ask_to_revoke
from exports.imports.jobs import work
from exports.models import ImportBatch, TradeFigure
from tests.api.conftest import Program
from tests.imports.bringing import (
    applied,
    bring,
    changes,
    checked,
    everything,
    figures,
    revoked,
    totals,
    totals_by_hand,
)

BAGS = ("42022110", "DE", 2023, "1200.50")
SHOES = ("640391", "world", 2023, "90000")
RAISED = (*BAGS[:3], "1300")
pytestmark = pytest.mark.usefixtures("reporters")


def confirms(batch: ImportBatch) -> set[int]:
    return set(batch.confirms.values_list("pk", flat=True))


def refuses(batch: ImportBatch, later: ImportBatch) -> None:
    before = everything()
    words = f"{later.number} confirmed figures of this import later. Revoke {later.number} first."
    with pytest.raises(ValidationError, match=words):
        ask_to_revoke(batch, by=None)
    batch.refresh_from_db()
    assert (batch.state, everything()) == ("applied", before)


def test_a_file_that_says_the_same_again_holds_the_earlier_import() -> None:
    first, second = applied(BAGS, SHOES), applied(SHOES)
    assert confirms(second) == {first.pk}
    refuses(first, second)
    assert revoked(second).state == "revoked"
    assert TradeFigure.objects.count() == 2
    assert revoked(first).state == "revoked"
    assert not TradeFigure.objects.exists()


def test_only_what_it_found_unchanged_is_confirmed() -> None:
    first, second = applied(BAGS), applied(SHOES)
    third = applied(RAISED, ("42", "FR", 2023, "5"))
    assert confirms(third) == set(), "changed and added"
    fourth = applied(RAISED, SHOES)
    assert confirms(fourth) == {second.pk, third.pk}
    assert confirms(first) == confirms(second) == set()


def test_a_check_confirms_nothing() -> None:
    first = applied(BAGS)
    assert confirms(bring(BAGS)) == set()
    assert revoked(first).state == "revoked"


def test_a_figure_that_went_back_to_its_first_import_is_confirmed_of_that_one() -> None:
    first = applied(BAGS)
    second = applied(RAISED)
    revoked(second)
    third = applied(BAGS)
    assert confirms(third) == {first.pk}
    refuses(first, third)


def test_what_was_confirmed_and_then_changed_is_still_confirmed_when_the_change_goes() -> None:
    first, second, third = applied(BAGS), applied(BAGS), applied(RAISED)
    revoked(third)
    refuses(first, second)
    assert {row[-1] for row in figures()} == {first.pk}


def test_of_several_the_last_that_stands_is_named() -> None:
    first, second, third = applied(BAGS), applied(BAGS), applied(BAGS)
    refuses(first, third)
    revoked(third)
    refuses(first, second)


def test_a_confirmation_that_comes_between_asking_and_doing_wins() -> None:
    first = applied(BAGS)
    ask_to_revoke(first, by=None)
    second = applied(BAGS)
    assert confirms(second) == {first.pk}
    assert checked(first).state == "applied"
    refuses(first, second)


def test_any_sequence_leaves_what_the_standing_files_say() -> None:
    """Revoked in any order: the figures are those of the files that stand, read one after the other."""
    chance = random.Random(5)  # noqa: S311 - the same at each run
    standing: list[tuple[ImportBatch, list[Any]]] = []
    refused = revocations = 0
    for _step in range(30):
        if standing and chance.random() < 0.5:
            chosen = chance.choice(standing)
            try:
                assert revoked(chosen[0]).state == "revoked"
            except ValidationError:
                refused += 1
            else:
                standing.remove(chosen)
                revocations += 1
        else:
            keys = chance.sample([(code, "DE", 2023) for code in ("42", "4202", "6403", "6404")], 2)
            rows = [(*key, chance.choice([1, 1, 2])) for key in keys]
            standing.append((applied(*rows), rows))
        expected: dict[Any, tuple[int, int]] = {}
        for batch, rows in standing:
            for code, _partner, _year, amount in rows:
                if expected.get(code, (None, None))[0] != amount * 100:
                    expected[code] = amount * 100, batch.pk
        found = TradeFigure.objects.values_list("hs_code", "amount", "batch")
        assert {code: (amount, batch) for code, amount, batch in found} == expected
        assert totals() == totals_by_hand()
    assert refused > 2
    assert revocations > 4
    assert {change[1] for change in changes()} <= {batch.pk for batch, _rows in standing}


def test_it_is_one_statement_whatever_the_number_of_figures_and_none_where_all_is_new() -> None:
    def statements(*lines: Any) -> list[str]:
        batch = bring(*lines)
        ask_to_apply(batch, rejected=0, by=None)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            checked(batch)
        return [query["sql"] for query in queries if "importbatch_confirms" in query["sql"]]

    many = [(f"4202{number:04}", "DE", 2023, 5) for number in range(40)]
    assert statements(*many) == []
    assert len(statements(*many)) == 1


def test_pages_and_api_name_both_sides(client: Client) -> None:
    first = applied(BAGS)
    second, third = applied(BAGS), revoked(applied(BAGS))
    shown = client.get(f"/data/imports/{first.pk}/").content.decode()
    link = '<a class="import-number" href="/data/imports/{0.pk}/">{0.number}</a>'.format
    assert f"confirmed, unchanged, by: {link(second)}</p>" in shown
    shown = client.get(f"/data/imports/{second.pk}/").content.decode()
    assert f"that earlier imports brought: {link(first)}</p>" in shown
    assert "confirmed, unchanged" not in shown
    said = {row["number"]: row for row in Program().get("/api/v1/imports/").json()["results"]}
    assert (said[first.number]["confirms"], said[first.number]["confirmed_by"]) == ([], [second.number])
    assert (said[second.number]["confirms"], said[second.number]["confirmed_by"]) == ([first.number], [])
    assert said[third.number]["confirms"] == [first.number]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_revoked_and_confirmed_at_once_the_figures_stay() -> None:
    lines = [(f"4202{code:04}", "DE", 2023, 7) for code in range(400)]
    for _round in range(3):
        first, second = applied(*lines), bring(*lines)
        ask_to_apply(second, rejected=0, by=None)
        ask_to_revoke(first, by=None)
        failed: list[Any] = []

        def worker(pk: int, failed: list[Any] = failed) -> None:
            try:
                work(pk)
            except Exception as error:
                failed.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=worker, args=[batch.pk]) for batch in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        first.refresh_from_db()
        second.refresh_from_db()
        states = first.state, second.state, second.added, second.unchanged
        assert states in [("revoked", "applied", 400, 0), ("applied", "applied", 0, 400)]
        assert TradeFigure.objects.count() == 400
        assert totals() == totals_by_hand()
        for batch in (second, first):
            if batch.state == "applied":
                assert revoked(batch).state == "revoked"
        assert not TradeFigure.objects.exists()
