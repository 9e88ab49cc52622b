"""Filters of what is printed of the district and its clusters, the same for page, download and API."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from clusters.models import (
    Cluster,
    Exhibit,
    Organisation,
    Place,
    Statistic,
    SwotItem,
    Tannery,
    TanneryCategory,
)
from sources.filters import MeasuredFilter, NameFilter, SourcedFilter, StrictFilterSet, YesNoFilter

NO_CLUSTER = "none"


class ClusterFilter(NameFilter):
    """The rows of a cluster; `none` for those of the district as a whole."""

    def __init__(self, **kwargs: Any) -> None:
        labels = {"label": _("Cluster"), "empty_label": _("all"), "null_label": _("the district as a whole")}
        super().__init__(Cluster, "name", null_value=NO_CLUSTER, **{**labels, **kwargs})


class ClusterRowFilter(SourcedFilter):
    cluster = ClusterFilter(field_name="cluster")


class OrganisationFilter(SourcedFilter):
    """An organisation may be listed under several clusters."""

    cluster = ClusterFilter(field_name="clusters", null_label=_("no cluster"))
    type = django_filters.ChoiceFilter(field_name="kind", choices=Organisation.Kind.choices, label=_("Kind"))


class SwotItemFilter(ClusterRowFilter):
    type = django_filters.ChoiceFilter(field_name="kind", choices=SwotItem.Kind.choices, label=_("Kind"))


class ExhibitFilter(ClusterRowFilter):
    type = django_filters.ChoiceFilter(field_name="kind", choices=Exhibit.Kind.choices, label=_("Kind"))
    image_missing = YesNoFilter(label=_("Image missing"))


class MeasuredRowFilter(MeasuredFilter, ClusterRowFilter):
    """Of a cluster and of a period."""


class StatisticFilter(MeasuredRowFilter):
    measure = django_filters.ChoiceFilter(choices=Statistic.Measure.choices, label=_("Measure"))


class TotalRowFilter(ClusterRowFilter):
    is_total = YesNoFilter(label=_("Total row"))


class TanneryFilter(StrictFilterSet):
    place = NameFilter(Place, "name", field_name="place", label=_("Place"), empty_label=_("all"))
    category = NameFilter(
        TanneryCategory, "name", field_name="category", label=_("Category"), empty_label=_("all")
    )
    scope = django_filters.ChoiceFilter(choices=Tannery.Scope.choices, label=_("Scope of work"))
    operating = YesNoFilter(label=_("Operating"))
