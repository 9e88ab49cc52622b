"""What a worker does with an import that is due, and what becomes of one whose file is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction

from exports.imports.applying import apply
from exports.imports.checking import check
from exports.imports.leases import Lease, LeaseLost, claim
from exports.imports.revoking import revoke
from exports.imports.rows import FileRefused
from exports.imports.staging import TooManyRejected, save_rejections
from exports.models import ImportBatch

logger = logging.getLogger(__name__)
State = ImportBatch.State

_JOBS: dict[str, Callable[[Lease], None]] = {
    State.CHECKING: check,
    State.APPLYING: apply,
    State.REVOKING: revoke,
}


def _silent(batch: ImportBatch) -> None:
    """Nobody watches."""


def work(pk: int, report: Callable[[ImportBatch], Any] = _silent) -> None:
    """Do what is due of an import. Safe to call at any time, and by many at once."""
    while lease := claim(pk, report):
        try:
            _JOBS[lease.batch.state](lease)
        except FileRefused as refusal:
            _refuse(lease, refusal)
        except LeaseLost:
            logger.warning("%s: another worker has taken it up", lease.batch.number)


@transaction.atomic
def _refuse(lease: Lease, refusal: FileRefused) -> None:
    batch = lease.hold()
    if isinstance(refusal, TooManyRejected):
        save_rejections(batch, refusal.rejections)
    lease.end(State.REFUSED, **refusal.words())
