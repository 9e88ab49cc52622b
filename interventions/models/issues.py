"""What exporters bring before the offices: private, numbered, answered within a limit."""

import secrets
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from interventions.issue_querysets import IssueQuerySet
from interventions.issue_schedule import IssueStanding, issue_standing
from interventions.models.authorities import Authority
from interventions.models.plan import Action

_KEY_BYTES = 16


class IssueTopic(models.TextChoices):
    SCHEME = "scheme", _("a claim under a scheme")
    DOCUMENTS = "documents", _("documents, IEC or registration")
    CUSTOMS = "customs", _("customs or port")
    FREIGHT = "freight", _("freight and transport")
    FINANCE = "finance", _("finance or bank")
    MARKET = "market", _("market or buyer")
    ENVIRONMENT = "environment", _("environment or tannery")
    TRAINING = "training", _("training")
    PORTAL = "portal", _("this portal or its data")
    OTHER = "other", _("something else")


class ExporterIssue(models.Model):
    """An exporter's problem, its present holder and state. How it got there is told by its entries.

    Nobody but its exporter and the office that holds it reads the words. They and the contact data are
    erased some time after it is closed (`interventions.issue_schedule`); the row stays for the counts.
    No history of old versions is kept: it would be a second place to erase.
    """

    class State(models.TextChoices):
        OPEN = "open", _("being worked on")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    topic = models.CharField(_("topic"), max_length=12, choices=IssueTopic)
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cluster")
    )
    text = models.TextField(_("what happened"), max_length=4000, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    may_publish = models.BooleanField(_("may be published without names"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    held_by = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="+", verbose_name=_("held by")
    )
    held_since = models.DateTimeField(_("held since"))
    received_at = models.DateTimeField(_("received at"))
    counted_from = models.DateField(_("day from which the limit is counted"))
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    satisfied = models.BooleanField(_("satisfied"), null=True, blank=True)
    action = models.ForeignKey(
        Action,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exporter_issues",
        verbose_name=_("action that should cure it"),
    )
    revision = models.PositiveIntegerField(_("revision"), default=0)
    erased_at = models.DateTimeField(_("words erased at"), null=True, blank=True)

    objects: ClassVar[models.Manager] = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("exporter's issue")
        verbose_name_plural = _("exporters' issues")
        ordering = ["counted_from", "pk"]
        permissions = [
            ("handle_own_issue", "Can handle exporters' issues held by the own office"),
            ("handle_any_issue", "Can handle every exporter's issue"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(topic__in=IssueTopic.values), name="issue_topic_known"),
            models.CheckConstraint(condition=Q(language__in=["en", "hi"]), name="issue_language_known"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, closed_at=None)
                | Q(state="answered", answered_at__isnull=False, closed_at=None)
                | Q(state="closed", answered_at__isnull=False, closed_at__isnull=False)
                | Q(state="withdrawn", closed_at__isnull=False),
                name="issue_state_has_its_times",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & Q(erased_at=None)
                | Q(text="", email="", phone="", erased_at__isnull=False, closed_at__isnull=False),
                name="issue_says_something_until_erased",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The officers' page: the exporter's own needs the key, which nobody else has."""
        return reverse("issue-office", args=[self.number])

    @property
    def number(self) -> str:
        return f"I-{self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.CLOSED, self.State.WITHDRAWN)

    def standing(self) -> IssueStanding:
        return issue_standing(self.counted_from, is_open=self.state == self.State.OPEN)


class IssueKey(models.Model):
    """One secret link to an issue: the page that its exporter keeps, or a letter. Only a digest is stored,
    which nobody can make or turn back without the portal's secret."""

    issue = models.ForeignKey(
        ExporterIssue, on_delete=models.CASCADE, related_name="keys", verbose_name=_("issue")
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("key of an issue")
        verbose_name_plural = _("keys of issues")
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="issue_key_is_digest")
        ]

    def __str__(self) -> str:
        return str(self.issue)

    @staticmethod
    def new_key() -> str:
        return secrets.token_urlsafe(_KEY_BYTES)

    @staticmethod
    def digest_of(key: str) -> str:
        return salted_hmac("interventions.issue_key", key, algorithm="sha256").hexdigest()


class SolvedIssue(models.Model):
    """What everyone may learn from an issue: an officer's own words, with the exporter's consent."""

    issue = models.OneToOneField(
        ExporterIssue, on_delete=models.PROTECT, related_name="solved", verbose_name=_("issue")
    )
    problem = models.TextField(_("the problem"), max_length=1500)
    solution = models.TextField(_("how it was solved"), max_length=1500)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by")
    )

    class Meta:
        verbose_name = _("solved issue")
        verbose_name_plural = _("solved issues")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(problem="") & ~Q(solution=""), name="solved_issue_says_both")
        ]

    def __str__(self) -> str:
        return str(self.issue)

    def get_absolute_url(self) -> str:
        """Its place on the page of all of its topic."""
        return f"{reverse('issues-solved')}?{urlencode({'topic': self.issue.topic})}#solved-{self.pk}"
