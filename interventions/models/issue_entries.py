"""What happens to an exporter's issue, and the letters about it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interventions.issue_querysets import IssueEntryQuerySet
from interventions.models.authorities import Authority
from interventions.models.issues import ExporterIssue
from interventions.models.letters import Letter
from interventions.models.updates import AppendOnly


class EntryKind(models.TextChoices):
    RECEIVED = "received", _("received")
    MESSAGE = "message", _("further message of the exporter")
    FORWARDED = "forwarded", _("handed to another office")
    INTERIM = "interim", _("interim reply")
    ANSWER = "answer", _("answer")
    SATISFIED = "satisfied", _("rated: satisfied")
    REOPENED = "reopened", _("rated: not satisfied; reopened")
    NOT_SATISFIED = "not_satisfied", _("rated: not satisfied; closed")
    QUIET = "quiet", _("closed without a rating")
    WITHDRAWN = "withdrawn", _("withdrawn by the exporter")
    TIED = "tied", _("tied to an action of the plan")
    CONTACT_ERASED = "contact_erased", _("contact data erased")
    CONSENT_GIVEN = "consent_given", _("consent to publish given")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("consent to publish withdrawn")
    PUBLISHED = "published", _("published without names")


_BY_OFFICERS = ["forwarded", "interim", "answer", "tied", "published"]
_BY_OTHERS = [value for value in EntryKind.values if value not in _BY_OFFICERS]


class IssueEntry(AppendOnly):
    """One thing that happened to an issue. Its words alone go, when the issue's time to be kept is over."""

    issue = models.ForeignKey(
        ExporterIssue, on_delete=models.PROTECT, related_name="entries", verbose_name=_("issue")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty: the exporter, or the portal itself."),
    )
    office = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office"),
        help_text=_("For which the officer acted; empty: the Deputy Commissioner, or no officer."),
    )
    to_office = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed to"),
    )
    text = models.TextField(_("text"), max_length=4000, blank=True)

    objects: ClassVar[models.Manager] = IssueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of an issue")
        verbose_name_plural = _("entries of issues")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=_BY_OFFICERS, by__isnull=False)
                | Q(
                    kind__in=_BY_OTHERS,
                    by=None,
                    office=None,
                ),
                name="issue_entry_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(kind="forwarded", to_office__isnull=False)
                | ~Q(kind="forwarded") & Q(to_office__isnull=True),
                name="issue_entry_handed_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} · {self.kind}"


class IssueLetter(Letter):
    """A letter to the exporter who left an address. Its words are made when it is sent, and not kept."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("acknowledgement")
        INTERIM = "interim", _("an interim reply stands on the page")
        ANSWER = "answer", _("an answer stands on the page")

    issue = models.ForeignKey(
        ExporterIssue, on_delete=models.CASCADE, related_name="letters", verbose_name=_("issue")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("letter on an issue")
        verbose_name_plural = _("letters on issues")
        ordering = ["pk"]
        constraints = [
            *Letter.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["received", "interim", "answer"]), name="issueletter_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} · {self.kind}"
