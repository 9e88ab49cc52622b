"""Schemes for exporters, their versions over time, and what is known of them since the plan was written."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sources.addresses import reverse
from sources.models import Attributed, PrintedRow
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
        return f"{reverse('scheme', args=[self.slug])}#{self.anchor}"


class SchemeNote(Attributed):
    """What became of a scheme that the plan names. It stands beside the plan's words and changes none."""

    slug = models.SlugField(_("slug"), unique=True)
    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="notes", verbose_name=_("scheme")
    )
    text = models.CharField(_("text"), max_length=500)
    text_hi = models.CharField(_("text in Hindi"), max_length=600)

    objects = SlugManager()

    class Meta(Attributed.Meta):
        verbose_name = _("note on a scheme")
        verbose_name_plural = _("notes on schemes")
        ordering = ["scheme", "slug"]
        constraints = Attributed.Meta.constraints

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


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
    title = models.CharField(
        _("title"), max_length=80, blank=True, help_text=_("Such as the policy that it belongs to.")
    )
    title_hi = models.CharField(_("title in Hindi"), max_length=100, blank=True)
    effective_from = models.DateField(
        _("effective from"), null=True, blank=True, help_text=_("Empty: not known.")
    )
    effective_to = models.DateField(
        _("effective to"), null=True, blank=True, help_text=_("Empty: not known, or still in effect.")
    )
    order = models.CharField(_("order of the authority"), max_length=200, blank=True)
    source = models.CharField(
        _("who says so"), max_length=300, blank=True, help_text=_("Empty: the plan prints it.")
    )
    verified_on = models.DateField(
        _("looked up on"), null=True, blank=True, help_text=_("Empty: the plan prints it.")
    )
    note = models.CharField(
        _("note"), max_length=500, blank=True, help_text=_("What was not found, what to ask.")
    )
    note_hi = models.CharField(_("note in Hindi"), max_length=600, blank=True)

    objects = SlugManager()

    class Meta:
        verbose_name = _("version of a scheme")
        verbose_name_plural = _("versions of schemes")
        ordering = ["scheme", "status", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_from=None)
                | Q(effective_to=None)
                | Q(effective_to__gte=models.F("effective_from")),
                name="schemeversion_dates_upwards",
            ),
            models.CheckConstraint(
                condition=Q(status="as_printed", source="", verified_on=None)
                | Q(status="reported", verified_on__isnull=False) & ~Q(source="") & ~Q(title=""),
                name="schemeversion_reported_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.title or self.get_status_display()}"

    def clean(self) -> None:
        super().clean()
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValidationError({"effective_to": _("The last day is before the first.")})
        said = {"title": self.title, "source": self.source, "verified_on": self.verified_on}
        if self.status == self.Status.REPORTED and (missing := [name for name in said if not said[name]]):
            raise ValidationError(
                dict.fromkeys(
                    missing, _("A reported version says who reports it, and when it was looked up.")
                )
            )

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
