"""What the rows of a file change in the figures: found by one join, and written from it."""

from __future__ import annotations

from dataclasses import dataclass

from exports.imports.database import database, execute, fetch, make

_FOUND = """
    FROM import_read r CROSS JOIN import_series s
    LEFT JOIN exports_tradefigure f ON f.series_id = s.series_id AND f.hs_code = r.hs_code
        AND f.partner = r.partner AND f.period_start = r.period_start
    WHERE s.number = r.series AND (
        f.id IS NULL OR f.amount <> r.amount OR f.provisional <> r.provisional
        OR f.quantity_unit <> r.quantity_unit OR COALESCE(f.quantity, -1) <> COALESCE(r.quantity, -1)
    )
"""


@dataclass(frozen=True)
class Counts:
    added: int
    changed: int


def count() -> Counts:
    """How many rows of `import_read` would be new, and how many would change a figure."""
    [(differing, changed)] = fetch(f"SELECT count(*), count(f.id) {_FOUND}")
    return Counts(differing - changed, changed)


def find() -> Counts:
    """Put what differs into `import_differing`, with what stood there before."""
    make(
        "import_differing",
        f"""AS SELECT s.series_id, r.hs_code, r.partner, r.period_start, r.year, r.amount, r.quantity,
            r.quantity_unit, r.provisional, f.id AS figure_id, f.amount AS old_amount,
            f.quantity AS old_quantity, f.quantity_unit AS old_unit, f.provisional AS old_provisional,
            f.batch_id AS earlier_batch_id
        {_FOUND} {database().in_order}""",
    )
    database().look_at("import_differing")
    [(differing, changed)] = fetch("SELECT count(*), count(figure_id) FROM import_differing")
    return Counts(differing - changed, changed)


def write(batch_id: int, counts: Counts) -> None:
    """Write what differs into the figures, keeping what stood there."""
    if counts.changed:
        execute(
            """
            INSERT INTO exports_tradefigurechange
                (figure_id, batch_id, amount, quantity, quantity_unit, provisional, earlier_batch_id)
            SELECT figure_id, %s, old_amount, old_quantity, old_unit, old_provisional, earlier_batch_id
            FROM import_differing WHERE figure_id IS NOT NULL
            """,
            (batch_id,),
        )
        execute(
            """
            UPDATE exports_tradefigure AS f
            SET amount = d.amount, quantity = d.quantity, quantity_unit = d.quantity_unit,
                provisional = d.provisional, batch_id = %s
            FROM import_differing d WHERE f.id = d.figure_id
            """,
            (batch_id,),
        )
    if counts.added:
        execute(
            """
            INSERT INTO exports_tradefigure (series_id, hs_code, partner, period_start, amount, quantity,
                quantity_unit, provisional, batch_id)
            SELECT series_id, hs_code, partner, period_start, amount, quantity, quantity_unit, provisional, %s
            FROM import_differing WHERE figure_id IS NULL
            """,
            (batch_id,),
        )


def confirm(batch_id: int) -> None:
    """Once all is written: keep whose figures the file found unchanged, a row for each such import."""
    execute(
        """
        INSERT INTO exports_importbatch_confirms (from_importbatch_id, to_importbatch_id)
        SELECT %s, f.batch_id
        FROM import_read r CROSS JOIN import_series s CROSS JOIN exports_tradefigure f
        WHERE s.number = r.series AND f.series_id = s.series_id AND f.hs_code = r.hs_code
            AND f.partner = r.partner AND f.period_start = r.period_start AND f.batch_id <> %s
        GROUP BY f.batch_id
        """,
        (batch_id, batch_id),
    )
