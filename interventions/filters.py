"""Filters of the plan, the same for page, download and API."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.filters import NO_CLUSTER
from clusters.models import Cluster
from interventions.models import (
    Action,
    ActionUpdate,
    Authority,
    Challenge,
    Event,
    Heading,
    Intervention,
    Parameter,
    Project,
    ProjectPartner,
)
from interventions.querysets import ActionQuerySet, EventQuerySet
from interventions.schedule import Schedule, Timeline, WorkStatus
from sources.bilingual import localized
from sources.filters import NameFilter, SourcedFilter, StrictFilterSet


class ActionFilter(StrictFilterSet):
    q = django_filters.CharFilter(label=_("Words"), method="by_words", max_length=100)
    heading = NameFilter(Heading, "name", field_name="heading", label=_("Heading"), empty_label=_("all"))
    cluster = django_filters.ChoiceFilter(
        label=_("Cluster"), method="by_cluster", choices=lambda: _cluster_choices(), empty_label=_("all")
    )
    authority = NameFilter(
        Authority, "short_name", field_name="authorities", label=_("Authority"), empty_label=_("all")
    )
    timeline = django_filters.ChoiceFilter(
        label=_("Timeline"), choices=Timeline.choices, empty_label=_("all")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), field_name="work_status", choices=WorkStatus.choices, empty_label=_("all")
    )
    schedule = django_filters.ChoiceFilter(
        label=_("Schedule"), choices=Schedule.choices, method="by_schedule", empty_label=_("all")
    )
    silent = django_filters.ChoiceFilter(
        label=_("Reports"),
        choices=[("yes", _("without a report in the last 30 days")), ("no", _("reported within 30 days"))],
        method="by_silence",
        empty_label=_("all"),
    )
    awaiting = django_filters.ChoiceFilter(
        label=_("Confirmation"),
        choices=[("yes", _("awaiting confirmation"))],
        method="by_awaiting",
        empty_label=_("all"),
    )

    class Meta(StrictFilterSet.Meta):
        model = Action

    def by_words(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.matching(value)

    def by_cluster(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.filter(cluster=None) if value == NO_CLUSTER else queryset.filter(cluster__slug=value)

    def by_schedule(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.standing(lambda standing: standing.schedule == value, timezone.localdate())

    def by_silence(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.standing(lambda standing: standing.silent == (value == "yes"), timezone.localdate())

    def by_awaiting(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.filter(awaiting_confirmation=True)


def _cluster_choices() -> list[tuple[str, str]]:
    clusters = [(cluster.slug, localized(cluster, "name")) for cluster in Cluster.objects.all()]
    return [*clusters, (NO_CLUSTER, str(_("all clusters together")))]


class UpdateFilter(StrictFilterSet):
    action = django_filters.ModelChoiceFilter(
        queryset=Action.objects.all(), to_field_name="reference", label=pgettext_lazy("plan", "Action")
    )
    authority = NameFilter(Authority, "short_name", label=_("Authority"))
    status = django_filters.ChoiceFilter(
        field_name="work_status", choices=WorkStatus.choices, label=_("Status")
    )
    confidence = django_filters.ChoiceFilter(choices=ActionUpdate.Confidence.choices, label=_("Confidence"))
    since = django_filters.DateFilter(
        field_name="reported_at", lookup_expr="date__gte", label=_("Reported from")
    )
    until = django_filters.DateFilter(
        field_name="reported_at", lookup_expr="date__lte", label=_("Reported until")
    )

    class Meta(StrictFilterSet.Meta):
        model = ActionUpdate


class AuthorityFilter(StrictFilterSet):
    q = django_filters.CharFilter(
        field_name="name", lookup_expr="icontains", max_length=100, label=_("Words")
    )

    class Meta(StrictFilterSet.Meta):
        model = Authority


class ChallengeFilter(StrictFilterSet):
    cluster = NameFilter(
        Cluster, "name", field_name="parameter__cluster", label=_("Cluster"), empty_label=_("all")
    )
    parameter = NameFilter(
        Parameter, "name", field_name="parameter", label=_("Parameter"), empty_label=_("all")
    )
    q = django_filters.CharFilter(
        field_name="quote", lookup_expr="icontains", max_length=100, label=_("Words")
    )

    class Meta(StrictFilterSet.Meta):
        model = Challenge


class InterventionFilter(ChallengeFilter):
    action = django_filters.ModelChoiceFilter(
        queryset=Action.objects.all(),
        field_name="actions",
        to_field_name="reference",
        label=pgettext_lazy("plan", "Action"),
    )

    class Meta(StrictFilterSet.Meta):
        model = Intervention


class ProjectRowFilter(SourcedFilter):
    project = NameFilter(Project, "name", field_name="project", label=_("Project"), empty_label=_("all"))


class ProjectPartnerFilter(ProjectRowFilter):
    role = django_filters.ChoiceFilter(choices=ProjectPartner.Role.choices, label=_("Role"))


class EventFilter(StrictFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("upcoming", _("to come")), ("past", _("past"))],
        method="by_time",
        empty_label=_("all"),
    )
    type = django_filters.ChoiceFilter(
        label=_("Kind of event"), field_name="kind", choices=Event.Kind.choices, empty_label=_("all")
    )
    cluster = NameFilter(Cluster, "name", label=_("Cluster"), method="by_cluster", empty_label=_("all"))

    class Meta(StrictFilterSet.Meta):
        model = Event

    def by_time(self, queryset: EventQuerySet, name: str, value: str) -> EventQuerySet:
        """What is past is read from its end."""
        today = timezone.localdate()
        return queryset.past(today).reverse() if value == "past" else queryset.upcoming(today)

    def by_cluster(self, queryset: EventQuerySet, name: str, value: Cluster) -> EventQuerySet:
        return queryset.serving(value)
