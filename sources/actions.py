"""Writes to the registers."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from sources.models import CorrectionRequest


@transaction.atomic
def answer_correction(*, by: Any, request: CorrectionRequest, state: str, answer: str) -> CorrectionRequest:
    """Accept or decline a request, once. Raises a ValidationError keyed by field where it cannot be."""
    request = CorrectionRequest.objects.select_for_update().get(pk=request.pk)
    check_answer(request=request, state=state, answer=answer)
    request.state, request.answer = state, answer.strip()
    request.answered_at, request.answered_by = timezone.now(), by
    request.save()
    return request


def check_answer(*, request: CorrectionRequest, state: str, answer: str) -> None:
    """What an answer must say."""
    if request.state != CorrectionRequest.State.OPEN:
        raise ValidationError(_("This request is answered already."))
    errors = {}
    answers = (CorrectionRequest.State.ACCEPTED, CorrectionRequest.State.DECLINED)
    if state not in answers:
        errors["state"] = _("Choose one of: %(allowed)s.") % {
            "allowed": ", ".join(str(choice.label) for choice in answers)
        }
    limit = cast(Field, CorrectionRequest._meta.get_field("answer")).max_length or 0
    if not answer.strip():
        errors["answer"] = _("Say why: the answer is public.")
    elif len(answer) > limit:
        errors["answer"] = _("At most %(limit)s characters; these are %(length)s.") % {
            "limit": limit,
            "length": len(answer),
        }
    if errors:
        raise ValidationError(errors)
