"""What a file changes in the figures: added, changed, unchanged; history, totals, and back again."""

import random
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from exports.import_actions import ask_to_apply, ask_to_revoke, receive
from exports.imports.jobs import work
from exports.imports.own_layout import HEADING
from exports.imports.series import _country
from exports.models import ImportBatch, Reporter, TradeFigure, TradeFigureChange, TradeSeries
from exports.partners import codes
from kanpur_portal import data_version
from tests.imports.bringing import applied, bring, checked, everything, revoked, totals, totals_by_hand

pytestmark = pytest.mark.usefixtures("reporters")

BAGS = ("42022110", "DE", 2023, "1200.50")
SHOES = ("640391", "world", 2023, "90000")


def counts(batch: ImportBatch) -> tuple[int | None, ...]:
    return batch.added, batch.changed, batch.unchanged, batch.rejected


def test_a_check_counts_and_changes_nothing() -> None:
    batch = bring(BAGS, SHOES, ("420", "DE", 2023, "5"))
    assert (batch.state, counts(batch)) == ("checked", (2, 0, 0, 1))
    assert (batch.rows_read, batch.rows_expected, batch.lease_until) == (3, 3, None)
    [rejected] = batch.rejected_rows.all()
    assert (rejected.row, rejected.column, rejected.value, rejected.reason) == (
        4,
        "hs_code",
        "420",
        "lost_zero",
    )
    assert everything() == (set(), set(), {})
    assert not TradeSeries.objects.exists()


def test_applying_writes_figures_of_the_batch() -> None:
    batch = applied(BAGS, SHOES)
    assert (batch.state, counts(batch)) == ("applied", (2, 0, 0, 0))
    assert batch.applied_at and batch.lease_until is None
    figure = TradeFigure.objects.get(hs_code="42022110")
    assert (figure.partner, figure.amount, figure.quantity) == ("DE", 120050, None)
    assert (figure.period_start, figure.provisional, figure.batch) == (date(2023, 1, 1), False, batch)
    series = figure.series
    assert (series.source, series.reporter.slug, series.flow) == ("portal", "india", "export")
    assert (series.hs_edition, series.basis, series.currency) == ("HS 2017", "CY", "USD")


def test_rows_that_are_left_out_make_no_series() -> None:
    """Nor a country to report them: nobody's trade would be of it."""
    batch = applied(BAGS, ("42022110", "DE", 2023, "ten", "false", "FR"))
    assert counts(batch) == (1, 0, 0, 1)
    assert [series.reporter.slug for series in TradeSeries.objects.all()] == ["india"]
    assert not Reporter.objects.filter(slug="fr").exists()


def test_the_same_file_again_changes_nothing() -> None:
    first = applied(BAGS, SHOES)
    before = everything()
    second = applied(BAGS, SHOES)
    assert counts(second) == (0, 0, 2, 0)
    assert everything() == before
    assert set(TradeFigure.objects.values_list("batch", flat=True)) == {first.pk}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((*BAGS, "true"), (*BAGS, "false")),
        (BAGS, (*BAGS[:3], "1200.51")),
        ((*BAGS, "false", "india", "1.5"), (*BAGS, "false", "india", "1.6")),
        (BAGS, (*BAGS, "false", "india", "0")),
    ],
    ids=["no longer provisional", "amount", "quantity", "a quantity of zero is a quantity"],
)
def test_a_changed_figure_keeps_what_stood_there(before: Any, after: Any) -> None:
    first = applied(before, SHOES)
    old = TradeFigure.objects.get(hs_code="42022110")
    second = applied(after, SHOES)
    assert counts(second) == (0, 1, 1, 0)
    new = TradeFigure.objects.get(pk=old.pk)
    assert new.batch == second
    [change] = TradeFigureChange.objects.all()
    assert (change.figure, change.batch, change.earlier_batch) == (old, second, first)
    kept = ("amount", "quantity", "quantity_unit", "provisional")
    assert [getattr(change, name) for name in kept] == [getattr(old, name) for name in kept]
    assert [getattr(new, name) for name in kept] != [getattr(old, name) for name in kept]
    assert totals() == totals_by_hand()


def test_what_a_later_file_does_not_name_stays() -> None:
    applied(BAGS, SHOES)
    applied(("4202", "DE", 2022, "7"))
    assert TradeFigure.objects.count() == 3


def test_revoking_restores_what_was_there() -> None:
    applied(BAGS, SHOES)
    before = everything()
    second = applied((*BAGS[:3], "1"), ("64", "FR", 2023, "5"), ("64", "FR", 2024, "5", "true", "DE"))
    assert everything() != before
    assert revoked(second).state == "revoked"
    assert second.revoked_at and everything() == before
    assert TradeSeries.objects.count() == 1


def test_revoking_twice_and_applying_what_is_revoked_is_refused() -> None:
    batch = revoked(applied(BAGS))
    for ask in (lambda: ask_to_revoke(batch, by=None), lambda: ask_to_apply(batch, rejected=0, by=None)):
        with pytest.raises(ValidationError, match="in the state “revoked”"):
            ask()


def test_what_a_later_import_changed_is_not_revoked() -> None:
    first = applied(BAGS)
    second = applied((*BAGS[:3], "1"))
    with pytest.raises(ValidationError, match=f"Revoke {second.number} first"):
        ask_to_revoke(first, by=None)
    assert revoked(second).state == "revoked"
    assert revoked(first).state == "revoked"
    assert not TradeFigure.objects.exists()


def test_a_later_import_that_comes_between_asking_and_doing_wins() -> None:
    first = applied(BAGS)
    ask_to_revoke(first, by=None)
    applied((*BAGS[:3], "1"))
    assert checked(first).state == "applied"
    assert TradeFigure.objects.get().amount == 100


def test_totals_follow_any_sequence_of_imports() -> None:
    """Against the sums made by hand, after each step; and each revoked import leaves the state before it."""
    for slug in ("kanpur-nagar", "unnao", "agra"):
        names = {"name": slug, "name_hi": slug, "level": "district"}
        Reporter.objects.get_or_create(slug=slug, defaults=names)
    chance = random.Random(20261122)  # noqa: S311 - the same at each run
    past: list[Any] = []
    changed = revocations = 0
    for _step in range(20):
        before = everything()
        if past and chance.random() < 0.3:
            batch, before = past.pop()
            revoked(batch)
            revocations += 1
            assert everything() == before
        else:
            names = "", "42", "420221", "42022110", "42022190", "6404"
            keys = {
                (chance.choice(names), chance.choice(["world", "DE", "FR"]), chance.choice([2022, 2023]))
                for _row in range(chance.randint(1, 20))
            }
            rows = [
                (
                    *key,
                    chance.randint(0, 9),
                    chance.choice(["true", "false"]),
                    chance.choice(["india", "FR", "kanpur-nagar", "unnao", "agra"]),
                )
                for key in sorted(keys)
            ]
            past.append((applied(*rows), before))
            changed += past[-1][0].changed
        assert totals() == totals_by_hand()
    assert revocations > 2
    assert changed > 5


def test_rows_for_the_same_figure_are_all_left_out() -> None:
    batch = bring(BAGS, SHOES, BAGS, (*BAGS[:3], "3"), ("4202", "DE", 2023, "1", "false", "IN"),
                  ("4202", "DE", 2023, "1", "false", "india"))  # fmt: skip
    assert counts(batch) == (1, 0, 0, 5)
    rejected = batch.rejected_rows.values_list("row", "reason", "value", "detail")
    assert list(rejected) == [
        (2, "duplicate", "42022110, DE, 2023-01-01", "4"),
        (4, "duplicate", "42022110, DE, 2023-01-01", "2"),
        (5, "duplicate", "42022110, DE, 2023-01-01", "4"),
        (6, "duplicate", "4202, DE, 2023-01-01", "7"),
        (7, "duplicate", "4202, DE, 2023-01-01", "6"),
    ]


def test_a_country_becomes_a_reporter_when_its_figures_are_applied() -> None:
    batch = bring((*BAGS, "false", "DE"), (*BAGS, "false", "nowhere"))
    assert not Reporter.objects.filter(iso2="DE").exists()
    [rejected] = batch.rejected_rows.all()
    assert (rejected.column, rejected.value, rejected.reason) == ("reporter", "nowhere", "unknown_reporter")
    ask_to_apply(batch, rejected=1, by=None)
    checked(batch)
    germany = Reporter.objects.get(iso2="DE")
    assert (germany.slug, germany.name, germany.name_hi, germany.level) == (
        "de", "Germany", "जर्मनी", "country",
    )  # fmt: skip
    again = applied((*BAGS, "false", "de"))
    assert (again.unchanged, TradeSeries.objects.count()) == (1, 1)


def test_a_country_becomes_one_reporter_for_all_series_of_a_file() -> None:
    lines = "".join(
        f"portal,de,{flow},HS 2017,4202,world,CY,2023-01-01,USD,5.00,,,false\r\n"
        for flow in ("export", "import")
    )
    file = ContentFile((HEADING + lines).encode(), name="both.csv")
    batch = checked(receive(file=file, layout="own", answers={}, retrieved_on=date(2026, 3, 31)))
    ask_to_apply(batch, rejected=0, by=None)
    assert (checked(batch).state, Reporter.objects.get(iso2="DE").series.count()) == ("applied", 2)


def test_every_country_can_become_a_reporter() -> None:
    for code in codes() - {"IN"}:
        _country(code).clean_fields()
    assert Reporter.objects.filter(level="country").count() == len(codes())


def test_only_applying_and_revoking_make_pages_anew() -> None:
    def version() -> str:
        data_version.forget()
        return data_version.current()

    data_version.bump()
    numbers = [version()]
    batch = bring(BAGS, ("420", "DE", 2023, "5"))
    ask_to_apply(batch, rejected=1, by=None)
    numbers.append(version())
    checked(batch)
    numbers.append(version())
    ask_to_revoke(batch, by=None)
    numbers.append(version())
    checked(batch)
    numbers.append(version())
    assert [int(number.split("-")[0]) - int(numbers[0].split("-")[0]) for number in numbers] == [
        0,
        0,
        1,
        1,
        2,
    ]


def test_amounts_too_large_to_add_are_refused() -> None:
    most = 92_233_720_368_547_758
    applied(("4202", "DE", 2023, most - 5))
    batch = bring(("4202", "FR", 2023, 4), ("4202", "IT", 2023, 2))
    assert (batch.state, TradeFigure.objects.count()) == ("refused", 1)
    assert "too large" in batch.refusal
    work(batch.pk)
