"""What an issue, a reply and a published text must say. Checked by the actions that write them."""

import re
from typing import cast

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Field, QuerySet
from django.utils.translation import gettext as _

from interventions.models import Authority, ExporterIssue, IssueTopic, SolvedIssue
from interventions.rules import Errors
from sources.folding import plain_digits
from sources.rules import too_long

MAX_TEXT = cast(int, cast(Field, ExporterIssue._meta.get_field("text")).max_length)
MAX_PUBLISHED = cast(int, cast(Field, SolvedIssue._meta.get_field("problem")).max_length)
MAX_EMAIL = cast(int, cast(Field, ExporterIssue._meta.get_field("email")).max_length)
MAX_PHONE = cast(int, cast(Field, ExporterIssue._meta.get_field("phone")).max_length)
# Of further messages to one issue: more than anybody needs, fewer than a flood.
MAX_MESSAGES = 20
# So often is the consent to publish given anew, for the same reason; to take it back is never refused.
MAX_CONSENTS = 5
# So many acknowledgements go to one mailbox in a day. It may be that of somebody who never asked: the page
# says the same to the sender, and offices' replies are always sent.
MAX_ACKNOWLEDGEMENTS = 3
# Six digits at least, among the signs that people put between them.
_PHONE = re.compile(r"(?=(?:[^0-9]*[0-9]){6})\+?[0-9(][0-9 ()./-]{5,18}")
# So many last digits name a telephone of India, with its area code or without the country's.
_PHONE_DIGITS = 10
# An answer that only sends the exporter away, in the words offices use for it.
_NOT_OURS = re.compile(
    r"""
    (\bnot|n['’]t) \s+ (pertain|relat|concern)\w* \s+ ((to|with)\s+)?
        (us\b | diepc\b | (this|our)\s+(office|department|section|branch|desk|centre|directorate)\b)
    | \b(outside|beyond|not\s+(\w+\s+)?(in|within|under)) \s+ (the\s+)?
        (our\s+(jurisdiction|purview) | (jurisdiction|purview)\s+of\s+(us|this|our|diepc)\b)
    | ((कार्यालय|विभाग|अनुभाग|शाखा)\s+से | हमसे) \s+ स(ं|म्)ब(ं|न्)धित \s+ नही
    | (कार्यक्षेत्र\s+में | कार्यालय\s+का) \s+ नही
    """,
    re.IGNORECASE | re.VERBOSE,
)


def offices_with_officers() -> QuerySet[Authority]:
    """Those where somebody reads what is handed to them."""
    return Authority.objects.filter(postings__user__is_active=True).distinct()


def check_issue(*, topic: str, text: str, email: str, phone: str) -> dict[str, str]:
    """What an exporter said, trimmed, its telephone number in plain digits, whichever it was typed in.

    Raises a ValidationError keyed by field.
    """
    text, email, phone = text.strip(), email.strip(), plain_digits(" ".join(phone.split()))
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
    return {"topic": topic, "text": text, "email": email, "phone": phone}


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
            not _names_contact(issue, text),
            field,
            _("This contains the exporter's address or telephone number."),
        )
    _raise(errors)


def _names_contact(issue: ExporterIssue, text: str) -> bool:
    """Whether the text holds the exporter's address or number, however the number is grouped or typed."""
    number = re.sub(r"\D", "", issue.phone)[-_PHONE_DIGITS:]
    places = ((issue.email.lower(), text.lower()), (number, re.sub(r"[\W_]", "", plain_digits(text))))
    return any(known and known in said for known, said in places)


def mailbox(email: str) -> str:
    """One name for all addresses that lead to it: without case, and without what follows a "+"."""
    name, _at, domain = email.casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def _is_email(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= MAX_EMAIL


def _raise(errors: Errors) -> None:
    if errors:
        raise ValidationError(dict(errors))
