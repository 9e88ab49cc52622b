"""An import is taken back: its figures are again what they were before, or gone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from exports.imports import totals
from exports.imports.database import database, execute, make
from exports.imports.leases import Lease
from exports.models import ImportBatch, TradeFigureChange, TradeSeries


def later_import(batch: ImportBatch) -> ImportBatch | None:
    """The last import that changed a figure of this one; it has to be revoked first."""
    later = TradeFigureChange.objects.filter(earlier_batch=batch).select_related("batch")
    # By "-batch" it would be the first one: imports stand in falling order by themselves.
    change = later.order_by("-batch_id").first()
    return change.batch if change else None


def confirming_import(batch: ImportBatch) -> ImportBatch | None:
    """The last import that stands and found figures of this one unchanged: they would go with this one."""
    return batch.confirmed_by.filter(state__in=ImportBatch.STANDING).order_by("-pk").first()


@transaction.atomic
def revoke(lease: Lease) -> None:
    batch = lease.hold()
    database().prepare()
    database().hold()
    if later_import(batch) or confirming_import(batch):
        lease.end(ImportBatch.State.APPLIED)  # applied between the request and now; asking again says so
        return
    _find(batch.pk)
    totals.follow()
    _put_back(batch.pk)
    _remove_empty_series()
    batch.state, batch.lease_until, batch.attempts = ImportBatch.State.REVOKED, None, 0
    batch.revoked_at = timezone.now()
    batch.save()  # heard as one write of the public's data


def _find(batch_id: int) -> None:
    """The figures that stand as the import wrote them, with what they become; nothing where they go."""
    make(
        "import_differing",
        f"""AS SELECT f.id AS figure_id, f.series_id, f.hs_code, f.partner, {database().year} AS year,
            f.amount AS old_amount, f.provisional AS old_provisional, c.amount, c.quantity, c.quantity_unit,
            c.provisional, c.earlier_batch_id
        FROM exports_tradefigure f
        LEFT JOIN exports_tradefigurechange c ON c.figure_id = f.id AND c.batch_id = f.batch_id
        WHERE f.batch_id = %s""",
        (batch_id,),
    )
    database().look_at("import_differing")


def _put_back(batch_id: int) -> None:
    execute(
        """
        UPDATE exports_tradefigure AS f
        SET amount = d.amount, quantity = d.quantity, quantity_unit = d.quantity_unit,
            provisional = d.provisional, batch_id = d.earlier_batch_id
        FROM import_differing d WHERE f.id = d.figure_id AND d.amount IS NOT NULL
        """
    )
    execute("DELETE FROM exports_tradefigurechange WHERE batch_id = %s", (batch_id,))
    execute("DELETE FROM exports_tradefigure WHERE batch_id = %s", (batch_id,))


def _remove_empty_series() -> None:
    """Of those that the import had made; the countries stay, which are no figures."""
    for districts in ({"totals_under__isnull": False}, {"other_districts": None}):
        empty = TradeSeries.objects.filter(figures=None, totals=None, **districts)
        empty._raw_delete(empty.db)
