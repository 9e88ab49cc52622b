"""What an event must say. Checked by the actions that write it."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Field
from django.utils.translation import gettext as _

from interventions.models import Authority, Event
from interventions.models.plan import EARLIEST_DAY
from interventions.permissions import Reader, may_update
from interventions.rules import Errors
from sources.rules import too_long

if TYPE_CHECKING:
    from interventions.event_actions import Particulars

TEXTS = ("title", "title_hi", "place", "place_hi", "description", "description_hi", "online_link", "link")
# Of the texts, by field: what the database takes.
MAX_LENGTHS = {name: cast(Field, Event._meta.get_field(name)).max_length or 0 for name in TEXTS}
YEARS_AHEAD = 5
# What stays as it was when the event counted.
FIXED_WHEN_HELD = (
    "kind",
    "starts_on",
    "starts_at",
    "ends_on",
    "ends_at",
    "organiser",
    "milestone",
    "clusters",
)


def organisers(user: Reader) -> list[Authority]:
    """The authorities whose events the user may enter: all, those of their posting, or none."""
    if user.has_perm("interventions.enter_any_event"):
        return list(Authority.objects.all())
    if user.has_perm("interventions.enter_own_event"):
        return list(Authority.objects.filter(postings__user=user.pk))
    return []


def may_enter_events(user: Reader) -> bool:
    return bool(organisers(user))


def may_change(user: Reader, event: Event) -> bool:
    """Whoever may enter events of its organiser."""
    return event.organiser in organisers(user)


def may_hold(user: Reader, event: Event) -> bool:
    """To say that it was held is, where it serves a milestone, to report on the milestone's action."""
    return may_change(user, event) and (event.milestone is None or may_update(user, event.milestone.action))


def check_event(said: Particulars, *, by: Reader, today: date, before: Event | None) -> None:
    """Raise a ValidationError keyed by field where it does not hold together; `before` as it stands now."""
    errors = Errors()
    _check_texts(said, errors)
    _check_choices(said, by, before, errors)
    _check_days(said, today, errors)
    if before and before.status == Event.Status.HELD:
        _check_held(said, before, errors)
    if errors:
        raise ValidationError(dict(errors))


def _check_texts(said: Particulars, errors: Errors) -> None:
    errors.unless(said.title or said.title_hi, "title", _("Give a title in English or in Hindi."))
    for name in TEXTS:
        text = getattr(said, name)
        if refusal := too_long(text, MAX_LENGTHS[name]):
            errors[name].append(refusal)
        errors.unless(
            not _has_control_signs(text, several_lines=name.startswith("description")),
            name,
            _("Leave out line breaks and control characters.")
            if not name.startswith("description")
            else _("Leave out control characters."),
        )
    for name in ("online_link", "link"):
        if (address := getattr(said, name)) and name not in errors:
            try:
                URLValidator(schemes=["http", "https"])(address)
            except ValidationError:
                errors[name].append(_("Enter a full web address that begins with https:// or http://."))


def _has_control_signs(text: str, *, several_lines: bool) -> bool:
    """No calendar takes these; a lone surrogate (Cs) fits into no file."""
    allowed = "\n\t" if several_lines else ""
    return any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in allowed for sign in text)


def _check_choices(said: Particulars, by: Reader, before: Event | None, errors: Errors) -> None:
    if before is None:
        statuses = ["planned"]
    else:
        statuses = ["held"] if before.status == Event.Status.HELD else ["planned", "cancelled"]
    for name, allowed in (("kind", Event.Kind.values), ("status", statuses)):
        errors.unless(
            getattr(said, name) in allowed,
            name,
            _("Choose one of: %(allowed)s.") % {"allowed": ", ".join(allowed)},
        )
    kept = before is not None and said.organiser == before.organiser
    errors.unless(
        kept or said.organiser in organisers(by),
        "organiser",
        _("You may enter events only of the authority that you are posted to."),
    )
    kept = before is not None and said.milestone == before.milestone
    errors.unless(
        said.milestone is None or kept or may_update(by, said.milestone.action),
        "milestone",
        _("This milestone belongs to an action on which you may not report."),
    )


def _check_days(said: Particulars, today: date, errors: Errors) -> None:
    latest = date(today.year + YEARS_AHEAD, 12, 31)
    for name in ("starts_on", "ends_on"):
        errors.unless(
            EARLIEST_DAY <= getattr(said, name) <= latest,
            name,
            _("A day from 1 April 2019 to 31 December %(year)s.") % {"year": latest.year},
        )
    errors.unless(said.ends_on >= said.starts_on, "ends_on", _("The last day is not before the first day."))
    errors.unless(
        said.starts_at or not said.ends_at,
        "starts_at",
        _("Say when it begins, or leave both times empty for whole days."),
    )
    errors.unless(
        not said.starts_at or said.ends_at or said.ends_on == said.starts_on,
        "ends_at",
        _("It goes over several days and begins at a time: say when it ends."),
    )
    same_day = said.starts_on == said.ends_on
    errors.unless(
        not (same_day and said.starts_at and said.ends_at) or said.ends_at > said.starts_at,
        "ends_at",
        _("It ends later than it begins."),
    )


def _check_held(said: Particulars, before: Event, errors: Errors) -> None:
    changed = [name for name in FIXED_WHEN_HELD if getattr(said, name) != before_value(before, name)]
    for name in changed:
        errors[name].append(_("This event was held: only its words, place and links can be changed."))


def before_value(event: Event, name: str) -> object:
    """The field of the event as `Particulars` has it."""
    return frozenset(event.clusters.all()) if name == "clusters" else getattr(event, name)
