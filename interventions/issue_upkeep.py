"""What befalls issues by themselves: letters go out, the silent are closed, old words are erased.

Called by tasks; each may run twice without harm.
"""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from interventions.issue_log import add_key, note, save
from interventions.issue_schedule import due_on, erased_if_closed_before, quiet_if_answered_before
from interventions.letters import Message, send_waiting
from interventions.models import EntryKind, ExporterIssue, IssueLetter
from sources.bilingual import localized


def send_issue_letters() -> int:
    """Send what waits; returns how many were sent."""
    return send_waiting(IssueLetter.objects.all(), issue_letter)


@transaction.atomic
def issue_letter(letter: IssueLetter) -> Message | None:
    """A letter in the exporter's language, with a secret link of its own: none is kept that could be
    copied into it. None where the exporter has erased the address. It repeats no word of the issue."""
    issue = ExporterIssue.objects.locked(letter.issue_id)  # no key is made for an address just erased
    if not issue.email:
        return None
    with translation.override(issue.language):
        context = {
            "issue": issue,
            "kind": letter.kind,
            "due_on": due_on(issue.counted_from),
            "office": localized(issue.held_by, "name"),
            "link": f"{settings.PORTAL_URL}{reverse('issue', args=[issue.number])}?key={add_key(issue)}",
        }
        subject = render_to_string("interventions/issue_letter_subject.txt", context)
        text = render_to_string("interventions/issue_letter.txt", context)
    return Message(issue.email, " ".join(subject.split()), text.strip() + "\n")


def close_quiet_issues() -> int:
    """Close those whose answer was not rated in time; returns how many."""
    quiet = ExporterIssue.objects.filter(state=ExporterIssue.State.ANSWERED)
    return sum(
        _close(pk)
        for pk in quiet.filter(answered_at__lt=quiet_if_answered_before(timezone.now())).values_list(
            "pk", flat=True
        )
    )


def erase_old_words() -> int:
    """Erase words and contact data of issues that were closed long enough ago; returns how many."""
    ended = ExporterIssue.objects.filter(
        erased_at=None, closed_at__lt=erased_if_closed_before(timezone.now())
    )
    return sum(_erase(pk) for pk in ended.values_list("pk", flat=True))


@transaction.atomic
def _close(pk: int) -> bool:
    issue = ExporterIssue.objects.locked(pk)
    if issue.state != issue.State.ANSWERED:  # its exporter rated it just now
        return False
    issue.state, issue.closed_at = issue.State.CLOSED, timezone.now()
    note(issue, EntryKind.QUIET)
    save(issue)
    return True


@transaction.atomic
def _erase(pk: int) -> bool:
    issue = ExporterIssue.objects.locked(pk)
    if issue.erased_at:
        return False
    issue.text = issue.email = issue.phone = ""
    issue.erased_at = timezone.now()
    issue.entries.all().erase_words()
    save(issue)
    return True
