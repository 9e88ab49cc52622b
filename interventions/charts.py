"""Pictures of the plan: Vega-Lite specifications, drawn to SVG on the server."""

import json
from functools import lru_cache
from typing import Any, cast

import vl_convert
from django.db.models import Field
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from interventions.models import PlanSnapshot
from interventions.schedule import WorkStatus

# Enough days for a picture; the table under it says how many there are.
DAYS = 180
_COLOURS = {
    "not_started": "#8a8378",
    "in_progress": "#0b6e75",
    "partly_done": "#b0701c",
    "completed": "#2f6b3a",
}


def trend_rows(snapshots: list[PlanSnapshot]) -> tuple[tuple[str, str, int], ...]:
    """(day, work status, number of actions) for the chart; dropped actions are left to the table."""
    return tuple(
        (f"{day.taken_on:%Y-%m-%d}", status, getattr(day, status)) for day in snapshots for status in _COLOURS
    )


def trend_specification(rows: tuple[tuple[str, str, int], ...]) -> dict[str, Any]:
    """A stacked area of the number of actions by work status over the days."""
    labels = {status: str(WorkStatus(status).label) for status in _COLOURS}
    rank = {status: place for place, status in enumerate(_COLOURS)}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 640,
        "height": 200,
        "background": None,
        "config": {"font": "sans-serif", "axis": {"labelFontSize": 13, "titleFontSize": 13}},
        "data": {
            "values": [
                {"day": day, "status": labels[status], "actions": count, "rank": rank[status]}
                for day, status, count in rows
            ]
        },
        "mark": {"type": "area", "interpolate": "step-after"},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "title": None,
                "axis": {"format": "%d-%m", "grid": False},
            },
            "y": {
                "field": "actions",
                "type": "quantitative",
                "title": _("actions"),
                "axis": {"tickMinStep": 1},
            },
            "order": {"field": "rank", "type": "quantitative"},
            "color": {
                "field": "status",
                "type": "nominal",
                "title": None,
                "scale": {"domain": list(labels.values()), "range": list(_COLOURS.values())},
                "legend": {"orient": "bottom", "labelFontSize": 13},
            },
        },
    }


# The columns of the table under the picture, as fields of a snapshot.
_COLUMNS = ("not_started", "in_progress", "partly_done", "completed", "dropped", "overdue", "silent")


def trend_table(snapshots: list[PlanSnapshot]) -> dict[str, tuple[Any, ...]]:
    """The numbers behind the picture, newest day first: `header`, and `rows` of ready text."""
    labels = (cast(Field, PlanSnapshot._meta.get_field(name)).verbose_name for name in _COLUMNS)
    return {
        "header": (_("day"), *(str(label) for label in labels)),
        "rows": tuple(
            (date_format(day.taken_on, "SHORT_DATE_FORMAT"), *(str(getattr(day, name)) for name in _COLUMNS))
            for day in reversed(snapshots)
        ),
    }


@lru_cache(maxsize=8)
def trend_svg(rows: tuple[tuple[str, str, int], ...], language: str) -> SafeString:
    """The SVG, drawn once for the same rows and language."""
    with override(language):
        svg = vl_convert.vegalite_to_svg(json.dumps(trend_specification(rows)), vl_version="5.20")
    return mark_safe(svg)  # noqa: S308 (drawn from numbers, days and our own labels)
