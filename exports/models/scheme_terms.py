"""The terms of a scheme: clause by clause as the plan prints them, and those reported later."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exports.models.schemes import SchemeVersion
from exports.querysets import ReportedTermManager
from exports.scheme_arithmetic import Component, Rate
from sources.addresses import reverse
from sources.bilingual import localized
from sources.models import Attributed, PrintedRow
from sources.units import money


class Term(models.Model):
    """A rate, a cap or a condition in the form in which the calculator reads it."""

    class Leg(models.TextChoices):
        RAIL = "rail", _("rail only")
        RAIL_OR_ROAD = "rail_or_road", _("rail or road")

    component = models.CharField(_("what it is about"), max_length=24, choices=Component, blank=True)
    rate_percent = models.DecimalField(
        _("rate in percent"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    cap = models.DecimalField(
        _("cap"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("For each fair, event, container or kg; of a year for all else."),
    )
    cap_unit = models.CharField(
        _("unit of the cap"), max_length=40, blank=True, help_text=_("INR, INR lakh or fairs.")
    )
    manufacturers_only = models.BooleanField(_("manufacturers only"), default=False)
    msme_only = models.BooleanField(_("micro, small and medium enterprises only"), default=False)
    leg = models.CharField(
        _("way to the port"),
        max_length=12,
        choices=Leg,
        blank=True,
        help_text=_("Empty: the term says nothing about it."),
    )
    airports = models.CharField(
        _("air cargo complexes"),
        max_length=200,
        blank=True,
        help_text=_("Names with commas between them, where only these count."),
    )
    airports_hi = models.CharField(
        _("air cargo complexes, in Hindi"), max_length=200, blank=True, help_text=_("In the same order.")
    )
    any_airport = models.BooleanField(_("any airport"), default=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rate_percent=None) | Q(rate_percent__gt=0, rate_percent__lte=100),
                name="%(class)s_rate_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(cap=None, cap_unit="") | Q(cap__isnull=False, cap__gt=0) & ~Q(cap_unit=""),
                name="%(class)s_cap_unit",
            ),
            models.CheckConstraint(
                condition=Q(airports="") | Q(any_airport=False), name="%(class)s_some_airports_or_any"
            ),
        ]

    @property
    def rate(self) -> Rate:
        """The term as the calculator takes it: percent, and the cap in rupees or in things counted."""
        amount = None if self.cap is None else money(self.cap, self.cap_unit)
        return Rate(self.rate_percent, amount.amount if amount else self.cap)

    @property
    def airport_names(self) -> dict[str, str]:
        """The value that stands for each air cargo complex, and its name in the reader's language."""
        names, shown = (_names(words) for words in (self.airports, localized(self, "airports")))
        return {slugify(name): told for name, told in zip(names, shown, strict=False)}


def _names(words: str) -> list[str]:
    return [name.strip() for name in words.split(",") if name.strip()]


class SchemeRule(PrintedRow, Term):
    """One clause: what is paid at which rate, up to which cap, per what, for whom."""

    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="rules", verbose_name=_("version")
    )
    row = models.CharField(_("number of the row"), max_length=8, blank=True)
    label = models.CharField(_("label"), max_length=8, blank=True)
    item = models.CharField(_("item"), max_length=160)
    item_hi = models.CharField(_("item in Hindi"), max_length=200)
    per = models.CharField(_("per"), max_length=60, blank=True)
    per_hi = models.CharField(_("per, in Hindi"), max_length=60, blank=True)
    who = models.CharField(_("who qualifies"), max_length=120, blank=True)
    who_hi = models.CharField(_("who qualifies, in Hindi"), max_length=120, blank=True)
    container_ft = models.PositiveSmallIntegerField(_("container, in feet"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    number_fields: ClassVar = {"row": "row", "rate_percent": "percent", "cap": "", "container_ft": "ft"}
    passage_related: tuple[str, ...] = ("version__scheme",)

    api_resource = ("scheme-rules", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("rule of a scheme")
        verbose_name_plural = _("rules of schemes")
        constraints = Term.Meta.constraints

    def __str__(self) -> str:
        return self.item

    def get_absolute_url(self) -> str:
        return f"{reverse('scheme', args=[self.version.scheme.slug])}#{self.anchor}"


class ReportedTerm(Attributed, Term):
    """A term of a later version, which no document of the portal prints, with who says so."""

    MONEY_UNITS = ("INR", "INR lakh")
    # What a term counts that is no money.
    THING_UNITS: ClassVar[dict[str, tuple[str, ...]]] = {Component.FAIRS_PER_YEAR: ("fairs",)}

    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="terms", verbose_name=_("version")
    )
    port_group = models.CharField(
        _("ports that it holds for"), max_length=80, blank=True, help_text=_("Empty: none is named.")
    )
    port_group_hi = models.CharField(_("ports that it holds for, in Hindi"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    note_hi = models.CharField(_("note in Hindi"), max_length=300, blank=True)

    objects = ReportedTermManager()

    class Meta(Attributed.Meta):
        verbose_name = _("reported term of a scheme")
        verbose_name_plural = _("reported terms of schemes")
        ordering = ["version", "pk"]
        constraints = [
            *Attributed.Meta.constraints,
            *Term.Meta.constraints,
            models.CheckConstraint(
                condition=Q(component__in=Component.values), name="reportedterm_component_known"
            ),
            models.CheckConstraint(
                condition=Q(cap_unit="")
                | Q(component="fairs_per_year", cap_unit="fairs")
                | ~Q(component="fairs_per_year") & Q(cap_unit__in=["INR", "INR lakh"]),
                name="reportedterm_cap_unit_fits",
            ),
            models.UniqueConstraint(
                fields=["version", "component", "port_group"], name="reportedterm_once_in_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_component_display()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('scheme', args=[self.version.scheme.slug])}#{self.anchor}"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if not self.component:
            errors["component"] = _("Choose what the term is about.")
        if self.version_id and self.version.status != SchemeVersion.Status.REPORTED:
            errors["version"] = _("What the plan prints comes with the fixtures: choose a reported version.")
        units = self.THING_UNITS.get(self.component, self.MONEY_UNITS)
        if self.cap is not None and self.cap_unit not in units:
            errors["cap_unit"] = _("Choose one of: %(allowed)s.") % {"allowed": ", ".join(units)}
        elif self.cap is not None and self.rate.cap != int(self.rate.cap or 0):
            errors["cap"] = _("In whole rupees or whole things.")
        if self.airports_hi and len(_names(self.airports_hi)) != len(_names(self.airports)):
            errors["airports_hi"] = _("As many names as in English.")
        if errors:
            raise ValidationError(errors)

    def natural_key(self) -> tuple[str, str, str]:
        return (self.version.slug, self.component, self.port_group)

    @property
    def anchor(self) -> str:
        return f"term-{self.pk}"
