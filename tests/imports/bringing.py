"""Files in the own layout brought, applied and revoked, and what the figures and totals are then."""

from datetime import date

from django.core.files.base import ContentFile

from exports.import_actions import ask_to_apply, ask_to_revoke, receive
from exports.imports.jobs import work
from exports.imports.own_layout import COLUMNS
from exports.models import ImportBatch, TradeFigure, TradeFigureChange, TradeTotal

Line = tuple[object, ...]


def file_of(*lines: Line) -> ContentFile:
    """A file in the own layout. A line is code, partner, year, amount, and what else it says."""
    text = ",".join(COLUMNS) + "\n"
    for code, partner, year, amount, *more in lines:
        values = dict(zip(("provisional", "reporter", "quantity"), more, strict=False))
        quantity = values.get("quantity", "")
        cells = (
            "portal", values.get("reporter", "india"), "export", "HS 2017", code, partner, "CY",
            f"{year}-01-01", "USD", amount, quantity, "kg" if quantity else "",
            values.get("provisional", "false"),
        )  # fmt: skip
        text += ",".join(map(str, cells)) + "\n"
    return ContentFile(text.encode(), name="figures.csv")


def bring(*lines: Line) -> ImportBatch:
    """The file received and checked."""
    return checked(receive(file=file_of(*lines), layout="own", answers={}, retrieved_on=date(2026, 3, 31)))


def checked(batch: ImportBatch) -> ImportBatch:
    work(batch.pk)
    batch.refresh_from_db()
    return batch


def applied(*lines: Line) -> ImportBatch:
    batch = bring(*lines)
    ask_to_apply(batch, rejected=batch.rejected or 0, by=None)
    return checked(batch)


def revoked(batch: ImportBatch) -> ImportBatch:
    ask_to_revoke(batch, by=None)
    return checked(batch)


def figures() -> set[tuple[object, ...]]:
    return set(
        TradeFigure.objects.values_list(
            "series__reporter__slug", "hs_code", "partner", "period_start", "amount", "quantity",
            "quantity_unit", "provisional", "batch_id",
        )
    )  # fmt: skip


def changes() -> set[tuple[object, ...]]:
    return set(TradeFigureChange.objects.values_list("figure_id", "batch_id", "amount", "earlier_batch_id"))


def totals() -> dict[tuple[object, ...], tuple[int, ...]]:
    key = ("series__reporter__slug", "level", "partners", "dimension", "key", "year")
    rows = TradeTotal.objects.values_list(*key, "amount", "figures", "provisional")
    return {row[:6]: row[6:] for row in rows}


def totals_by_hand() -> dict[tuple[object, ...], tuple[int, ...]]:
    """A second implementation: from all figures, one at a time."""
    found: dict[tuple[object, ...], tuple[int, ...]] = {}
    for figure in TradeFigure.objects.select_related("series__reporter", "series__totals_under__reporter"):
        digits = [length for length in (2, 4, 6, 8) if length <= len(figure.hs_code)]
        keys = [("all", ""), *(("hs", figure.hs_code[:length]) for length in digits)]
        partners = "world"
        if figure.partner != "world":
            partners = "countries"
            keys.append(("partner", figure.partner))
        for dimension, key in keys:
            series = figure.series if dimension == "all" else figure.series.totals_under or figure.series
            total = (
                series.reporter.slug, len(figure.hs_code), partners, dimension, key,
                figure.period_start.year,
            )  # fmt: skip
            before = found.get(total, (0, 0, 0))
            added = (figure.amount, 1, int(figure.provisional))
            found[total] = tuple(map(sum, zip(before, added, strict=True)))
    return found


def everything() -> tuple[object, ...]:
    """All that an import changes."""
    return figures(), changes(), totals()
