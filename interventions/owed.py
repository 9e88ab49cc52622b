"""What an officer owes: the silent actions, the late ones, and those that await a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from interventions.models import Action, UpdateReview
from interventions.presenters import ActionRow, action_row
from interventions.schedule import CLOSED


@dataclass(frozen=True)
class Owed:
    """An officer's rows in the order in which they want attention."""

    awaiting: tuple[ActionRow, ...]
    returned: tuple[ActionRow, ...]
    behind: tuple[ActionRow, ...]
    silent: tuple[ActionRow, ...]
    up_to_date: tuple[ActionRow, ...]
    closed: tuple[ActionRow, ...]
    updates_owed: int


def owed_rows(actions: Iterable[Action], today: date) -> Owed:
    """Each action once, in the first group that fits.

    An update is owed on every silent action, also when it stands in another group.
    """
    groups: dict[str, list[ActionRow]] = {
        name: [] for name in ("awaiting", "returned", "behind", "silent", "up_to_date", "closed")
    }
    owed = 0
    for action in actions:
        standing = action.standing(today)
        owed += standing.silent
        if action.awaiting_confirmation:
            group = "awaiting"
        elif action.work_status in CLOSED:
            group = "closed"
        elif action.last_outcome == UpdateReview.Outcome.RETURNED:
            group = "returned"
        elif standing.behind:
            group = "behind"
        elif standing.silent:
            group = "silent"
        else:
            group = "up_to_date"
        groups[group].append(action_row(action, standing, ()))
    return Owed(**{name: tuple(rows) for name, rows in groups.items()}, updates_owed=owed)
