"""Writes to the registers."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from sources.models import CorrectionRequest, Discrepancy, Document
from sources.passages import cites
from sources.rules import outside, too_long


@transaction.atomic
def request_correction(*, document: Document, line: int, text: str, record: str = "") -> CorrectionRequest:
    """Somebody, who stays unknown, says that a line, or a record on it, is wrong.

    `record` is "type:id" as in the index of provenance. Raises a ValidationError keyed by field.
    """
    text = text.strip()
    errors = {}
    if refusal := outside(line, document.line_count):
        errors["line"] = refusal
    elif record and not cites(record, document, line):
        errors["record"] = _("This record does not cite the line.")
    if not text:
        errors["text"] = _("Say what is wrong, and what is right.")
    elif refusal := _too_long("text", text):
        errors["text"] = refusal
    if errors:
        raise ValidationError(errors)
    return CorrectionRequest.objects.create(document=document, line=line, record=record, text=text)


@transaction.atomic
def answer_correction(
    *,
    by: Any,
    request: CorrectionRequest,
    state: str,
    answer: str,
    discrepancy: Discrepancy | None = None,
    fixture_correction: str = "",
) -> CorrectionRequest:
    """Accept or decline a request, once. Raises a ValidationError keyed by field where it cannot be."""
    request = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    check_answer(
        request=request,
        state=state,
        answer=answer,
        discrepancy=discrepancy,
        fixture_correction=fixture_correction,
    )
    request.state, request.answer = state, answer.strip()
    request.discrepancy, request.fixture_correction = discrepancy, fixture_correction.strip()
    request.answered_at, request.answered_by = timezone.now(), by
    request.save()
    return request


def check_answer(
    *,
    request: CorrectionRequest,
    state: str,
    answer: str,
    discrepancy: Discrepancy | None = None,
    fixture_correction: str = "",
) -> None:
    """What an answer must say. One that accepts also says where the correction can be seen."""
    if request.state != CorrectionRequest.State.OPEN:
        raise ValidationError(_("This request is answered already."))
    errors = {}
    answers = (CorrectionRequest.State.ACCEPTED, CorrectionRequest.State.DECLINED)
    if state not in answers:
        errors["state"] = _("Choose one of: %(allowed)s.") % {
            "allowed": ", ".join(str(choice.label) for choice in answers)
        }
    if not answer.strip():
        errors["answer"] = _("Say why: the answer is public.")
    elif refusal := _too_long("answer", answer):
        errors["answer"] = refusal
    errors |= _ending_errors(state, discrepancy, fixture_correction.strip())
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def withhold_correction(*, by: Any, request: CorrectionRequest, reason: str) -> CorrectionRequest:
    """Take down a request's words, which name a person, slander or advertise. The answer stays.

    They go out of the request and out of its history; the reason and the day stand in their place.
    Raises a ValidationError keyed by field.
    """
    request = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    check_withholding(request=request, reason=reason)
    request.state, request.text = CorrectionRequest.State.WITHHELD, ""
    request.withheld_reason = reason.strip()
    request.withheld_at, request.withheld_by = timezone.now(), by
    request.save()
    request.history.update(text="")
    return request


def check_withholding(*, request: CorrectionRequest, reason: str) -> None:
    """What the reason must say."""
    if request.state == CorrectionRequest.State.WITHHELD:
        raise ValidationError(_("The words of this request are withheld already."))
    if not reason.strip():
        raise ValidationError({"withheld_reason": _("Say why: the reason is public.")})
    if refusal := _too_long("withheld_reason", reason):
        raise ValidationError({"withheld_reason": refusal})


def _ending_errors(state: str, discrepancy: Discrepancy | None, fixture_correction: str) -> dict[str, str]:
    given = {"discrepancy": discrepancy, "fixture_correction": fixture_correction}
    if refusal := _too_long("fixture_correction", fixture_correction):
        return {"fixture_correction": refusal}
    if state == CorrectionRequest.State.ACCEPTED and sum(map(bool, given.values())) != 1:
        return {
            "discrepancy": _(
                "Name the entry of the register, or say what was corrected in the data: one of the two."
            )
        }
    if state == CorrectionRequest.State.DECLINED:
        return {name: _("Only where the request is accepted.") for name, value in given.items() if value}
    return {}


def _too_long(field: str, text: str) -> str:
    return too_long(text, cast(Field, CorrectionRequest._meta.get_field(field)).max_length or 0)
