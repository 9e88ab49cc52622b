"""The picture of the plan's trend."""

from typing import Any, cast

from django.db.models import Field
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interventions.models import PlanSnapshot
from interventions.schedule import WorkStatus
from sources.charts import specification

# Enough days for a picture; the table under it says how many there are.
DAYS = 180
_COLOURS = {
    "not_started": "#8a8378",
    "in_progress": "#0b6e75",
    "partly_done": "#b0701c",
    "completed": "#2f6b3a",
}


def trend_specification(snapshots: list[PlanSnapshot]) -> dict[str, Any]:
    """A stacked area of the number of actions by work status over the days; dropped ones are in the table."""
    labels = {status: str(WorkStatus(status).label) for status in _COLOURS}
    rank = {status: place for place, status in enumerate(_COLOURS)}
    values = [
        {
            "day": f"{day.taken_on:%Y-%m-%d}",
            "status": labels[status],
            "actions": getattr(day, status),
            "rank": rank[status],
        }
        for day in snapshots
        for status in _COLOURS
    ]
    return specification(
        width=640,
        height=200,
        data={"values": values},
        mark={"type": "area", "interpolate": "step-after"},
        encoding={
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
    )


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
