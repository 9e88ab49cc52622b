"""What an issue, a reply and a published text must say. Checked by the actions that write them."""

import re
import unicodedata
from typing import cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Field
from django.utils.translation import gettext as _

from interventions.models import ExporterIssue, IssueTopic, SolvedIssue
from interventions.rules import Errors
from sources.rules import too_long

MAX_TEXT = cast(int, cast(Field, ExporterIssue._meta.get_field("text")).max_length)
MAX_PUBLISHED = cast(int, cast(Field, SolvedIssue._meta.get_field("problem")).max_length)
MAX_EMAIL = cast(int, cast(Field, ExporterIssue._meta.get_field("email")).max_length)
MAX_PHONE = cast(int, cast(Field, ExporterIssue._meta.get_field("phone")).max_length)
# Of further messages to one issue: more than anybody needs, fewer than a flood.
MAX_MESSAGES = 20
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{5,18}")
# An answer that only sends the exporter away, in the words offices use for it.
_NOT_OURS = re.compile(
    r"(\bnot|n['’]t)\s+(pertain|relate|concern)|(स(ं|म्)ब(ं|न्)धित|कार्यक्षेत्र\s+में|कार्यालय\s+का)\s+नही",
    re.IGNORECASE,
)


def tidy_phone(phone: str) -> str:
    """A telephone number with plain digits, whichever digits it was typed in."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in " ".join(phone.split())
    )


def check_issue(*, topic: str, text: str, email: str, phone: str) -> None:
    errors = Errors()
    allowed = ", ".join(str(label) for label in IssueTopic.labels)
    errors.unless(
        topic in IssueTopic.values, "topic", _("Choose one of: %(allowed)s.") % {"allowed": allowed}
    )
    errors.unless(text, "text", _("Say what happened."))
    errors.unless(not (refusal := too_long(text, MAX_TEXT)), "text", refusal)
    errors.unless(not email or _is_email(email), "email", _("Enter an address such as name@example.org."))
    errors.unless(
        not phone or _PHONE.fullmatch(phone),
        "phone",
        _("Enter a telephone number of 6 to 19 digits."),
    )
    _raise(errors)


def check_text(text: str, *, field: str = "text", limit: int = MAX_TEXT, missing: str) -> None:
    """A text that must be there, and not be too long."""
    errors = Errors()
    errors.unless(text, field, missing)
    errors.unless(not (refusal := too_long(text, limit)), field, refusal)
    _raise(errors)


def check_answer(text: str) -> None:
    """An answer says what was done. Whom it does not concern hands it on to whom it does."""
    check_text(text, missing=_("Say what was done: the exporter reads it."))
    if _NOT_OURS.search(text):
        refusal = _(
            "An issue is not closed because it concerns another office. Hand it to that office, "
            "or say what was done."
        )
        raise ValidationError({"text": refusal})


def check_published(issue: ExporterIssue, problem: str, solution: str) -> None:
    errors = Errors()
    for field, text in (("problem", problem), ("solution", solution)):
        errors.unless(text, field, _("Say it in your own words: everyone reads this."))
        errors.unless(not (refusal := too_long(text, MAX_PUBLISHED)), field, refusal)
        errors.unless(
            not any(known and known.lower() in text.lower() for known in (issue.email, issue.phone)),
            field,
            _("This contains the exporter's address or telephone number."),
        )
    _raise(errors)


def _is_email(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= MAX_EMAIL


def _raise(errors: Errors) -> None:
    if errors:
        raise ValidationError(dict(errors))
