"""Filters of the officers' queue, and of the published issues."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from interventions.issue_querysets import IssueQuerySet
from interventions.models import Authority, ExporterIssue, IssueTopic, SolvedIssue
from sources.filters import NameFilter, StrictFilterSet


class IssueFilter(StrictFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ExporterIssue.State.choices, empty_label=_("all")
    )
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=IssueTopic.choices, empty_label=_("all"))
    cluster = NameFilter(Cluster, "name", field_name="cluster", label=_("Cluster"), empty_label=_("all"))
    office = NameFilter(
        Authority, "short_name", field_name="held_by", label=_("Office"), empty_label=_("all")
    )
    overdue = django_filters.ChoiceFilter(
        label=_("Schedule"), choices=[("yes", _("overdue"))], method="by_overdue", empty_label=_("all")
    )

    class Meta(StrictFilterSet.Meta):
        model = ExporterIssue

    def by_overdue(self, queryset: IssueQuerySet, name: str, value: str) -> QuerySet:
        return queryset.overdue(timezone.localdate())


class SolvedIssueFilter(StrictFilterSet):
    topic = django_filters.ChoiceFilter(
        field_name="issue__topic", label=_("Topic"), choices=IssueTopic.choices, empty_label=_("all")
    )
    cluster = NameFilter(
        Cluster, "name", field_name="issue__cluster", label=_("Cluster"), empty_label=_("all")
    )

    class Meta(StrictFilterSet.Meta):
        model = SolvedIssue
