"""India's trade agreements, and since when each holds with each partner."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exports.models.countries import Country, CountryGroup
from exports.querysets import AgreementPartnerManager
from sources.models import Attributed
from sources.querysets import SlugManager


class TradeAgreement(Attributed):
    """An agreement of India with one or more partners on trade in goods."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=160)
    name_hi = models.CharField(_("name in Hindi"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, help_text=_("Empty: not known."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    note_hi = models.CharField(_("note in Hindi"), max_length=300, blank=True)

    objects = SlugManager()

    class Meta(Attributed.Meta):
        verbose_name = _("trade agreement")
        verbose_name_plural = _("trade agreements")
        ordering = ["name"]
        constraints = Attributed.Meta.constraints

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class AgreementPartner(Attributed):
    """A partner of an agreement, and since when it holds there: ASEAN's dates differ by country."""

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        SIGNED = "signed", _("signed, in force not confirmed")
        CONCLUDED = "concluded", _("concluded or announced, not in force")

    agreement = models.ForeignKey(
        TradeAgreement, on_delete=models.PROTECT, related_name="partners", verbose_name=_("agreement")
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("country"),
    )
    group = models.ForeignKey(
        CountryGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("group of countries"),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status)
    in_force_on = models.DateField(
        _("in force since"), null=True, blank=True, help_text=_("Empty: not known, or not yet.")
    )

    objects = AgreementPartnerManager()

    class Meta(Attributed.Meta):
        verbose_name = _("partner of an agreement")
        verbose_name_plural = _("partners of agreements")
        ordering = ["agreement", "country__name", "group__name"]
        constraints = [
            *Attributed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(country__isnull=False, group=None) | Q(country=None, group__isnull=False),
                name="agreementpartner_country_or_group",
            ),
            models.CheckConstraint(
                condition=Q(status="in_force", in_force_on__isnull=False)
                | Q(status__in=["signed", "concluded"], in_force_on=None),
                name="agreementpartner_in_force_has_a_day",
            ),
            models.UniqueConstraint(fields=["agreement", "country"], name="agreementpartner_country_once"),
            models.UniqueConstraint(fields=["agreement", "group"], name="agreementpartner_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.country or self.group}"

    def clean(self) -> None:
        super().clean()
        if (self.status == self.Status.IN_FORCE) != (self.in_force_on is not None):
            raise ValidationError(
                {"in_force_on": _("The day belongs to an agreement in force, and only there.")}
            )

    def natural_key(self) -> tuple[str, str | None, str | None]:
        return (
            self.agreement.slug,
            self.country.iso2 if self.country else None,
            self.group.slug if self.group else None,
        )
