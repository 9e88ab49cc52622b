"""Imported figures as a file in the portal's own layout, which another portal imports as it is.

A line is that of `own_layout.line`, written by the database, at constant memory. The series stand in the
order of what names them, within each the figures by code, partner and first day, all compared by bytes:
two portals with the same figures write the same file. No cell needs quotes or a guard against formulas:
each is a number, a day, a code, a word that the layouts know, or a reporter's short name, whose letters the
database holds to.
"""

from __future__ import annotations

from collections.abc import Iterator

from exports.imports.database import database, execute, make
from exports.imports.own_layout import HEADING
from exports.minor_units import MINOR_UNITS, QUANTITY_PARTS
from exports.trade.csv_stream import Interrupted
from exports.trade.figures import Figures

_CHUNK = 5_000
_END = "\r\n"
_KEY = ("hs_code", "partner", "period_start")
_COLUMNS = ("series_id", *_KEY, "amount", "quantity", "quantity_unit", "provisional")


def file_in_own_layout(asked: Figures) -> Iterator[bytes]:
    """The heading, then every imported figure that is asked for; UTF-8.

    Raises Interrupted where an import has changed their number since it was counted.
    """
    yield HEADING.encode()
    if asked.reported is None or not asked.reported_count:
        return
    figures, parameters = asked.reported.rows().order_by().values(*_COLUMNS).query.sql_with_params()
    sent = 0
    _put_series_in_order()
    with database().reading() as cursor:
        cursor.execute(_lines_of(figures), parameters)
        while rows := cursor.fetchmany(_CHUNK):
            sent += len(rows)
            yield (_END.join([line for (line,) in rows]) + _END).encode()
    if sent != asked.reported_count:
        raise Interrupted(f"{asked.reported_count} rows were counted, {sent} found")


def _put_series_in_order() -> None:
    """In a table, for its key tells SQLite that nothing needs to be sorted where their figures follow."""
    named = ("s.source", "r.slug", "s.flow", "s.hs_edition", "s.basis", "s.currency")
    order = ", ".join(f"{name} {database().by_bytes}" for name in named)
    make("export_series", "(place integer PRIMARY KEY, id bigint, subject text, basis text, currency text)")
    execute(
        f"""
        INSERT INTO export_series
        SELECT ROW_NUMBER() OVER (ORDER BY {order}), s.id,
            s.source || ',' || r.slug || ',' || s.flow || ',' || s.hs_edition || ',',
            ',' || s.basis || ',', ',' || s.currency || ','
        FROM exports_tradeseries s JOIN exports_reporter r ON r.id = s.reporter_id
        """  # noqa: S608  # of its own constants
    )
    database().look_at("export_series")


def _lines_of(figures: str) -> str:
    """The lines of what a statement finds."""
    return f"""
        SELECT s.subject || f.hs_code || ',' || f.partner || s.basis || CAST(f.period_start AS text)
            || s.currency || {_decimal("f.amount", MINOR_UNITS)} || ','
            || COALESCE({_shortest("f.quantity", QUANTITY_PARTS)}, '') || ',' || f.quantity_unit
            || CASE WHEN f.provisional THEN ',true' ELSE ',false' END
        FROM export_series s CROSS JOIN ({figures}) f WHERE f.series_id = s.id
        ORDER BY s.place, f.hs_code, f.partner, f.period_start
    """  # noqa: S608  # of its own constants; what is asked for stands in the parameters


def _decimal(number: str, parts: int) -> str:
    """So many hundredths or thousandths as a decimal: `minor_units.money`."""
    rest = f"{parts} + {number} %% {parts}"  # with the zeros that it may begin with
    return f"CAST({number} / {parts} AS text) || '.' || substr(CAST({rest} AS text), 2)"


def _shortest(number: str, parts: int) -> str:
    """The same without needless zeros."""
    return f"rtrim(rtrim({_decimal(number, parts)}, '0'), '.')"
