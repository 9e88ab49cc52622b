"""The countable commitments in the plan's prose, and what is reported against them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from interventions.models.plan import Action
from interventions.models.updates import ActionUpdate, AppendOnly
from sources.models import Sourced
from sources.querysets import SlugManager


class Milestone(Sourced):
    """So many of something in each quarter or financial year, or so much more than the year before."""

    class Measure(models.TextChoices):
        COUNT = "count", _("number")
        GROWTH_PERCENT = "growth_percent", _("growth over the year before, in percent")

    class Every(models.TextChoices):
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("financial year")

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="milestones", verbose_name=_("action")
    )
    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_hi = models.CharField(_("title in Hindi"), max_length=200)
    measure = models.CharField(_("measure"), max_length=16, choices=Measure)
    every = models.CharField(_("period"), max_length=8, choices=Every)
    target = models.PositiveSmallIntegerField(_("target"))
    target_as_printed = models.CharField(_("target as printed"), max_length=60)
    each_cluster = models.BooleanField(
        _("for each cluster"),
        default=False,
        help_text=_("The target holds for each product category by itself."),
    )

    verbatim_fields = ("target_as_printed",)
    passage_related = ("action",)

    api_resource = ("actions", "action.reference")

    objects = SlugManager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["action", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(target__gt=0), name="milestone_target_positive"),
            models.CheckConstraint(
                condition=Q(measure__in=["count", "growth_percent"]), name="milestone_measure_known"
            ),
            models.CheckConstraint(condition=Q(every__in=["quarter", "year"]), name="milestone_period_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.action.get_absolute_url()}#milestones"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class MilestoneAchievement(AppendOnly):
    """Something countable that an update reports: a camp held, units that took part in fairs."""

    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="achievements", verbose_name=_("milestone")
    )
    update = models.ForeignKey(
        ActionUpdate, on_delete=models.PROTECT, related_name="achievements", verbose_name=_("update")
    )
    achieved_on = models.DateField(_("on"))
    quantity = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cluster")
    )

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        ordering = ["-achieved_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="achievement_quantity_positive")
        ]

    def __str__(self) -> str:
        return f"{self.milestone} · {self.quantity}"
