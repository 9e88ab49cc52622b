"""Reads of exporters' issues. What a user may see is decided here and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Value, When

from interventions.issue_schedule import overdue_if_counted_before
from interventions.querysets import AppendOnlyQuerySet

if TYPE_CHECKING:
    from interventions.models import ExporterIssue
    from interventions.permissions import Reader


class IssueQuerySet(models.QuerySet["ExporterIssue"]):
    def handled_by(self, user: Reader) -> IssueQuerySet:
        """Those that the user's office holds; all for the Deputy Commissioner; none for everyone else."""
        if user.has_perm("interventions.handle_any_issue"):
            return self
        if user.has_perm("interventions.handle_own_issue"):
            return self.filter(held_by__postings__user=user.pk)
        return self.none()

    def waiting(self) -> IssueQuerySet:
        """Those on which an answer is owed."""
        return self.filter(state=self.model.State.OPEN)

    def overdue(self, today: date) -> IssueQuerySet:
        return self.waiting().filter(counted_from__lt=overdue_if_counted_before(today))

    def in_order(self) -> IssueQuerySet:
        """Those on which an answer is owed first, and of them the one that is due first."""
        return self.annotate(
            rank=Case(When(state=self.model.State.OPEN, then=Value(0)), default=Value(1))
        ).order_by("rank", "counted_from", "pk")

    def with_details(self) -> IssueQuerySet:
        """With all that a row of the queue shows, in one query."""
        return self.select_related("cluster", "held_by", "action")

    def locked(self, pk: int) -> ExporterIssue:
        """One issue, held until the transaction ends."""
        return self.with_details().select_for_update(of=("self",)).get(pk=pk)


class IssueEntryQuerySet(AppendOnlyQuerySet):
    def erase_words(self) -> int:
        """The one change that an entry knows: its words go. That it happened, and when, stays."""
        return models.QuerySet.update(self, text="")

    def with_people(self) -> Any:
        return self.select_related("by", "office", "to_office")
