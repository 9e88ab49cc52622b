"""Imports of trade figures as rows and facts for their pages and files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from exports.foreign_text import visible
from exports.import_access import PUBLIC, may_import
from exports.import_forms import ApplyForm, RevokeForm, StepForm
from exports.import_rejected import listing_ends, reasons_of, rejected_row
from exports.imports.layouts import questions
from exports.minor_units import MINOR_UNITS, QUANTITY_PARTS
from exports.models import ImportBatch, TradeFigureChange, TradeSeries
from exports.partners import name_of
from exports.trade.periods import Basis, label
from sources.bilingual import localized, worded
from sources.downloads import api_list_files
from sources.list_pages import list_page
from sources.models import plain

State = ImportBatch.State
# Changed figures that the page shows; the API has them all.
SHOWN_CHANGES = 50
REJECTED_A_PAGE = 25
# Between a number and its unit, which would stand alone on the next line of a narrow column.
NO_BREAK = "\N{NO-BREAK SPACE}"
# Class and icon of each state's tag.
_TAGS = {
    State.CHECKED: ("due_soon", "awaiting"),
    State.APPLIED: ("success", "success"),
    State.REVOKED: ("no_date", "dropped"),
    State.REFUSED: ("error", "error"),
    **dict.fromkeys(ImportBatch.WAITING, ("info", "due_soon")),
    **dict.fromkeys(ImportBatch.AT_WORK, ("info", "in_progress")),
}


@dataclass(frozen=True)
class Progress:
    """How far a file is. Without `most` the number of its rows is not known."""

    words: str
    done: int = 0
    most: int | None = None


def import_rows(batches: Iterable[ImportBatch]) -> list[dict[str, Any]]:
    return [{"batch": batch, "file_name": visible(batch.file_name), **_tag(batch)} for batch in batches]


def import_files(filters: dict[str, str]) -> dict[str, str]:
    """Where the API has the list of the page as a file, by format."""
    return api_list_files("imports", **filters)


def import_page(
    batch: ImportBatch, user: User | AnonymousUser, number: str, wrong: StepForm | None
) -> dict[str, Any]:
    """The context of one import's page; `wrong` is the form that was refused."""
    editor = may_import(user)
    checked = batch.added is not None
    context: dict[str, Any] = {
        "batch": batch,
        "editor": editor,
        "file_name": visible(batch.file_name),
        "answers": _answers(batch),
        "refusal": worded(batch, "refusal"),
        **_tag(batch),
        "progress": progress(batch),
        "counts": _counts(batch) if checked else [],
        "reasons": reasons_of(batch) if checked else [],
        "api": _figures_of(batch),
        "wrong": wrong,
    }
    if batch.state in PUBLIC:
        context["changes"] = [_change(change) for change in _changes(batch)]
        context["confirms"] = batch.confirms.all()
        context["confirmed_by"] = batch.confirmed_by.filter(state__in=ImportBatch.STANDING)
    if editor and not context["progress"]:
        rejected = batch.rejected_rows.all()
        context["rejected"] = list_page(rejected, number, per_page=REJECTED_A_PAGE)
        context["rejected_rows"] = [rejected_row(row) for row in context["rejected"]]
        context["rejected_files"] = _rejected_files(batch)
        context["listing_ends"] = listing_ends(batch)
        context["nothing"] = batch.state == State.CHECKED and nothing_in(batch)
        context["same"] = _same(batch) if batch.state == State.CHECKED else []
        context |= _forms(batch, wrong)
    return context


def progress(batch: ImportBatch) -> Progress | None:
    """Of an import that somebody works on, or that waits for it."""
    if batch.state in ImportBatch.WAITING:
        return Progress(_("It waits for its turn."))
    if batch.state not in ImportBatch.AT_WORK:
        return None
    done, most = batch.rows_read, batch.rows_expected
    if most is None:
        words = ngettext("%(done)s row so far.", "%(done)s rows so far.", done)
        return Progress(words % {"done": number_format(done)})
    words = _("%(done)s of %(most)s rows.")
    return Progress(words % {"done": number_format(done), "most": number_format(most)}, min(done, most), most)


def _rejected_files(batch: ImportBatch) -> dict[str, str]:
    return {
        file_format: reverse("import-rejected-file", args=[batch.pk, file_format])
        for file_format in ("csv", "json")
    }


def _tag(batch: ImportBatch) -> dict[str, str]:
    tag, icon = _TAGS[State(batch.state)]
    return {"tag": tag, "icon": icon}


def _counts(batch: ImportBatch) -> list[dict[str, Any]]:
    labels = {
        "added": _("added"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "rejected": _("rejected rows"),
    }
    return [{"value": getattr(batch, name), "label": label} for name, label in labels.items()]


def _figures_of(batch: ImportBatch) -> dict[str, str]:
    """Where the API has the figures that stand as this import wrote them."""
    query = urlencode({"batch": batch.number})
    address = f"{reverse('api-export-figures-list')}?{query}"
    own = f"{reverse('api-export-figures-import-layout')}?{query}"
    return {"json": address, "csv": f"{address}&format=csv", "own": own}


def _same(batch: ImportBatch) -> list[ImportBatch]:
    """Imports of the same file that are applied."""
    found = ImportBatch.objects.filter(sha256=batch.sha256, state=State.APPLIED)
    return list(found.exclude(pk=batch.pk)[:5])


def _forms(batch: ImportBatch, wrong: StepForm | None) -> dict[str, StepForm | None]:
    """What can be done with it now."""
    offered: dict[str, type[StepForm]] = {State.CHECKED: ApplyForm, State.APPLIED: RevokeForm}
    form = offered.get(batch.state)
    if form is None or nothing_in(batch):
        return {"step": None}
    return {"step": wrong if isinstance(wrong, form) else form(batch=batch)}


def nothing_in(batch: ImportBatch) -> bool:
    """Every row of it was rejected."""
    return not any((batch.added, batch.changed, batch.unchanged))


def _changes(batch: ImportBatch) -> Iterable[TradeFigureChange]:
    return batch.changes.select_related("figure__series__reporter", "figure__batch")[:SHOWN_CHANGES]


def _change(change: TradeFigureChange) -> dict[str, Any]:
    figure = change.figure
    return {
        "series": _series_label(figure.series),
        "hs_code": figure.hs_code,
        "partner": name_of(figure.partner, "hi" if get_language() == "hi" else "en"),
        "period": _period(figure.series.basis, figure.period_start),
        "before": _value(figure.series, change),
        "now": _value(figure.series, figure),
        "later": figure.batch if figure.batch_id != change.batch_id else None,
    }


def _series_label(series: TradeSeries) -> str:
    """Without its basis and currency, which the period and the amounts show."""
    names = (
        series.get_source_display(),
        localized(series.reporter, "name"),
        series.get_flow_display(),
        series.hs_edition,
    )
    return " · ".join(name for name in names if name)


def _period(basis: str, start: date) -> str:
    """As in the data, but a month as people write it."""
    return date_format(start, "YEAR_MONTH_FORMAT") if basis == Basis.MONTH else label(basis, start)


def _value(series: TradeSeries, said: Any) -> str:
    """Amount and quantity of a figure, or of what stood in it before."""
    words = f"{series.currency}{NO_BREAK}{number_format(Decimal(said.amount) / MINOR_UNITS, 2)}"
    if said.quantity is not None:
        quantity = plain(Decimal(said.quantity) / QUANTITY_PARTS)
        words += f"; {number_format(quantity)}{NO_BREAK}{said.quantity_unit}"
    return f"{words} ({_('provisional')})" if said.provisional else words


def _answers(batch: ImportBatch) -> list[tuple[Any, Any]]:
    """What the file did not say: the questions in their order, the answers in words."""
    asked = ((question, batch.answers.get(question.name)) for question in questions(batch.layout))
    return [(question.label, dict(question.choices).get(said, said)) for question, said in asked if said]
