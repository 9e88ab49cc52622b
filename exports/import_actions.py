"""Writes to the imports of trade figures: a file is received and checked, applied once said so, revoked.

The work itself is done by a worker; these say what is to be done. All raise a ValidationError with words.
"""

from datetime import date
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from exports.imports.files import store
from exports.imports.layouts import clean_answers
from exports.imports.revoking import confirming_import, later_import
from exports.models import ImportBatch
from exports.tasks import work_on_import

State = ImportBatch.State


def receive(
    *,
    file: File,
    layout: str,
    answers: dict[str, Any],
    retrieved_on: date,
    source_url: str = "",
    note: str = "",
    by: User | None = None,
) -> ImportBatch:
    """Keep a file and have it checked; nothing of it is a figure yet."""
    batch = ImportBatch(
        file_name=_file_name(file),
        layout=layout,
        retrieved_on=retrieved_on,
        source_url=source_url.strip(),
        note=note.strip(),
        made_by=by,
        made_at=timezone.now(),
    )
    batch.clean_fields(exclude=["sha256", "size", "answers"])
    check_day(retrieved_on)
    batch.answers = clean_answers(layout, answers)
    batch.sha256, batch.size = store(file)
    # Not by save(), which has every page made anew: nothing that they show has changed.
    ImportBatch.objects.bulk_create([batch])
    _queue(batch)
    return batch


def check_day(retrieved_on: date) -> None:
    """Raises a ValidationError for a day that has not come yet: no table was taken on it."""
    if retrieved_on > timezone.localdate():
        raise ValidationError({"retrieved_on": _("This day has not come yet.")})


def _file_name(file: File) -> str:
    name = (file.name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in name if sign.isprintable())[-150:] or "–"


@transaction.atomic
def ask_to_apply(batch: ImportBatch, *, rejected: int, by: User | None) -> None:
    """Have a checked file applied without its rejected rows, of which somebody has seen so many."""
    checked = ImportBatch.objects.filter(pk=batch.pk, state=State.CHECKED)
    ready = checked.filter(rejected=rejected).exclude(added=0, changed=0, unchanged=0)
    if ready.update(state=State.TO_APPLY, attempts=0, rows_read=0):
        _note(batch, by, "To apply")
        _queue(batch)
        return
    batch.refresh_from_db()
    if batch.state != State.CHECKED:
        raise _not_now(batch)
    if batch.rejected != rejected:
        raise ValidationError(
            _("It was checked again meanwhile: %(count)s rows are rejected now. Look at them first.")
            % {"count": number_format(batch.rejected or 0)}
        )
    raise ValidationError(_("Every row of it was rejected: there is nothing to apply."))


@transaction.atomic
def ask_to_revoke(batch: ImportBatch, *, by: User | None) -> None:
    """Have an applied import taken back, unless a later one rests on it."""
    if later := later_import(batch):
        raise ValidationError(
            _("%(number)s changed figures of this import later. Revoke %(number)s first.")
            % {"number": later.number}
        )
    if later := confirming_import(batch):
        raise ValidationError(
            _("%(number)s confirmed figures of this import later. Revoke %(number)s first.")
            % {"number": later.number}
        )
    applied = ImportBatch.objects.filter(pk=batch.pk, state=State.APPLIED)
    if not applied.update(state=State.TO_REVOKE, attempts=0):
        batch.refresh_from_db()
        raise _not_now(batch)
    _note(batch, by, "To revoke")
    _queue(batch)


def _not_now(batch: ImportBatch) -> ValidationError:
    return ValidationError(
        _("%(number)s cannot be taken that way now. It is in the state “%(state)s”.")
        % {"number": batch.number, "state": batch.get_state_display()}
    )


def _note(batch: ImportBatch, by: User | None, what: str) -> None:
    """Who asked for it, for the back office: an import itself names only who brought it."""
    if by:
        LogEntry.objects.create(
            user=by,
            content_type=ContentType.objects.get_for_model(ImportBatch),
            object_id=str(batch.pk),
            object_repr=str(batch)[:200],
            action_flag=CHANGE,
            change_message=what,
        )


def _queue(batch: ImportBatch) -> None:
    # A queue that is away loses nothing: what waits is taken up within a minute of its return.
    transaction.on_commit(lambda: work_on_import.delay(batch.pk), robust=True)
