"""What the plan says holds each cluster back, and what it proposes (sections 4.6, 5.8, 6.8 and 7.8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from interventions.models.plan import Action
from interventions.querysets import ParameterQuerySet
from sources.addresses import reverse
from sources.models import Sourced
from sources.querysets import SlugManager


class Parameter(Sourced):
    """A row of a table of challenges, as the plan calls it: "Marketing", "Access to finance"."""

    passage_related = ("cluster",)
    carried_out: "list[Intervention]"  # by answered_by()

    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="parameters", verbose_name=_("cluster")
    )
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=140)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)

    api_resource = ("parameters", "slug")

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ["cluster", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "position"], name="parameter_position_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.cluster_url(self.cluster)}#{self.slug}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @staticmethod
    def cluster_url(cluster: Cluster) -> str:
        return reverse("cluster-challenges", args=[cluster.slug])


class Bullet(Sourced):
    """A bullet of a cell: its text is the quote."""

    parameter: models.ForeignKey

    passage_related = ("parameter__cluster",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.CharField(
        _("label"), max_length=5, blank=True, help_text=_("Such as “a.”; empty for a bullet.")
    )

    objects = SlugManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.printed

    def get_absolute_url(self) -> str:
        return f"{Parameter.cluster_url(self.parameter.cluster)}#{self.slug}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Challenge(Bullet):
    parameter = models.ForeignKey(
        Parameter, on_delete=models.PROTECT, related_name="challenges", verbose_name=_("parameter")
    )

    api_resource = ("challenges", "slug")

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["parameter__cluster", "parameter__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["parameter", "position"], name="challenge_position_once")
        ]


class Intervention(Bullet):
    parameter = models.ForeignKey(
        Parameter, on_delete=models.PROTECT, related_name="interventions", verbose_name=_("parameter")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("bullet that it belongs to"),
    )
    # The portal's reading: the plan prints no cross-references between its sections.
    actions = models.ManyToManyField(
        Action, blank=True, related_name="interventions", verbose_name=_("actions that carry it out")
    )

    api_resource = ("interventions", "slug")

    class Meta:
        verbose_name = _("intervention")
        verbose_name_plural = _("interventions")
        ordering = ["parameter__cluster", "parameter__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["parameter", "position"], name="intervention_position_once")
        ]
