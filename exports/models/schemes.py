"""Schemes for exporters, and their rules as printed in section 8."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.models import PrintedRow
from sources.querysets import SlugManager


class Scheme(PrintedRow):
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    authority = models.CharField(_("authority"), max_length=160, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    api_resource = ("schemes", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('schemes')}#{self.anchor}"


class SchemeVersion(models.Model):
    """The rules of a scheme over a time: those of the plan, which prints no dates, are its first."""

    class Status(models.TextChoices):
        AS_PRINTED = "as_printed", _("as printed in the plan")
        REPORTED = "reported", _("reported, confirm with the order")

    slug = models.SlugField(_("slug"), unique=True)
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="versions", verbose_name=_("scheme")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status)
    effective_from = models.DateField(_("effective from"), null=True, blank=True)
    effective_to = models.DateField(_("effective to"), null=True, blank=True)
    order = models.CharField(_("order of the authority"), max_length=200, blank=True)

    objects = SlugManager()

    class Meta:
        verbose_name = _("version of a scheme")
        verbose_name_plural = _("versions of schemes")
        ordering = ["scheme", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["as_printed", "reported"]), name="schemeversion_status_known"
            ),
            models.CheckConstraint(
                condition=Q(effective_from=None)
                | Q(effective_to=None)
                | Q(effective_to__gte=models.F("effective_from")),
                name="schemeversion_dates_upwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.get_status_display()}"

    def clean(self) -> None:
        super().clean()
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValidationError({"effective_to": _("The last day is before the first.")})

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class SchemeRule(PrintedRow):
    """One clause: what is paid at which rate, up to which cap, per what, for whom."""

    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="rules", verbose_name=_("version")
    )
    row = models.CharField(_("number of the row"), max_length=8, blank=True)
    label = models.CharField(_("label"), max_length=8, blank=True)
    item = models.CharField(_("item"), max_length=160)
    item_hi = models.CharField(_("item in Hindi"), max_length=200)
    rate_percent = models.DecimalField(
        _("rate in percent"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    cap = models.DecimalField(_("cap"), max_digits=14, decimal_places=2, null=True, blank=True)
    cap_unit = models.CharField(_("unit of the cap"), max_length=40, blank=True)
    per = models.CharField(_("per"), max_length=60, blank=True)
    per_hi = models.CharField(_("per, in Hindi"), max_length=60, blank=True)
    who = models.CharField(_("who qualifies"), max_length=120, blank=True)
    who_hi = models.CharField(_("who qualifies, in Hindi"), max_length=120, blank=True)
    container_ft = models.PositiveSmallIntegerField(_("container, in feet"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    number_fields: ClassVar = {"row": "row", "rate_percent": "percent", "cap": "", "container_ft": "ft"}

    api_resource = ("scheme-rules", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("rule of a scheme")
        verbose_name_plural = _("rules of schemes")
        constraints = [
            models.CheckConstraint(
                condition=Q(rate_percent=None) | Q(rate_percent__gt=0, rate_percent__lte=100),
                name="schemerule_rate_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(cap=None, cap_unit="") | Q(cap__isnull=False, cap__gt=0) & ~Q(cap_unit=""),
                name="schemerule_cap_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.item

    def get_absolute_url(self) -> str:
        return f"{reverse('schemes')}#{self.anchor}"
