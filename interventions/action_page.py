"""The page of one action, ready for its template."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from interventions.forms import ReviewForm
from interventions.history import history
from interventions.milestone_progress import milestone_rows
from interventions.models import Action, Parameter
from interventions.permissions import Reader, may_handle_issues, may_review, may_update
from interventions.presenters import action_row
from interventions.schedule import Timeline, start_window
from sources.bilingual import localized
from sources.marks import flag_marks
from sources.models import Discrepancy


@dataclass(frozen=True)
class AnsweredParameter:
    """A row of a table of challenges, of which the action carries out some interventions."""

    name: str
    cluster_name: str
    url: str
    challenges: tuple[str, ...]
    interventions: tuple[str, ...]


def action_page(action: Action, reader: Reader, today: date) -> dict[str, Any]:
    """The template's context; `action` comes with facts and printed text."""
    flags = Discrepancy.objects.flags_for([action, *action.parts.all()])
    marks = {mark.ref: mark for found in flags.values() for mark in flag_marks(found)}
    signed_in = reader.is_authenticated
    closing = (
        action.updates.order_by("-number").first() if signed_in and action.awaiting_confirmation else None
    )
    return {
        "action": action,
        "row": action_row(action, action.standing(today), flags[action._meta.label, action.pk]),
        "flags": tuple(marks[ref] for ref in sorted(marks)),
        "heading": localized(action.heading, "name"),
        "named": [
            {
                "slug": item.authority.slug,
                "name": localized(item.authority, "short_name"),
                "role": item.get_role_display(),
            }
            for item in action.named_authorities.all()
        ],
        "has_window": action.timeline != Timeline.CONTINUOUS,
        "window": start_window(action.timeline, action.heading.plan.starts_on),
        "milestones": milestone_rows(action, today),
        "parameters": [_answered(parameter) for parameter in Parameter.objects.answered_by(action)],
        "history": history(action, reader),
        # How many, for those who handle issues; their words are for the office that holds them.
        "issue_count": action.exporter_issues.count() if may_handle_issues(reader) else None,
        "may_update": signed_in and may_update(reader, action),
        "may_review": closing is not None and may_review(reader, closing),
        "review_form": ReviewForm(initial={"number": closing.number}) if closing else None,
        "neighbours": [
            {"url": other.get_absolute_url(), "label": f"{other.reference} {localized(other, 'title')}"}
            for other in Action.objects.neighbours(action)
            if other
        ],
    }


def _answered(parameter: Parameter) -> AnsweredParameter:
    return AnsweredParameter(
        name=localized(parameter, "name"),
        cluster_name=localized(parameter.cluster, "name"),
        url=parameter.get_absolute_url(),
        challenges=tuple(challenge.printed for challenge in parameter.challenges.all()),
        interventions=tuple(intervention.printed for intervention in parameter.carried_out),
    )
