"""Where an import could go wrong by one: rows at the edge of a series, a limit, or of what is put back."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from exports.import_actions import ask_to_apply, ask_to_revoke
from exports.imports import applying, files, leases, staging
from exports.imports.jobs import work
from exports.imports.layouts import own_blocks
from exports.imports.leases import LeaseLost, claim
from exports.imports.series import _country
from exports.models import ImportBatch, Reporter, TradeFigure, TradeSeries
from tests.imports.bringing import applied, bring, checked, everything, revoked, totals, totals_by_hand
from tests.imports.test_import_jobs import BAD, BAGS, SHOES, path_of, received

pytestmark = pytest.mark.usefixtures("reporters")
WITH_QUANTITY = (*BAGS, "true", "india", "1.5")


def in_tonnes(*lines: Any) -> ContentFile:
    """The file with quantities in tonnes instead of kilograms."""
    content = received(*lines).sha256
    text = (files.folder() / content).read_text().replace(",kg,", ",t,")
    return ContentFile(text.encode(), name="tonnes.csv")


def test_the_same_goods_in_two_series_are_two_figures() -> None:
    """The last row of one series and the first of the next differ in nothing else."""
    batch = applied((*BAGS, "false", "india"), (*BAGS, "false", "FR"))
    assert (batch.added, batch.rejected) == (2, 0)


def test_rows_of_one_figure_are_found_however_far_apart() -> None:
    batch = bring(BAGS, ("42022110", "FR", 2023, "1"), ("42022110", "AE", 2023, "1"), BAGS)
    assert (batch.added, batch.rejected) == (2, 2)


def test_one_country_by_code_and_by_name_is_one_series() -> None:
    batch = applied((*BAGS, "false", "IN"), (*SHOES, "false", "india"))
    assert (batch.added, TradeSeries.objects.count()) == (2, 1)


@pytest.mark.parametrize("code", ["fr", "FR"])
def test_a_country_that_reports_first_is_named_in_either_case(code: str) -> None:
    applied((*BAGS, "false", code))
    assert TradeSeries.objects.get().reporter.iso2 == "FR"


def test_a_reporter_that_another_import_has_made_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = bring((*BAGS, "false", "FR"))
    ask_to_apply(batch, rejected=0, by=None)
    alone = applying.stage

    def meanwhile(lease: Any) -> Any:
        staged = alone(lease)
        _country("FR")
        return staged

    monkeypatch.setattr(applying, "stage", meanwhile)
    assert checked(batch).state == "applied"
    assert Reporter.objects.filter(iso2="FR").count() == 1


def test_another_unit_of_the_same_number_is_a_change() -> None:
    applied(WITH_QUANTITY)
    batch = checked(received(file=in_tonnes(WITH_QUANTITY)))
    assert (batch.added, batch.changed) == (0, 1)
    ask_to_apply(batch, rejected=0, by=None)
    checked(batch)
    assert TradeFigure.objects.get().quantity_unit == "t"


def test_all_that_a_figure_said_is_put_back() -> None:
    applied(WITH_QUANTITY, SHOES)
    before = everything()
    batch = checked(received(file=in_tonnes((*BAGS[:3], "7", "false", "india", "2"))))
    ask_to_apply(batch, rejected=0, by=None)
    checked(batch)
    figure = TradeFigure.objects.get(hs_code="42022110")
    assert (figure.amount, figure.quantity, figure.quantity_unit, figure.provisional) == (
        700, 2_000, "t", False,
    )  # fmt: skip
    revoked(batch)
    assert everything() == before
    assert totals() == totals_by_hand()


def test_of_several_later_imports_the_last_is_named() -> None:
    first = applied(BAGS, SHOES)
    applied((*BAGS[:3], "1"))
    last = applied((*SHOES[:3], "1"))
    with pytest.raises(ValidationError, match=f"Revoke {last.number} first"):
        ask_to_revoke(first, by=None)


def test_rows_are_counted_with_those_that_are_left_out() -> None:
    batch = bring(BAGS, BAD, SHOES)
    ask_to_apply(batch, rejected=1, by=None)
    checked(batch)
    assert (batch.rows_read, batch.added, batch.unchanged) == (3, 2, 0)


def test_a_file_that_is_sent_back_is_checked_as_if_for_the_first_time() -> None:
    batch = bring(BAGS, BAD)
    for _time in range(4):
        ask_to_apply(batch, rejected=1, by=None)
        ImportBatch.objects.update(rejected=0, rejected_listed=0)  # as if a rule had changed since
        assert (checked(batch).state, batch.rejected, batch.attempts) == ("checked", 1, 0)
        assert batch.rejected_rows.count() == 1


@pytest.mark.parametrize("rows", [[BAD, BAD], [SHOES, SHOES]], ids=["wrong", "repeated"])
def test_so_many_rejected_rows_are_listed_and_one_more_refuses_the_file(
    rows: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "MOST_REJECTED", 2)
    assert bring(BAGS, *rows).state == "checked"
    batch = bring(BAGS, *rows, rows[0])
    assert (batch.state, batch.rejected_rows.count()) == ("refused", 2)
    assert "10,000 rows" in batch.refusal


@pytest.mark.parametrize("lines", ["", "\n\n", ",,,,,,,,,,,,\n"])
def test_a_heading_alone_is_refused(lines: str) -> None:
    heading = path_of(received(BAGS)).read_text().splitlines(keepends=True)[0]
    batch = checked(received(file=ContentFile((heading + lines).encode(), name="x.csv")))
    assert (batch.state, batch.refusal) == ("refused", "The file holds no figures.")


def test_sums_of_several_codes_count_towards_the_largest() -> None:
    half = 46_116_860_184_273_870
    applied(("4202", "DE", 2023, half), ("6403", "DE", 2023, half))
    batch = bring(("4202", "FR", 2023, 100))
    assert (batch.state, "too large" in batch.refusal) == ("refused", True)


def test_a_file_that_was_refused_lately_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_SETTLED", -1)
    content = b"neither heading nor rows"
    batch = checked(received(file=ContentFile(content, name="x.csv")))
    assert batch.state == "refused"
    files.remove_unapplied()
    assert path_of(batch).exists()
    ImportBatch.objects.update(made_at=timezone.now() - timedelta(days=31))
    files.remove_unapplied()
    assert not path_of(batch).exists()


def test_the_lease_is_renewed_while_the_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_blocks, "_BYTES_AT_ONCE", 1)
    monkeypatch.setattr(leases, "_RENEW_EVERY_SECONDS", 0)
    seen: list[int] = []
    work(received(BAGS, BAD, SHOES).pk, lambda batch: seen.append(batch.rows_read))
    assert seen[:3] == [1, 2, 3]


def test_progress_is_told_at_most_once_a_second() -> None:
    seen: list[int] = []
    lease = claim(received(BAGS).pk, lambda batch: seen.append(batch.rows_read))
    assert lease
    lease.renew(1)
    lease.renew(2)
    assert (seen, lease.batch.rows_read) == ([], 2)


def test_a_database_that_is_busy_does_not_end_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a transaction is open: it can only be broken off."""
    monkeypatch.setattr(leases, "_RENEW_EVERY_SECONDS", 0)
    lease = claim(received(BAGS).pk, lambda batch: None)
    assert lease

    def locked(*args: Any, **values: Any) -> int:
        raise OperationalError("database is locked")

    with monkeypatch.context() as busy:
        busy.setattr(QuerySet, "update", locked)
        with pytest.raises(OperationalError):
            lease.renew(1)
        busy.setattr(leases, "connection", SimpleNamespace(in_atomic_block=False))
        lease.renew(1)
    lease.renew(2)
    ImportBatch.objects.update(lease_until=None, state="to_check")
    with pytest.raises(LeaseLost):
        lease.renew(3)
