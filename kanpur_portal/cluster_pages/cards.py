"""The four clusters with one printed figure each, for their list and the home page."""

from typing import Any

from clusters.areas import DISTRICT
from clusters.models import Statistic
from interventions.challenge_page import cluster_rows
from sources.bilingual import localized
from sources.formatting import printed_amount
from sources.marks import key_of, marks_for


def cluster_cards() -> list[dict[str, Any]]:
    """Each cluster with the first number of its units that is printed, and what else there is of it."""
    printed = Statistic.objects.filter(
        measure=Statistic.Measure.UNITS, area=DISTRICT, cluster__isnull=False
    ).select_related("cluster", "document")
    first: dict[str, Statistic] = {}
    for row in printed:
        first.setdefault(row.cluster.slug, row)
    marks = marks_for(first.values())
    cards = []
    for card in cluster_rows():
        figure = first.get(card["slug"])
        cards.append(
            card
            | {
                "figure": printed_amount(figure.measured_number) if figure else "",
                "figure_of": localized(figure, "subject") if figure else "",
                "marks": marks[key_of(figure)] if figure else None,
            }
        )
    return cards
