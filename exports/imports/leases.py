"""Who works on an import. Whoever holds its lease; a lease that has run out is taken up by another.

A worker that died leaves its import where it was: everything a job does to the figures is one transaction.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exports.imports.rows import FileRefused
from exports.models import ImportBatch

logger = logging.getLogger(__name__)
State = ImportBatch.State

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
_RENEW_EVERY_SECONDS = 1.0
_WORK_OF = {
    State.TO_CHECK: State.CHECKING,
    State.TO_APPLY: State.APPLYING,
    State.TO_REVOKE: State.REVOKING,
}


class LeaseLost(Exception):
    """Another worker has taken the import up: this one must leave no trace."""


def due() -> QuerySet[ImportBatch]:
    """What waits for a worker, or has been left by one that died."""
    left = Q(state__in=ImportBatch.AT_WORK, lease_until__lt=timezone.now())
    return ImportBatch.objects.filter(left | Q(state__in=ImportBatch.WAITING)).order_by("pk")


class Lease:
    """The right to work on an import. `report` is told how many rows have been read."""

    def __init__(self, batch: ImportBatch, report: Callable[[ImportBatch], Any]) -> None:
        self.batch = batch
        self._report = report
        self._renewed = time.monotonic()

    def renew(self, rows_read: int) -> None:
        """Say how far the work is, and go on holding it; at most once a second."""
        self.batch.rows_read = rows_read
        if time.monotonic() - self._renewed < _RENEW_EVERY_SECONDS:
            return
        self._report(self.batch)
        until = timezone.now() + LEASE
        try:
            # Not by save(): how far an import is makes no page anew.
            if not self._mine().update(rows_read=rows_read, lease_until=until):
                raise LeaseLost
        except OperationalError:
            # Somebody else has been writing for too long. The next renewal decides, or the end of the work.
            if connection.in_atomic_block:
                raise
            logger.warning("%s: the lease could not be renewed", self.batch.number)
        else:
            self.batch.lease_until, self._renewed = until, time.monotonic()

    def hold(self) -> ImportBatch:
        """The import as it is now, for the rest of the transaction: nobody takes it up meanwhile."""
        held = self._mine().select_for_update(no_key=True).first()
        if held is None:
            raise LeaseLost
        return held

    def end(self, state: str, **values: Any) -> None:
        """The work is done. Raises LeaseLost where it is no longer this worker's to do."""
        values |= {"state": state, "lease_until": None, "attempts": 0}
        if not self._mine().update(**values):
            raise LeaseLost

    def _mine(self) -> QuerySet[ImportBatch]:
        batch = self.batch
        return ImportBatch.objects.filter(pk=batch.pk, state=batch.state, lease_until=batch.lease_until)


@transaction.atomic
def claim(pk: int, report: Callable[[ImportBatch], Any]) -> Lease | None:
    """The lease of an import that is due; None where there is nothing to do, or another does it."""
    # Skips one that a long transaction holds although its lease has run out.
    batch = due().select_for_update(skip_locked=True, no_key=True).filter(pk=pk).first()
    if batch is None:
        return None
    if batch.attempts >= MOST_ATTEMPTS:
        _give_up(batch)
        return None
    batch.state = _WORK_OF.get(State(batch.state), State(batch.state))
    batch.attempts += 1
    batch.rows_read = 0
    batch.lease_until = timezone.now() + LEASE
    _write(batch, "state", "attempts", "rows_read", "lease_until")
    return Lease(batch, report)


def _give_up(batch: ImportBatch) -> None:
    """Whoever worked on it died each time. What has been applied stays applied."""
    logger.error("%s: given up in the state %s", batch.number, batch.state)
    batch.lease_until, batch.attempts = None, 0
    if batch.state in (State.TO_REVOKE, State.REVOKING):
        batch.state = State.APPLIED
    else:
        refused = FileRefused(_("The work on it was broken off three times; nothing was changed."))
        words = refused.words()
        batch.state, batch.refusal, batch.refusal_hi = State.REFUSED, words["refusal"], words["refusal_hi"]
    _write(batch, "state", "attempts", "lease_until", "refusal", "refusal_hi")


def _write(batch: ImportBatch, *names: str) -> None:
    """Not by save(), which has every page made anew."""
    ImportBatch.objects.filter(pk=batch.pk).update(**{name: getattr(batch, name) for name in names})
