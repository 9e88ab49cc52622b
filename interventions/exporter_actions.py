"""What an exporter writes: the issue, and what is added to it by its secret link."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.models import Cluster
from interventions import tasks
from interventions.issue_log import add_key, note, save
from interventions.issue_rules import (
    MAX_ACKNOWLEDGEMENTS,
    MAX_CONSENTS,
    MAX_MESSAGES,
    check_issue,
    check_text,
    mailbox,
)
from interventions.models import (
    Authority,
    EntryKind,
    ExporterIssue,
    IssueKey,
    IssueLetter,
    SolvedIssue,
)
from sources.throttling import Throttle

_DAY = 24 * 3600
# Export plan, line 829: "DIEPC to act as a focal point for all exporters issue".
FOCAL_POINT = "diepc"


@dataclass(frozen=True)
class Sent:
    """A new issue with the key of its page, which is known only now."""

    issue: ExporterIssue
    key: str


@transaction.atomic
def raise_issue(
    *,
    topic: str,
    text: str,
    cluster: Cluster | None = None,
    email: str = "",
    phone: str = "",
    may_publish: bool = False,
) -> Sent:
    """An exporter, who stays unknown if they like, says what stands in their way.

    The issue goes to DIEPC. Raises a ValidationError keyed by field.
    """
    said = check_issue(topic=topic, text=text, email=email, phone=phone)
    now = timezone.now()
    issue = ExporterIssue.objects.create(
        **said,
        cluster=cluster,
        language=get_language(),
        may_publish=may_publish,
        held_by=Authority.objects.get(slug=FOCAL_POINT),
        held_since=now,
        received_at=now,
        counted_from=timezone.localdate(now),
    )
    note(issue, EntryKind.RECEIVED)
    _acknowledge(issue)
    return Sent(issue, add_key(issue))


@transaction.atomic
def add_message(*, issue: ExporterIssue, text: str) -> ExporterIssue:
    """A further word of the exporter, while the issue is not over."""
    issue = _open_to_its_exporter(issue)
    text = text.strip()
    check_text(text, missing=_("Say what you want to add."))
    if issue.entries.filter(kind=EntryKind.MESSAGE).count() >= MAX_MESSAGES:
        refusal = _("At most %(limit)s messages to one issue: that many are sent.") % {"limit": MAX_MESSAGES}
        raise ValidationError({"text": refusal})
    note(issue, EntryKind.MESSAGE, text)
    return save(issue)


@transaction.atomic
def rate_issue(*, issue: ExporterIssue, satisfied: bool | None, text: str = "") -> ExporterIssue:
    """What the exporter thinks of the answer. A poor rating reopens the issue, once; the next one ends it."""
    issue = ExporterIssue.objects.locked(issue.pk)
    if issue.state != issue.State.ANSWERED:
        raise ValidationError(_("There is no answer to rate."))
    text = text.strip()
    if satisfied is None:
        raise ValidationError({"satisfied": _("Choose one of the two.")})
    if text or not satisfied:
        check_text(text, missing=_("Say what is missing, so that the office can put it right."))
    now = timezone.now()
    issue.satisfied = satisfied
    if satisfied or issue.reopened_at:
        issue.state, issue.closed_at = issue.State.CLOSED, now
        note(issue, EntryKind.SATISFIED if satisfied else EntryKind.NOT_SATISFIED, text)
    else:
        issue.state, issue.answered_at, issue.reopened_at = issue.State.OPEN, None, now
        issue.counted_from = timezone.localdate(now)
        note(issue, EntryKind.REOPENED, text)
    return save(issue)


@transaction.atomic
def withdraw_issue(*, issue: ExporterIssue) -> ExporterIssue:
    """The exporter no longer wants an answer."""
    issue = _open_to_its_exporter(issue)
    issue.state, issue.closed_at = issue.State.WITHDRAWN, timezone.now()
    note(issue, EntryKind.WITHDRAWN)
    return save(issue)


@transaction.atomic
def erase_contact(*, issue: ExporterIssue, key: str) -> ExporterIssue:
    """Delete address and telephone number, and end all other links; the link in use goes on."""
    issue = ExporterIssue.objects.locked(issue.pk)
    if not (issue.email or issue.phone):
        raise ValidationError(_("No contact data are kept with this issue."))
    issue.email = issue.phone = ""
    issue.keys.exclude(digest=IssueKey.digest_of(key)).delete()
    note(issue, EntryKind.CONTACT_ERASED)
    return save(issue)


@transaction.atomic
def set_consent(*, issue: ExporterIssue, given: bool) -> ExporterIssue:
    """Allow that the issue is published without names once it is closed, or take that back at any time:
    what stands published then goes. Given so often that it is a flood, it is refused; taken back, never."""
    issue = ExporterIssue.objects.locked(issue.pk)
    if issue.may_publish == given:
        return issue
    if given and issue.entries.filter(kind=EntryKind.CONSENT_GIVEN).count() >= MAX_CONSENTS:
        refusal = _("The consent was given %(limit)s times; it is not given again.") % {"limit": MAX_CONSENTS}
        raise ValidationError({"given": refusal})
    issue.may_publish = given
    if not given:
        SolvedIssue.objects.filter(issue=issue).delete()
    note(issue, EntryKind.CONSENT_GIVEN if given else EntryKind.CONSENT_WITHDRAWN)
    return save(issue)


def _acknowledge(issue: ExporterIssue) -> None:
    """By letter, but never so many to one mailbox that it is a way to pester somebody."""
    a_day = Throttle("acknowledgements", mailbox(issue.email), times=MAX_ACKNOWLEDGEMENTS, seconds=_DAY)
    if issue.email and a_day.allow():
        write_letter(issue, IssueLetter.Kind.RECEIVED)


def write_letter(issue: ExporterIssue, kind: IssueLetter.Kind) -> None:
    """A letter to whoever left an address; it is sent by a worker once the write is done."""
    if issue.email:
        IssueLetter.objects.create(issue=issue, kind=kind)
        # A queue that is away must not lose the issue: the letter waits for the next round.
        transaction.on_commit(tasks.send_issue_letters.delay, robust=True)


def _open_to_its_exporter(issue: ExporterIssue) -> ExporterIssue:
    issue = ExporterIssue.objects.locked(issue.pk)
    if issue.is_over:
        raise ValidationError(_("This issue is closed."))
    return issue
