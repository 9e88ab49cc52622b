"""The history of an action in plain words: updates, moved dates, confirmations."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interventions.models import Action, ActionUpdate, DateChange, UpdateReview
from interventions.permissions import Reader, may_see_evidence, may_see_reporters
from sources.bilingual import localized, worded
from sources.typed import sentence_with, typed


@dataclass(frozen=True)
class Tag:
    value: str
    label: str


@dataclass(frozen=True)
class Link:
    url: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as components/timeline.html shows it."""

    at: datetime
    id: str
    heading: str
    meta: str
    tags: tuple[Tag, ...] = ()
    body: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def history(action: Action, reader: Reader) -> list[Entry]:
    """Everything reported on an action, newest first. Names of persons only for those who may see them."""
    entries: list[Entry] = []
    for update in action.updates.with_details():
        if review := getattr(update, "review", None):
            entries.append(_review_entry(review, update, reader))
        entries.append(_update_entry(update, reader))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def recent_entries(reader: Reader, number: int) -> list[Entry]:
    """The latest updates of the whole plan, each headed by its action."""
    updates = ActionUpdate.objects.with_details()[:number]
    return [
        replace(
            _update_entry(update, reader),
            id="",
            heading=f"{update.action.reference} · {localized(update.action, 'title')}",
            links=(Link(update.get_absolute_url(), _("Open the update")),),
        )
        for update in updates
    ]


def _who(user: User, office: str, reader: Reader) -> str:
    if not may_see_reporters(reader):
        return office
    return f"{office} ({user.get_full_name() or user.get_username()})"


def _update_entry(update: ActionUpdate, reader: Reader) -> Entry:
    office = localized(update.authority, "short_name") if update.authority else _("Deputy Commissioner")
    return Entry(
        at=update.reported_at,
        id=f"update-{update.number}",
        heading=_("Update %(number)s") % {"number": update.number},
        meta=_meta(update.reported_at, _who(update.reported_by, office, reader)),
        tags=(
            Tag(update.work_status, str(update.get_work_status_display())),
            Tag(update.confidence, str(update.get_confidence_display())),
        ),
        body=(
            *(
                sentence_with("%(label)s: %(text)s", label=label, text=text)
                for label, text in _update_lines(update)
            ),
            *_unseen_files(update, reader),
        ),
        links=tuple(_links(update, reader)),
    )


def _links(update: ActionUpdate, reader: Reader) -> Iterable[Link]:
    if event := getattr(update, "event", None):
        title = sentence_with(_("Event: %(title)s"), title=typed(worded(event, "title").text))
        yield Link(event.get_absolute_url(), title)
    if update.evidence_link:
        yield Link(update.evidence_link, _("Evidence: %(address)s") % {"address": update.evidence_link})
    if may_see_evidence(reader):
        for file in update.evidence_files.all():
            yield Link(reverse("evidence", args=[update.action.reference, file.pk]), typed(file.name))


def _unseen_files(update: ActionUpdate, reader: Reader) -> Iterable[str]:
    count = len(update.evidence_files.all())
    if count and not may_see_evidence(reader):
        yield ngettext(
            "%(count)s file is kept at the office.", "%(count)s files are kept at the office.", count
        ) % {"count": count}


def _update_lines(update: ActionUpdate) -> Iterable[tuple[str, str]]:
    if update.done:
        yield _("What was done"), typed(update.done)
    for item in update.achievements.all():
        cluster = f" · {localized(item.cluster, 'name')}" if item.cluster else ""
        yield (
            localized(item.milestone, "title"),
            _("%(quantity)s on %(day)s") % {"quantity": item.quantity, "day": date_format(item.achieved_on)}
            + cluster,
        )
    if update.reason:
        yield _("Reason"), typed(update.reason)
    if update.pending_since:
        since = date_format(update.pending_since)
        who = typed(update.pending_with)
        yield _("Pending with"), sentence_with(_("%(who)s, since %(day)s"), who=who, day=since)
    for change in update.date_changes.all():
        yield _date_change_line(change)


def _date_change_line(change: DateChange) -> tuple[str, str]:
    new, reason = date_format(change.new_date), typed(change.reason)
    if change.old_date is None:
        text = sentence_with(_("set to %(new)s: %(reason)s"), new=new, reason=reason)
    else:
        old = date_format(change.old_date)
        moved = _("moved from %(old)s to %(new)s: %(reason)s")
        text = sentence_with(moved, old=old, new=new, reason=reason)
    return str(change.get_which_display()).capitalize(), text


def _review_entry(review: UpdateReview, update: ActionUpdate, reader: Reader) -> Entry:
    confirmed = review.outcome == UpdateReview.Outcome.CONFIRMED
    text = _("Update %(number)s confirmed") if confirmed else _("Update %(number)s returned")
    return Entry(
        at=review.reviewed_at,
        id=f"review-{update.number}",
        heading=text % {"number": update.number},
        meta=_meta(review.reviewed_at, _who(review.reviewed_by, _("Deputy Commissioner"), reader)),
        body=(typed(review.note),) if review.note else (),
    )


def _meta(at: datetime, who: str) -> str:
    return f"{date_format(timezone.localtime(at), 'DATETIME_FORMAT')} · {who}"
