"""Countries, and the groups that they belong to over time."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exports.querysets import CountryManager, GroupMembershipManager
from sources.addresses import reverse
from sources.models import Attributed
from sources.querysets import SlugManager


class Country(models.Model):
    """A country or territory under its code of ISO 3166-1, named by a document or member of a group that is.

    The position is roughly the middle of the land, in degrees, for the map alone.
    """

    iso2 = models.CharField(_("ISO code, two letters"), max_length=2, unique=True)
    iso3 = models.CharField(_("ISO code, three letters"), max_length=3, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_hi = models.CharField(_("name in Hindi"), max_length=80)
    longitude = models.DecimalField(_("longitude"), max_digits=5, decimal_places=2)
    latitude = models.DecimalField(_("latitude"), max_digits=4, decimal_places=2)

    objects = CountryManager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(iso2__regex=r"^[A-Z]{2}$", iso3__regex=r"^[A-Z]{3}$"), name="country_iso_codes"
            ),
            models.CheckConstraint(
                condition=Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="country_on_the_map",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("market", args=[self.iso2])

    def natural_key(self) -> tuple[str]:
        return (self.iso2,)


class CountryGroup(models.Model):
    """A group of countries: an organisation (ASEAN) or a region without an agreed list (Middle East)."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_hi = models.CharField(_("name in Hindi"), max_length=100)
    members_note = models.CharField(
        _("note on its members"), max_length=300, blank=True, help_text=_("Such as: no agreed list.")
    )
    members_note_hi = models.CharField(_("note on its members, in Hindi"), max_length=300, blank=True)

    objects = SlugManager()

    class Meta:
        verbose_name = _("group of countries")
        verbose_name_plural = _("groups of countries")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("market-group", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class GroupMembership(Attributed):
    """A country that belongs to a group over a time. An open end is "to this day"; no first day, unknown."""

    group = models.ForeignKey(
        CountryGroup,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("group of countries"),
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("country")
    )
    member_from = models.DateField(_("member from"), null=True, blank=True)
    member_to = models.DateField(_("last day as a member"), null=True, blank=True)

    objects = GroupMembershipManager()

    class Meta(Attributed.Meta):
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")
        ordering = ["group", "country__name"]
        constraints = [
            *Attributed.Meta.constraints,
            # A country that left and came back would be two rows; none of these groups has one.
            models.UniqueConstraint(fields=["group", "country"], name="groupmembership_once"),
            models.CheckConstraint(
                condition=Q(member_from=None) | Q(member_to=None) | Q(member_to__gte=models.F("member_from")),
                name="groupmembership_dates_upwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.country}"

    def clean(self) -> None:
        super().clean()
        if self.member_from and self.member_to and self.member_to < self.member_from:
            raise ValidationError({"member_to": _("The last day is before the first.")})

    def natural_key(self) -> tuple[str, str]:
        return (self.group.slug, self.country.iso2)
