"""By when an exporter's issue is to be answered, and how long it is kept. The only definition; nothing of
it is stored.

The limit is the 21 days of the central government's grievance system (CPGRAMS, 2024). An interim reply and
handing the issue on extend nothing; an issue that its exporter reopens has 21 days from that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

LIMIT_DAYS = 21
# An answer on which the exporter says nothing for so long closes the issue.
RATING_DAYS = 30
# Words and contact data are erased so long after an issue is closed or withdrawn.
RETENTION_DAYS = 90


@dataclass(frozen=True)
class IssueStanding:
    due_on: date | None  # none once it is answered
    days_late: int

    @property
    def overdue(self) -> bool:
        return self.days_late > 0


def due_on(counted_from: date) -> date:
    """The last day on which an answer is in time."""
    return counted_from + timedelta(days=LIMIT_DAYS)


def overdue_if_counted_before(today: date) -> date:
    """Open issues whose days are counted from before this day are overdue today."""
    return today - timedelta(days=LIMIT_DAYS)


def issue_standing(counted_from: date, *, is_open: bool, today: date | None = None) -> IssueStanding:
    """Where one issue stands on a day, today if none is given."""
    if not is_open:
        return IssueStanding(None, 0)
    due = due_on(counted_from)
    return IssueStanding(due, max(0, ((today or timezone.localdate()) - due).days))


def quiet_if_answered_before(now: datetime) -> datetime:
    """Answers given before this moment without a rating close their issue now."""
    return now - timedelta(days=RATING_DAYS)


def erased_if_closed_before(now: datetime) -> datetime:
    """Issues closed before this moment lose their words and contact data now."""
    return now - timedelta(days=RETENTION_DAYS)


def erased_on(closed_at: datetime) -> date:
    """The day from which the words of a closed issue are no longer kept."""
    return timezone.localdate(closed_at) + timedelta(days=RETENTION_DAYS)
