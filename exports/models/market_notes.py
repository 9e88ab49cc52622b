"""What else an exporter should know of a market: tariffs and rules that no document of the portal prints."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exports.models.countries import Country, CountryGroup
from sources.models import Attributed
from sources.querysets import SlugManager


class MarketNote(Attributed):
    """A rule of a country, or of a group for all its members. An open end is "to this day"."""

    slug = models.SlugField(_("slug"), unique=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("country"),
    )
    group = models.ForeignKey(
        CountryGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("group of countries"),
    )
    text = models.CharField(_("text"), max_length=300)
    text_hi = models.CharField(_("text in Hindi"), max_length=400)
    holds_from = models.DateField(_("holds from"), null=True, blank=True)
    holds_to = models.DateField(_("last day on which it holds"), null=True, blank=True)

    objects = SlugManager()

    class Meta(Attributed.Meta):
        verbose_name = _("note on a market")
        verbose_name_plural = _("notes on markets")
        ordering = ["holds_from", "slug"]
        constraints = [
            *Attributed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(country__isnull=False, group=None) | Q(country=None, group__isnull=False),
                name="marketnote_country_or_group",
            ),
            models.CheckConstraint(
                condition=Q(holds_from=None) | Q(holds_to=None) | Q(holds_to__gte=models.F("holds_from")),
                name="marketnote_dates_upwards",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if self.holds_from and self.holds_to and self.holds_to < self.holds_from:
            raise ValidationError({"holds_to": _("The last day is before the first.")})

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
