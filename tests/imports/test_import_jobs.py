"""Who works on an import: leases, attempts, refusals, and an end at any statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from exports import tasks
from exports.import_actions import ask_to_apply, ask_to_revoke, receive
from exports.imports import files, leases, staging
from exports.imports.jobs import work
from exports.imports.leases import Lease, LeaseLost, claim
from exports.models import ImportBatch, TradeFigure
from tests.imports.bringing import applied, bring, checked, everything, file_of, revoked

BAGS = ("42022110", "DE", 2023, "1200.50")
SHOES = ("640391", "world", 2023, "90000")
BAD = ("420", "DE", 2023, "5")
pytestmark = pytest.mark.usefixtures("reporters")


def received(*lines: Any, **values: Any) -> ImportBatch:
    given = {"file": file_of(*lines), "layout": "own", "answers": {}, "retrieved_on": date(2026, 3, 31)}
    return receive(**(given | values))


def path_of(batch: ImportBatch) -> Path:
    return Path(settings.DATA_DIR) / "imports" / batch.sha256


def silent(batch: ImportBatch) -> None:
    """Nobody watches."""


def let_run_out(batch: ImportBatch) -> None:
    past = timezone.now() - timedelta(seconds=1)
    assert ImportBatch.objects.filter(pk=batch.pk).exclude(lease_until=None).update(lease_until=past)


def test_receiving_keeps_the_file_and_has_it_checked(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[int] = []
    monkeypatch.setattr(tasks.work_on_import, "delay", queued.append)
    file = file_of(BAGS)
    file.name = "C:\\trade\\bags\x07.csv"
    with django_capture_on_commit_callbacks(execute=True):
        batch = received(file=file, note=" n ", source_url="https://example.org/x")
    assert (batch.state, batch.file_name, batch.note) == ("to_check", "bags.csv", "n")
    assert path_of(batch).read_bytes() == file_of(BAGS).read()
    assert batch.size == path_of(batch).stat().st_size
    assert queued == [batch.pk]


def test_a_queue_that_is_away_loses_nothing(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(pk: int) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(tasks.work_on_import, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        batch = received(BAGS)
    monkeypatch.setattr(tasks.work_on_import, "delay", work)
    tasks.take_up_imports()
    batch.refresh_from_db()
    assert batch.state == "checked"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"file": ContentFile(b"", name="empty.csv")}, "file"),
        ({"layout": "xml"}, "layout"),
        ({"retrieved_on": timezone.localdate() + timedelta(days=2)}, "retrieved_on"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"note": "n" * 301}, "note"),
        ({"answers": {"colour": "red"}}, "colour"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_received_is_named(values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        received(BAGS, **values)
    assert list(refused.value.message_dict) == [field]
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_too_large_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 20)
    there = set(files.folder().iterdir())
    with pytest.raises(ValidationError, match="larger than 2 GB"):
        received(BAGS)
    assert set(files.folder().iterdir()) == there


def test_what_cannot_be_read_is_refused_with_words() -> None:
    batch = checked(received(file=ContentFile(b"%PDF-1.7", name="x.csv")))
    assert batch.state == "refused"
    assert "not a table" in batch.refusal


@pytest.mark.parametrize(("spoil", "words"), [(Path.unlink, "no longer kept"), (Path.touch, "")])
def test_a_lost_file_is_refused(spoil: Callable[[Path], None], words: str) -> None:
    batch = bring(BAGS)
    spoil(path_of(batch))
    ask_to_apply(batch, rejected=0, by=None)
    assert words in checked(batch).refusal
    assert (batch.state == "applied") == (not words)


def test_a_damaged_file_is_refused() -> None:
    batch = bring(BAGS)
    path_of(batch).write_bytes(path_of(batch).read_bytes().replace(b"1200.50", b"9200.50"))
    ask_to_apply(batch, rejected=0, by=None)
    assert "damaged" in checked(batch).refusal
    assert not TradeFigure.objects.exists()


def test_too_many_rejected_rows_refuse_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST_REJECTED", 2)
    batch = bring(BAGS, BAD, BAD, BAD)
    assert batch.state == "refused"
    assert batch.rejected_rows.count() == 2


def test_a_click_needs_the_count_that_was_seen() -> None:
    batch = bring(BAGS, BAD)
    with pytest.raises(ValidationError, match="1 rows are rejected now"):
        ask_to_apply(batch, rejected=0, by=None)
    ask_to_apply(batch, rejected=1, by=None)
    with pytest.raises(ValidationError, match="in the state “waiting to be applied”"):
        ask_to_apply(batch, rejected=1, by=None)


def test_a_file_without_a_good_row_cannot_be_applied() -> None:
    with pytest.raises(ValidationError, match="nothing to apply"):
        ask_to_apply(bring(BAD), rejected=1, by=None)


def test_other_rejections_than_accepted_send_it_back() -> None:
    batch = bring(BAGS, BAD)
    ask_to_apply(batch, rejected=1, by=None)
    ImportBatch.objects.update(rejected=0, rejected_listed=0)  # as if a rule had changed since
    assert (checked(batch).state, batch.rejected) == ("checked", 1)
    assert not TradeFigure.objects.exists()


def test_one_worker_at_a_time_and_another_after_its_lease() -> None:
    batch = received(BAGS)
    first = claim(batch.pk, silent)
    assert first and claim(batch.pk, silent) is None
    let_run_out(batch)
    second = claim(batch.pk, silent)
    assert second
    for act in (lambda: first.hold(), lambda: first.end("checked")):
        with pytest.raises(LeaseLost):
            act()
    second.end("checked")


def test_progress_renews_the_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "_RENEW_EVERY_SECONDS", 0)
    seen: list[int] = []
    batch = received(BAGS)
    lease = claim(batch.pk, lambda found: seen.append(found.rows_read))
    assert lease
    let_run_out(batch)
    lease.batch.refresh_from_db()
    lease.renew(7)
    batch.refresh_from_db()
    assert batch.rows_read == 7 and seen == [7]
    assert batch.lease_until and batch.lease_until > timezone.now() + timedelta(seconds=100)
    ImportBatch.objects.update(lease_until=timezone.now())
    with pytest.raises(LeaseLost):
        lease.renew(8)


class Killed(BaseException):
    """As if the process had ended."""


@contextmanager
def dying_at(number: int) -> Iterator[list[str]]:
    """The worker ends before the statement of this number; those of savepoints end with their transaction."""
    seen: list[str] = []

    def wrapper(run: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql:
            seen.append(sql)
            if len(seen) == number:
                raise Killed
        return run(sql, parameters, many, context)

    with connection.execute_wrapper(wrapper):
        yield seen


def outcome(batch: ImportBatch, *, dies: int, allowed: tuple[Any, ...] = ()) -> tuple[Any, list[str]]:
    """What stands after all, and the statements of the worker that died; none of it lasts."""
    with transaction.atomic():
        try:
            with dying_at(dies) as statements:
                work(batch.pk)
        except Killed:
            assert everything() in allowed, statements[-1]
            ImportBatch.objects.filter(state__in=ImportBatch.AT_WORK).update(lease_until=timezone.now())
            work(batch.pk)
        found = everything()
        transaction.set_rollback(True)
    return found, statements


@pytest.mark.parametrize("ask", [ask_to_apply, ask_to_revoke], ids=["apply", "revoke"])
def test_dying_at_any_statement_leaves_nothing_or_everything(ask: Callable[..., None]) -> None:
    applied(BAGS, SHOES)
    batch = bring((*BAGS[:3], "7"), ("4202", "FR", 2023, "5", "false", "FR"), BAD)
    ask_to_apply(batch, rejected=1, by=None)
    if ask is ask_to_revoke:
        ask_to_revoke(checked(batch), by=None)
    nothing = everything()
    whole, statements = outcome(batch, dies=0)
    assert whole != nothing
    for number in range(1, len(statements) + 1):
        after_all, _ = outcome(batch, dies=number, allowed=(nothing, whole))
        assert after_all == whole, statements[number - 1]


def test_after_three_that_died_it_is_refused() -> None:
    batch = received(BAGS)
    for _attempt in range(3):
        assert claim(batch.pk, silent)
        let_run_out(batch)
    work(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "refused"
    assert "broken off three times" in batch.refusal


def test_a_revocation_that_died_three_times_leaves_it_applied() -> None:
    batch = applied(BAGS)
    ask_to_revoke(batch, by=None)
    for _attempt in range(3):
        assert isinstance(claim(batch.pk, silent), Lease)
        let_run_out(batch)
    assert checked(batch).state == "applied"
    assert revoked(batch).state == "revoked"


def test_files_that_nobody_applied_go_after_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_SETTLED", -1)
    kept, old, new = applied(BAGS), bring(SHOES), bring(SHOES, BAD)
    ImportBatch.objects.exclude(pk=new.pk).update(made_at=timezone.now() - timedelta(days=31))
    ImportBatch.objects.filter(pk=kept.pk).update(state="revoked", revoked_at=timezone.now())
    left = files.folder() / "0.part"
    left.touch()
    files.remove_unapplied()
    assert [path_of(batch).exists() for batch in (kept, old, new)] == [True, False, True]
    assert not left.exists()
    old.refresh_from_db()
    assert (old.state, "30 days" in old.refusal) == ("refused", True)
    monkeypatch.setattr(files, "_SETTLED", 3600)
    path_of(old).touch()
    files.remove_unapplied()
    assert path_of(old).exists(), "brought again just now"
