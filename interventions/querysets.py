"""Reads of the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from sources.folding import composed

if TYPE_CHECKING:
    from clusters.models import Cluster
    from interventions.models import Action, Event, Parameter
    from interventions.permissions import Reader
    from interventions.schedule import Standing


class ActionQuerySet(models.QuerySet["Action"]):
    def get_by_natural_key(self, reference: str) -> Action:
        return self.get(reference=reference)

    def with_facts(self) -> ActionQuerySet:
        """With all that `Action.standing` needs, in one query."""
        from interventions.models import ActionUpdate

        newest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-number")
        return self.select_related("heading__plan", "heading__document", "document").annotate(
            last_update_at=Subquery(newest.values("reported_at")[:1]),
            last_outcome=Subquery(newest.values("review__outcome")[:1]),
        )

    def locked(self, pk: int) -> Action:
        """One action, held until the transaction ends."""
        return self.with_facts().select_for_update(of=("self",)).get(pk=pk)

    def with_printed_text(self) -> ActionQuerySet:
        """With parts, authorities and cluster, in a bounded number of queries."""
        from interventions.models import ActionAuthority

        return self.select_related("cluster").prefetch_related(
            "parts__document",
            Prefetch("named_authorities", ActionAuthority.objects.select_related("authority")),
        )

    def naming_authority_of(self, user: Reader) -> ActionQuerySet:
        """Actions that name an authority to which the user is posted."""
        return self.filter(named_authorities__authority__postings__user=user.pk).distinct()

    def reported_by(self, user: Reader) -> ActionQuerySet:
        """Actions on which the user may report: any, those of their posting, or none."""
        if user.has_perm("interventions.update_any_action"):
            return self
        return (
            self.naming_authority_of(user)
            if user.has_perm("interventions.update_own_action")
            else self.none()
        )

    def neighbours(self, action: Action) -> tuple[Action | None, Action | None]:
        """The actions printed before and after."""
        around = self.order_by("position").only("reference", "title", "title_hi")
        return (
            around.filter(position__lt=action.position).last(),
            around.filter(position__gt=action.position).first(),
        )

    def standing(self, holds: Callable[[Standing], bool], today: date) -> ActionQuerySet:
        """Actions whose standing on that day satisfies the question: one more query.

        The schedule is worked out here and not in SQL, so that it has one definition.
        """
        actions = self.prefetch_related(None).with_facts()
        return self.filter(pk__in=[action.pk for action in actions if holds(action.standing(today))])

    def matching(self, words: str) -> ActionQuerySet:
        """Actions that contain every word, in the printed text, a part, the reference or a short title."""
        from interventions.models import ActionPart

        queryset = self
        for word in composed(words).split():
            parts = ActionPart.objects.filter(action=OuterRef("pk"), quote__icontains=word)
            queryset = queryset.filter(
                Q(quote__icontains=word)
                | Q(title__icontains=word)
                | Q(title_hi__icontains=word)
                | Q(reference__iexact=word)
                | Q(authorities_as_printed__icontains=word)
                | Exists(parts)
            )
        return queryset


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """No row of it is changed or removed, also not in bulk."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model._meta.label} is append-only: write a new row.")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model._meta.label} is append-only.")


class UpdateQuerySet(AppendOnlyQuerySet):
    def with_details(self) -> UpdateQuerySet:
        """With everything that the history of an action shows, in a bounded number of queries."""
        return self.select_related(
            "action", "authority", "reported_by", "review__reviewed_by", "event"
        ).prefetch_related(
            "date_changes", "evidence_files", "achievements__milestone", "achievements__cluster"
        )

    def newest_of_each_action(self) -> UpdateQuerySet:
        newest = self.model.objects.filter(action=OuterRef("action")).order_by("-number").values("number")
        return self.filter(number=Subquery(newest[:1])).select_related("authority")


class ParameterQuerySet(models.QuerySet["Parameter"]):
    def get_by_natural_key(self, slug: str) -> Parameter:
        return self.get(slug=slug)

    def with_bullets(self) -> ParameterQuerySet:
        """With challenges, interventions and the actions that carry these out."""
        from interventions.models import Challenge, Intervention

        return self.select_related("document", "cluster").prefetch_related(
            Prefetch("challenges", Challenge.objects.select_related("document")),
            Prefetch(
                "interventions", Intervention.objects.select_related("document").prefetch_related("actions")
            ),
        )

    def answered_by(self, action: Action) -> ParameterQuerySet:
        """The rows of the challenge tables of which the action carries out an intervention."""
        from interventions.models import Challenge, Intervention

        own = Intervention.objects.filter(actions=action).select_related("document")
        return (
            self.filter(interventions__actions=action)
            .distinct()
            .select_related("cluster", "document")
            .prefetch_related(
                Prefetch("challenges", Challenge.objects.select_related("document")),
                Prefetch("interventions", own, to_attr="carried_out"),
            )
        )

    def counts_by_cluster(self) -> list[Any]:
        """The clusters, each with the numbers of its challenges, interventions and actions."""
        from clusters.models import Cluster

        clusters = Cluster.objects.annotate(
            challenge_count=Count("parameters__challenges", distinct=True),
            intervention_count=Count("parameters__interventions", distinct=True),
            action_count=Count("actions", distinct=True),
        )
        return list(clusters)


class EventQuerySet(models.QuerySet["Event"]):
    def upcoming(self, today: date) -> EventQuerySet:
        """Those that are not over before today, cancelled ones among them."""
        return self.filter(ends_on__gte=today)

    def past(self, today: date) -> EventQuerySet:
        return self.filter(ends_on__lt=today)

    def serving(self, *clusters: Cluster) -> EventQuerySet:
        """Those for any of the clusters, and those for all clusters."""
        return self.filter(Q(clusters__in=clusters) | Q(clusters=None)).distinct()

    def with_details(self) -> EventQuerySet:
        """With all that a page, a feed or a row of the API shows, in two queries."""
        return self.select_related("organiser", "milestone__action").prefetch_related("clusters")

    def locked(self, pk: int) -> Event:
        """One event, held until the transaction ends."""
        return self.select_for_update().get(pk=pk)


def upcoming_events(today: date, limit: int, clusters: Sequence[Cluster] = ()) -> list[Event]:
    """The next events that take place, soonest first; with clusters those that serve any of them."""
    from interventions.models import Event

    events = Event.objects.upcoming(today).exclude(status=Event.Status.CANCELLED).with_details()
    return list((events.serving(*clusters) if clusters else events)[:limit])
