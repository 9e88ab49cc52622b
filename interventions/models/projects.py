"""The leather development project as its report prints it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Organisation
from sources.addresses import reverse
from sources.models import PrintedRow


class Project(PrintedRow):
    name = models.CharField(_("name"), max_length=160)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, related_name="projects", verbose_name=_("cluster")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    api_resource = ("projects", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="project_dates_upwards")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.slug])


class ProjectRow(PrintedRow):
    """A sentence of the project's report: its text is the quote."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("project")
    )
    number = models.CharField(_("number in its list"), max_length=4, blank=True)

    number_fields: ClassVar = {"number": "row"}
    passage_related: tuple[str, ...] = ("project",)

    class Meta(PrintedRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.printed

    def get_absolute_url(self) -> str:
        return f"{self.project.get_absolute_url()}#{self.anchor}"


class ProjectObjective(ProjectRow):
    api_resource = ("project-objectives", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("objective of a project")
        verbose_name_plural = _("objectives of projects")


class ProjectActivity(ProjectRow):
    api_resource = ("project-activities", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("activity of a project")
        verbose_name_plural = _("activities of projects")


class ProjectResult(ProjectRow):
    url = models.CharField(_("web address as printed"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    api_resource = ("project-results", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("result of a project")
        verbose_name_plural = _("results of projects")


class ProjectPartner(ProjectRow):
    class Role(models.TextChoices):
        DONOR = "donor", _("donor")
        PARTNER = "partner", _("partner")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role)

    passage_related = ("project", "organisation")

    api_resource = ("project-partners", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("partner of a project")
        verbose_name_plural = _("partners of projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["donor", "partner"]), name="projectpartner_role_known"
            ),
            models.UniqueConstraint(fields=["project", "organisation"], name="projectpartner_once"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
