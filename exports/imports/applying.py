"""A checked file becomes figures, whole or not at all."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from exports.imports import differences, totals
from exports.imports.database import database
from exports.imports.leases import Lease
from exports.imports.staging import Staged, stage
from exports.models import ImportBatch


def apply(lease: Lease) -> None:
    """Read the file again, and write what differs by now, with history and totals, in one transaction."""
    staged = stage(lease)
    with transaction.atomic():
        batch = lease.hold()
        if staged.rejected == batch.rejected:
            _write(batch, staged)
        else:
            # Not what somebody accepted: countries or the rules of the layout have changed since.
            lease.end(ImportBatch.State.TO_CHECK)


def _write(batch: ImportBatch, staged: Staged) -> None:
    database().hold()
    staged.series.link(make=True)
    counts = differences.find()
    differences.write(batch.pk, counts)
    totals.follow()
    for table in ("exports_tradefigure", "exports_tradetotal"):
        # Filled at once, they would be queried by plans for empty ones until the server looks by itself.
        database().look_at(table)
    batch.added, batch.changed = counts.added, counts.changed
    batch.unchanged = staged.rows - counts.added - counts.changed
    if batch.unchanged:
        differences.confirm(batch.pk)
    batch.rows_read = staged.rows_read
    batch.state, batch.lease_until, batch.attempts = ImportBatch.State.APPLIED, None, 0
    batch.applied_at = timezone.now()
    batch.save()  # heard as the one write of the public's data that an import is
