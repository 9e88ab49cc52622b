"""Trainings, their topics and materials, and study missions, as the documents print them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exports.models import Country
from interventions.models import Project
from sources.addresses import reverse
from sources.models import PrintedRow


class TrainingRow(PrintedRow):
    """A printed record that the page of trainings shows."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("project")
    )

    class Meta(PrintedRow.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        return f"{reverse('trainings')}#{self.anchor}"


class Topic(TrainingRow):
    name = models.CharField(_("name"), max_length=120)
    name_hi = models.CharField(_("name in Hindi"), max_length=160)

    api_resource = ("topics", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("training topic")
        verbose_name_plural = _("training topics")

    def __str__(self) -> str:
        return self.name


class Programme(TrainingRow):
    """Training programmes with their headcount as printed: no names, no sum of sessions."""

    name = models.CharField(_("name"), max_length=160)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    programmes = models.PositiveIntegerField(_("number of programmes"))
    persons = models.PositiveIntegerField(_("persons reached"))
    persons_qualifier = models.CharField(_("qualifier of the persons"), max_length=20, blank=True)
    tanneries = models.PositiveIntegerField(_("tanneries reached"))

    number_fields: ClassVar = {
        "programmes": "training programmes",
        "persons": "persons",
        "tanneries": "tanneries",
    }

    api_resource = ("programmes", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("training programmes")
        verbose_name_plural = _("training programmes")

    def __str__(self) -> str:
        return self.name


class Resource(TrainingRow):
    """Material to learn from: the portal links to it and keeps no copy."""

    class Kind(models.TextChoices):
        E_LEARNING = "e_learning", _("e-learning")
        TECHNICAL_REPORTS = "technical_reports", _("technical reports")
        PORTAL = "portal", _("web portal")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    count_unit = models.CharField(_("counted in"), max_length=40, blank=True)
    url = models.CharField(_("web address as printed"), max_length=100, blank=True)

    number_fields: ClassVar = {"count": ""}

    api_resource = ("resources", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("learning resource")
        verbose_name_plural = _("learning resources")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["e_learning", "technical_reports", "portal"]),
                name="resource_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StudyMission(PrintedRow):
    """A study mission. That of another country is never counted among the district's trainings."""

    name = models.CharField(_("name"), max_length=160)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    programme = models.CharField(_("programme"), max_length=120)
    country_from = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country of the participants")
    )
    country_to = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country visited")
    )
    led_by = models.CharField(_("led by"), max_length=160)
    purpose = models.CharField(_("purpose"), max_length=200)
    participants = models.PositiveSmallIntegerField(_("participants"))
    held_on = models.DateField(_("date"), null=True, blank=True)
    of_the_district = models.BooleanField(_("of the district"), default=False)

    number_fields: ClassVar = {"participants": "persons"}

    api_resource = ("study-missions", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("study mission")
        verbose_name_plural = _("study missions")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("study-mission", args=[self.slug])
