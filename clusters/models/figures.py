"""The figures of the district and its clusters, and the tanneries."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models.base import ClusterRow
from sources.models import Measured, PrintedRow
from sources.numbers import PrintedNumber


class Statistic(Measured, ClusterRow):
    """One figure in the text: units, employment, turnover, shares, ranks."""

    class Measure(models.TextChoices):
        AREA = "area", _("area")
        CAPACITY = "capacity", _("capacity")
        CONCENTRATION = "concentration", _("concentration")
        COUNT = "count", _("count")
        EMPLOYMENT = "employment", _("employment")
        POPULATION = "population", _("population")
        RANK = "rank", _("rank")
        SHARE = "share", _("share")
        TURNOVER = "turnover", _("turnover")
        UNITS = "units", _("units")

    subject = models.CharField(_("subject"), max_length=200)
    subject_hi = models.CharField(_("subject in Hindi"), max_length=250)
    measure = models.CharField(_("measure"), max_length=16, choices=Measure)
    area = models.CharField(_("area that it is of"), max_length=60, blank=True)
    hs_code = models.CharField(_("HS code"), max_length=8, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    api_resource = ("statistics", "slug")

    class Meta(Measured.Meta):
        verbose_name = _("statistic")
        verbose_name_plural = _("statistics")
        constraints = [
            *Measured.Meta.constraints,
            models.UniqueConstraint(
                fields=["subject", "measure", "period_label", "document", "lines"], name="statistic_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    measure__in=[
                        "area",
                        "capacity",
                        "concentration",
                        "count",
                        "employment",
                        "population",
                        "rank",
                        "share",
                        "turnover",
                        "units",
                    ]
                ),
                name="statistic_measure_known",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def printed_numbers(self) -> list[PrintedNumber]:
        return [*super().printed_numbers, *self.code_numbers(self.hs_code)]


class TableRow(ClusterRow):
    """A numbered row of one of the district's tables."""

    row = models.CharField(_("number of the row"), max_length=8, blank=True)
    name = models.CharField(_("name"), max_length=120)
    name_hi = models.CharField(_("name in Hindi"), max_length=160)

    class Meta(PrintedRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class IndustryRow(TableRow):
    """A row of Table 1: micro and small enterprises and artisan units by type of industry."""

    units = models.PositiveIntegerField(_("number of units"))
    investment = models.DecimalField(
        _("investment"), max_digits=14, decimal_places=2, help_text=_("INR crore, as Table 1 heads it.")
    )
    employment = models.PositiveIntegerField(_("employment"))
    is_total = models.BooleanField(_("total row"), default=False)

    number_fields: ClassVar = {
        "row": "row",
        "units": "units",
        "investment": "INR crore",
        "employment": "persons",
    }

    api_resource = ("industry-rows", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("row of Table 1")
        verbose_name_plural = _("rows of Table 1")


class OccupationRow(TableRow):
    """A row of Table 2: main workers by occupation, census of 2011."""

    persons = models.PositiveIntegerField(_("persons"))
    percent = models.DecimalField(_("percent"), max_digits=6, decimal_places=2)

    number_fields: ClassVar = {"row": "row", "persons": "persons", "percent": "percent"}

    api_resource = ("occupation-rows", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("row of Table 2")
        verbose_name_plural = _("rows of Table 2")


class OutcomeTarget(ClusterRow):
    """What a cluster is to reach (sections 4.7, 5.9, 6.9 and 7.9)."""

    measure = models.CharField(_("measure"), max_length=120)
    measure_hi = models.CharField(_("measure in Hindi"), max_length=160)
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    rate = models.DecimalField(_("rate"), max_digits=8, decimal_places=2, null=True, blank=True)
    rate_unit = models.CharField(_("unit of the rate"), max_length=40, blank=True)
    years = models.PositiveSmallIntegerField(_("over years"), null=True, blank=True)
    by_year = models.PositiveSmallIntegerField(_("by the year"), null=True, blank=True)

    number_fields: ClassVar = {"baseline": "", "target": "", "rate": "", "years": "years", "by_year": "year"}

    api_resource = ("outcome-targets", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("outcome target")
        verbose_name_plural = _("outcome targets")
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline=None, target=None, unit="") | ~Q(unit=""), name="outcometarget_unit"
            ),
            models.CheckConstraint(
                condition=Q(rate=None, rate_unit="") | Q(rate__isnull=False) & ~Q(rate_unit=""),
                name="outcometarget_rate_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.measure


class TanneryCategory(Measured, ClusterRow):
    """A category of tanneries as the plan prints it (lines 266 to 269), with how many are in operation."""

    name = models.CharField(_("name"), max_length=100)
    name_hi = models.CharField(_("name in Hindi"), max_length=120)
    description = models.CharField(_("description as printed"), max_length=300)

    verbatim_fields = ("as_printed", "description")

    api_resource = ("tannery-categories", "slug")

    class Meta(Measured.Meta):
        verbose_name = _("category of tanneries")
        verbose_name_plural = _("categories of tanneries")

    def __str__(self) -> str:
        return self.name


class Tannery(models.Model):
    """The registry of tanneries. No document prints a name: it starts empty, and offices fill it."""

    class Scope(models.TextChoices):
        """Scopes of an audit by the Leather Working Group; what the plan's categories do, in its terms."""

        RAW_TO_TANNED = "raw_to_tanned", _("raw hide to tanned (wet blue)")
        TANNED_TO_FINISHED = "tanned_to_finished", _("tanned to finished")
        RAW_TO_FINISHED = "raw_to_finished", _("raw hide to finished")

    name = models.CharField(_("name"), max_length=160)
    name_hi = models.CharField(_("name in Hindi"), max_length=200, blank=True)
    place = models.ForeignKey(
        "clusters.Place", on_delete=models.PROTECT, related_name="tanneries", verbose_name=_("place")
    )
    category = models.ForeignKey(
        TanneryCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tanneries",
        verbose_name=_("category"),
    )
    scope = models.CharField(_("scope of work"), max_length=20, choices=Scope, blank=True)
    operating = models.BooleanField(_("operating"), null=True, blank=True)

    class Meta:
        verbose_name = _("tannery")
        verbose_name_plural = _("tanneries")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "place"], name="tannery_once"),
            models.CheckConstraint(
                condition=Q(scope__in=["", "raw_to_tanned", "tanned_to_finished", "raw_to_finished"]),
                name="tannery_scope_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Two documents that name one place make two rows of it: a firm there is one all the same."""
        super().clean()
        if not self.place_id:
            return
        same = Tannery.objects.filter(name__iexact=self.name, place__name=self.place.name)
        if other := same.exclude(pk=self.pk).select_related("place").first():
            raise ValidationError(
                {
                    "name": _("“%(name)s” is in the registry already, at %(place)s.")
                    % {"name": other.name, "place": f"{other.place.name} ({other.place.slug})"}
                }
            )
