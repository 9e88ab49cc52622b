"""What is on: fairs, camps, seminars, meets, trainings and meetings, as the offices enter them."""

from datetime import date, datetime, time
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clusters.models import Cluster
from interventions.models.authorities import Authority
from interventions.models.milestones import Milestone
from interventions.models.updates import ActionUpdate
from interventions.querysets import EventQuerySet
from sources.addresses import reverse

MAX_DESCRIPTION = 2000


class Event(models.Model):
    """Something to go to, on days of the Indian calendar, by the clock of Asia/Kolkata.

    Without a time of beginning it takes whole days, the last one included. What has been held stays
    held: `counted_by` is the update through which it counted towards its milestone. Cancelled ones
    are kept, so that the calendars of those who subscribe learn of it.
    Only interventions.event_actions writes it.
    """

    class Kind(models.TextChoices):
        FAIR = "fair", _("fair or exhibition")
        CAMP = "camp", _("camp")
        SEMINAR = "seminar", _("seminar")
        BUYER_SELLER_MEET = "buyer_seller_meet", _("buyer-seller meet")
        TRAINING = "training", _("training")
        COMMITTEE_MEETING = "committee_meeting", _("committee meeting")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    uid = models.UUIDField(_("identifier in calendars"), default=uuid4, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind of event"), max_length=20, choices=Kind)
    title = models.CharField(_("title in English"), max_length=140, blank=True)
    title_hi = models.CharField(_("title in Hindi"), max_length=140, blank=True)
    starts_on = models.DateField(_("first day"), db_index=True)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), db_index=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place in English"), max_length=200, blank=True)
    place_hi = models.CharField(_("place in Hindi"), max_length=200, blank=True)
    description = models.TextField(_("description in English"), max_length=MAX_DESCRIPTION, blank=True)
    description_hi = models.TextField(_("description in Hindi"), max_length=MAX_DESCRIPTION, blank=True)
    online_link = models.URLField(_("link to take part online"), max_length=500, blank=True)
    link = models.URLField(_("link to more about it"), max_length=500, blank=True)
    organiser = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="events", verbose_name=_("organiser")
    )
    clusters = models.ManyToManyField(
        Cluster,
        blank=True,
        related_name="events",
        verbose_name=_("clusters"),
        help_text=_("None: for all clusters."),
    )
    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("milestone of the plan that it serves"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    counted_by = models.OneToOneField(
        ActionUpdate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="event",
        verbose_name=_("update through which it counted"),
    )
    sequence = models.PositiveIntegerField(
        _("sequence"), default=0, help_text=_("Grows with each change that a calendar shows.")
    )
    revision = models.PositiveIntegerField(
        _("revision"),
        default=0,
        help_text=_("Counts the writes: who saves an older one is shown what changed."),
    )
    changed_at = models.DateTimeField(_("last changed"))
    history = HistoricalRecords(m2m_fields=[clusters])

    objects: ClassVar[models.Manager] = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_on", F("starts_at").asc(nulls_first=True), "pk"]
        permissions = [
            ("enter_own_event", "Can enter events of an authority of their posting"),
            ("enter_any_event", "Can enter events of any authority"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "fair",
                        "camp",
                        "seminar",
                        "buyer_seller_meet",
                        "training",
                        "committee_meeting",
                    ]
                ),
                name="event_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "held", "cancelled"]), name="event_status_known"
            ),
            models.CheckConstraint(condition=~Q(title="", title_hi=""), name="event_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on"))
                | Q(ends_on=F("starts_on")) & (Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))),
                name="event_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False) & (Q(ends_at__isnull=False) | Q(ends_on=F("starts_on"))),
                name="event_times_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="held", milestone__isnull=False, counted_by__isnull=False)
                | Q(counted_by=None) & (~Q(status="held") | Q(milestone=None)),
                name="event_counts_when_held",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.title_hi

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.slug])

    @property
    def all_day(self) -> bool:
        return self.starts_at is None

    @property
    def begins(self) -> datetime | None:
        """The moment at which it begins; None where it takes whole days."""
        return _moment(self.starts_on, self.starts_at)

    @property
    def ends(self) -> datetime | None:
        """The moment at which it ends; None where it takes whole days or its end is not known."""
        return _moment(self.ends_on, self.ends_at)

    def is_over(self, now: datetime) -> bool:
        """One of whole days counts as over on its last day, one without an end when it has begun."""
        last = self.ends or self.begins
        return last <= now if last else self.ends_on <= timezone.localdate(now)


def _moment(day: date, at: time | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, at)) if at else None
