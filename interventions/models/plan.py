"""The plan: its printed headings, actions and their parts."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clusters.models import Cluster, District
from interventions.models.authorities import Authority
from interventions.querysets import ActionQuerySet
from interventions.schedule import Facts, Standing, Timeline, WorkStatus, standing
from sources.addresses import reverse
from sources.models import Sourced
from sources.querysets import PositionManager, SlugManager

# The plan's own sources are of 2019: it cannot have started, nor a commitment of it been met, before.
EARLIEST_DAY = date(2019, 4, 1)
LATEST_START = date(2099, 12, 31)


class Plan(Sourced):
    """The action plan of a district."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        NOTIFIED = "notified", _("notified")
        SUPERSEDED = "superseded", _("superseded")

    slug = models.SlugField(_("slug"), unique=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="plans", verbose_name=_("district")
    )
    title = models.CharField(_("title"), max_length=200)
    title_hi = models.CharField(_("title in Hindi"), max_length=200)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    starts_on = models.DateField(
        _("start date"),
        null=True,
        blank=True,
        help_text=_(
            "The plan is undated: the day from which its 6 and 12 months are counted is the district's own."
        ),
    )
    history = HistoricalRecords()

    # The loader leaves these as they are in the portal.
    reported_fields = ("status", "starts_on")

    api_resource = ("plans", "slug")

    objects = SlugManager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "notified", "superseded"]), name="plan_status_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__range=(EARLIEST_DAY, LATEST_START)),
                name="plan_starts_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts_on and not EARLIEST_DAY <= self.starts_on <= LATEST_START:
            raise ValidationError({"starts_on": _("A day from 1 April 2019 to 31 December 2099.")})

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Heading(Sourced):
    """A heading that the plan prints above a group of its actions."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="headings", verbose_name=_("plan"))
    slug = models.SlugField(_("slug"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    name_hi = models.CharField(_("heading in Hindi"), max_length=200)

    api_resource = ("headings", "slug")

    objects = SlugManager()

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="heading_position_once")]

    def __str__(self) -> str:
        return self.printed

    def get_absolute_url(self) -> str:
        return f"{reverse('plan')}?heading={self.slug}"

    @property
    def name(self) -> str:
        return self.printed

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Action(Sourced):
    """One printed row of the plan. Its text is the quote and the quotes of its parts.

    The last block of fields is what officers report; only interventions.actions writes it.
    """

    heading = models.ForeignKey(
        Heading, on_delete=models.PROTECT, related_name="actions", verbose_name=_("printed heading")
    )
    reference = models.CharField(_("reference"), max_length=10, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Order in print."))
    title = models.CharField(
        _("short title"), max_length=140, help_text=_("The portal's own words, for lists.")
    )
    title_hi = models.CharField(_("short title in Hindi"), max_length=200)
    cluster = models.ForeignKey(
        Cluster,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("cluster"),
        help_text=_("Empty: the action serves all clusters."),
    )
    authorities = models.ManyToManyField(
        Authority, through="ActionAuthority", related_name="actions", verbose_name=_("authorities")
    )
    authorities_as_printed = models.CharField(_("authorities as printed"), max_length=100)
    timeline = models.CharField(_("timeline"), max_length=12, choices=Timeline)
    timeline_as_printed = models.CharField(_("timeline as printed"), max_length=60)

    work_status = models.CharField(
        _("work status"), max_length=12, choices=WorkStatus, default=WorkStatus.NOT_STARTED, db_index=True
    )
    awaiting_confirmation = models.BooleanField(_("awaiting confirmation"), default=False)
    start_by = models.DateField(_("start by"), null=True, blank=True)
    finish_by = models.DateField(_("finish by"), null=True, blank=True)
    revision = models.PositiveIntegerField(
        _("revision"),
        default=0,
        help_text=_("Counts the writes: who saves an older one is shown what changed."),
    )

    last_update_at: datetime | None  # by with_facts()
    last_outcome: str | None  # by with_facts(): of the review of the newest update

    verbatim_fields = ("authorities_as_printed", "timeline_as_printed")
    reported_fields = ("work_status", "awaiting_confirmation", "start_by", "finish_by", "revision")

    api_resource = ("actions", "reference")

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["position"]
        permissions = [
            ("update_own_action", "Can report on actions that name an authority of their posting"),
            ("update_any_action", "Can report on any action"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["heading", "position"], name="action_position_once"),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^[A-Z]{2}-\d{2,3}$"), name="action_reference_form"
            ),
            models.CheckConstraint(condition=Q(timeline__in=Timeline.values), name="action_timeline_known"),
            models.CheckConstraint(
                condition=Q(work_status__in=WorkStatus.values), name="action_work_status_known"
            ),
            models.CheckConstraint(
                condition=Q(start_by=None) | Q(finish_by=None) | Q(finish_by__gte=F("start_by")),
                name="action_finish_not_before_start",
            ),
            models.CheckConstraint(
                condition=Q(awaiting_confirmation=False) | ~Q(work_status__in=["completed", "dropped"]),
                name="action_closed_awaits_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.reference])

    def natural_key(self) -> tuple[str]:
        return (self.reference,)

    def facts(self) -> Facts:
        """Needs `with_facts()` of the queryset for the last update; the plan comes by its heading."""
        last = self.last_update_at
        return Facts(
            timeline=self.timeline,
            work_status=self.work_status,
            plan_starts_on=self.heading.plan.starts_on,
            start_by=self.start_by,
            finish_by=self.finish_by,
            last_update_on=timezone.localdate(last) if last else None,
        )

    def standing(self, today: date | None = None) -> Standing:
        return standing(self.facts(), today or timezone.localdate())


class ActionAuthority(models.Model):
    """An authority named beside an action, in printed order; the first named leads."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        SUPPORTING = "supporting", _("supporting")

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="named_authorities", verbose_name=_("action")
    )
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="named_in", verbose_name=_("authority")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    as_printed = models.CharField(_("as printed"), max_length=60)

    natural_parent = ("action", "reference")

    objects = PositionManager()

    class Meta:
        verbose_name = _("named authority")
        verbose_name_plural = _("named authorities")
        ordering = ["action", "position"]
        constraints = [
            models.UniqueConstraint(fields=["action", "position"], name="action_authority_position_once"),
            models.UniqueConstraint(fields=["action", "authority"], name="action_authority_once"),
            models.CheckConstraint(
                condition=Q(position=1, role="lead") | Q(position__gt=1, role="supporting"),
                name="action_first_authority_leads",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.reference} · {self.as_printed}"

    def natural_key(self) -> tuple[str, int]:
        return (self.action.reference, self.position)


class ActionPart(Sourced):
    """A lettered, bulleted or separate paragraph of an action, in printed order."""

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="parts", verbose_name=_("action")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.CharField(
        _("label"), max_length=5, blank=True, help_text=_("Such as “a.”; empty for a bullet.")
    )

    natural_parent = ("action", "reference")
    passage_related = ("action",)

    api_resource = ("actions", "action.reference")

    objects = PositionManager()

    class Meta:
        verbose_name = _("part of an action")
        verbose_name_plural = _("parts of actions")
        ordering = ["action", "position"]
        constraints = [
            models.UniqueConstraint(fields=["action", "position"], name="action_part_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.action.reference} · {self.position}"

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()

    def natural_key(self) -> tuple[str, int]:
        return (self.action.reference, self.position)
