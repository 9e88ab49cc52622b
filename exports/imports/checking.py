"""The dry run: what a file would do, counted, and nothing done."""

from __future__ import annotations

from django.db import transaction

from exports.imports import differences
from exports.imports.leases import Lease
from exports.imports.staging import save_rejections, stage
from exports.models import ImportBatch


def check(lease: Lease) -> None:
    staged = stage(lease)
    staged.series.link(make=False)
    counts = differences.count()
    with transaction.atomic():
        save_rejections(lease.hold(), staged.listed)
        lease.end(
            ImportBatch.State.CHECKED,
            added=counts.added,
            changed=counts.changed,
            unchanged=staged.rows - counts.added - counts.changed,
            rejected=staged.rejected,
            rejected_listed=len(staged.listed),
            rejected_by_reason=dict(staged.reasons),
            rows_read=staged.rows_read,
            rows_expected=staged.rows_read,
        )
