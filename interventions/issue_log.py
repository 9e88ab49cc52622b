"""What every write on an issue shares: its entries, its revision, the keys of its exporter."""

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from interventions.models import EntryKind, ExporterIssue, IssueEntry, IssueKey


def add_key(issue: ExporterIssue) -> str:
    """One more key to the exporter's page; the portal keeps its digest alone."""
    key = IssueKey.new_key()
    IssueKey.objects.create(issue=issue, digest=IssueKey.digest_of(key))
    return key


def fits(issue: ExporterIssue | None, key: str) -> bool:
    """Whether the key opens the issue. It takes as long for a number that is none."""
    digest = IssueKey.digest_of(key)
    known = [key.digest for key in issue.keys.all()] if issue else [""]
    matches = [constant_time_compare(digest, one) for one in known]
    return any(matches)


def note(issue: ExporterIssue, kind: EntryKind, text: str = "") -> IssueEntry:
    """An entry that no officer wrote."""
    return IssueEntry.objects.create(issue=issue, kind=kind, at=timezone.now(), text=text)


def save(issue: ExporterIssue) -> ExporterIssue:
    """The new state, under the next revision."""
    issue.revision += 1
    issue.save()
    return issue
