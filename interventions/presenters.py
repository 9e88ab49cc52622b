"""The plan as rows for its pages and downloads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from clusters.models import Cluster
from interventions.models import Action, ActionAuthority, Heading
from interventions.monitoring import counts
from interventions.schedule import Schedule, Standing, WorkStatus
from sources.bilingual import localized
from sources.marks import Flag, flag_marks
from sources.models import Discrepancy


@dataclass(frozen=True)
class ActionRow:
    """One line of the plan's list; all of it ready to be printed."""

    reference: str
    url: str
    title: str
    parts: tuple[tuple[str, str], ...]
    printed: str
    cluster: str
    authorities: str
    timeline: str
    status: str
    status_label: str
    awaiting: bool
    schedule: str
    schedule_label: str
    due: str
    silent: bool
    source_url: str
    lines: str
    record: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class HeadingGroup:
    """A printed heading with its rows."""

    name: str
    printed: str
    source_url: str
    lines: str
    record: str
    flags: tuple[Flag, ...]
    rows: tuple[ActionRow, ...]


@dataclass(frozen=True)
class Count:
    """A number that opens the list it counts."""

    value: int
    label: str
    url: str
    kind: str


def due_text(standing: Standing) -> str:
    """The date an action is held to, and how late it is, in words."""
    if standing.due_on is None:
        return ""
    day = date_format(standing.due_on, "DATE_FORMAT")
    if standing.days_late:
        return _("was due on %(day)s, %(days)s days ago") % {"day": day, "days": standing.days_late}
    return _("due on %(day)s") % {"day": day}


def action_row(action: Action, standing: Standing, flags: Iterable[Discrepancy]) -> ActionRow:
    return ActionRow(
        reference=action.reference,
        url=action.get_absolute_url(),
        title=localized(action, "title"),
        parts=tuple((part.label, part.printed) for part in action.parts.all()),
        printed=action.printed,
        cluster=localized(action.cluster, "name") if action.cluster else "",
        authorities=", ".join(authority_names(action.named_authorities.all())),
        timeline=str(action.get_timeline_display()),
        status=action.work_status,
        status_label=str(action.get_work_status_display()),
        awaiting=action.awaiting_confirmation,
        schedule=standing.schedule.value,
        schedule_label=str(standing.schedule.label),
        due=due_text(standing),
        silent=standing.silent,
        source_url=action.source_url,
        lines=action.lines,
        record=action.record_name,
        flags=flag_marks(flags),
    )


def authority_names(named: Iterable[ActionAuthority]) -> list[str]:
    return [localized(item.authority, "short_name") for item in named]


def plan_groups(actions: Iterable[Action], today: date) -> list[HeadingGroup]:
    """The actions under their printed headings, in printed order; headings without a row are left out."""
    actions = list(actions)
    headings = {action.heading for action in actions}
    flags = Discrepancy.objects.flags_for([*actions, *headings])
    groups: dict[int, tuple[Heading, list[ActionRow]]] = {}
    for action in actions:
        row = action_row(action, action.standing(today), flags[action._meta.label, action.pk])
        groups.setdefault(action.heading_id, (action.heading, []))[1].append(row)
    return [
        HeadingGroup(
            name=localized(heading, "name"),
            printed=heading.printed,
            source_url=heading.source_url,
            lines=heading.lines,
            record=heading.record_name,
            flags=flag_marks(flags[heading._meta.label, heading.pk]),
            rows=tuple(rows),
        )
        for heading, rows in groups.values()
    ]


def plan_counts(actions: Iterable[Action], today: date, filters: dict[str, str]) -> list[Count]:
    """How many of the listed actions are in each state; each opens the present list narrowed to it."""
    found = counts((action.work_status, action.standing(today)) for action in actions)
    address = reverse("plan")

    def count(value: str, label: Any, **narrow: str) -> Count:
        query = urlencode({**filters, **narrow})
        return Count(found[value], str(label), f"{address}?{query}" if query else address, value)

    return [
        count("total", npgettext("count", "action", "actions", found["total"])),
        *(count(status.value, status.label, status=status.value) for status in WorkStatus),
        count("overdue", Schedule.OVERDUE.label, schedule="overdue"),
        count("due_soon", Schedule.DUE_SOON.label, schedule="due_soon"),
        count("silent", _("without a report in the last 30 days"), silent="yes"),
    ]


def unplanned_clusters(filterset: Any) -> list[dict[str, Any]]:
    """Clusters for which the plan prints no action, where the list would show them."""
    active = filterset.active()
    if not filterset.is_valid() or set(active) - {"cluster"}:
        return []
    clusters = Cluster.objects.filter(actions=None)
    if "cluster" in active:
        clusters = clusters.filter(slug=active["cluster"])
    return [
        {
            "number": cluster.product_number,
            "name": localized(cluster, "name"),
            "url": reverse("cluster-challenges", args=[cluster.slug]),
        }
        for cluster in clusters
    ]


PLAN_COLUMNS = (
    "reference",
    "heading",
    "title",
    "title_hi",
    "printed",
    "parts",
    "cluster",
    "authorities",
    "authorities_as_printed",
    "timeline",
    "timeline_as_printed",
    "work_status",
    "awaiting_confirmation",
    "schedule",
    "due_on",
    "days_late",
    "silent",
    "start_by",
    "finish_by",
    "last_update_at",
    "source.document",
    "source.lines",
    "source.locator",
    "source.url",
    "kind.text",
    "kind.work_status",
    "kind.schedule",
)


def plan_record(action: Action, standing: Standing) -> dict[str, Any]:
    """One action for the list's downloads, keyed by PLAN_COLUMNS; the same in both languages."""
    values = (
        action.reference,
        action.heading.printed,
        action.title,
        action.title_hi,
        action.printed,
        "\n".join(f"{part.label} {part.printed}".strip() for part in action.parts.all()),
        action.cluster.slug if action.cluster else None,
        ", ".join(item.authority.slug for item in action.named_authorities.all()),
        action.authorities_as_printed,
        action.timeline,
        action.timeline_as_printed,
        action.work_status,
        action.awaiting_confirmation,
        standing.schedule.value,
        standing.due_on,
        standing.days_late,
        standing.silent,
        action.start_by,
        action.finish_by,
        action.last_update_at,
        action.document.slug,
        action.lines,
        action.locator,
        action.source_url,
        "printed",
        "reported",
        "computed",
    )
    return dict(zip(PLAN_COLUMNS, values, strict=True))
