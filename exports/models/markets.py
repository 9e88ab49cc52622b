"""Which goods go or should go where and why, what holds them back, and through which port."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clusters.models import ClusterRow
from exports.models.countries import Country, CountryGroup
from exports.models.goods import HSCode
from sources.models import PrintedRow
from sources.numbers import PrintedNumber


class Goods(ClusterRow):
    """A record about goods: named in words, under an HS code where one is printed with it."""

    product = models.CharField(_("product"), max_length=200, blank=True)
    product_hi = models.CharField(_("product in Hindi"), max_length=250, blank=True)
    hs_code = models.ForeignKey(
        HSCode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("HS code"),
    )

    passage_related: tuple[str, ...] = ("cluster", "hs_code")

    class Meta(PrintedRow.Meta):
        abstract = True

    @property
    def printed_numbers(self) -> list[PrintedNumber]:
        return [*super().printed_numbers, *self.code_numbers(self.hs_code.code if self.hs_code else "")]


class Geography(models.TextChoices):
    """Whose exports or imports a figure or a market is of."""

    KANPUR_NAGAR = "kanpur-nagar", _("Kanpur Nagar")
    UTTAR_PRADESH = "uttar-pradesh", _("Uttar Pradesh")
    INDIA = "india", _("India")
    WORLD = "world", _("world")


class MarketLink(Goods):
    """A market that a document names for goods, in which role, with the reason it gives."""

    class Role(models.TextChoices):
        EXPORTED_NOW = "exported_now", _("exported to now")
        TARGET = "target", _("target")
        AGREEMENT_FOCUS = "agreement_focus", _("focus because of an agreement")
        UNTAPPED = "untapped", _("untapped")
        IMPORTER = "importer", _("large importer")
        EXPORTER = "exporter", _("large exporter, a competitor")

    market = models.CharField(_("market as printed"), max_length=80)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="market_links",
        verbose_name=_("country"),
    )
    group = models.ForeignKey(
        CountryGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="market_links",
        verbose_name=_("group of countries"),
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    reporter = models.CharField(_("whose trade"), max_length=16, choices=Geography)
    rationale = models.CharField(_("reason given"), max_length=400, blank=True)
    agreement = models.CharField(_("agreement named"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    passage_related = ("cluster", "hs_code", "country", "group")
    verbatim_fields = ("market", "rationale", "agreement")

    api_resource = ("market-links", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        constraints = [
            models.CheckConstraint(
                condition=Q(country__isnull=False, group=None) | Q(country=None, group__isnull=False),
                name="marketlink_country_or_group",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        "exported_now",
                        "target",
                        "agreement_focus",
                        "untapped",
                        "importer",
                        "exporter",
                    ]
                ),
                name="marketlink_role_known",
            ),
        ]

    def __str__(self) -> str:
        goods = self.product or str(Geography(self.reporter).label)
        return f"{goods} → {self.country or self.group} ({self.get_role_display()})"


class KeyIssue(Goods):
    """What holds exports of a product back (section 4.3): its text is the quote."""

    api_resource = ("key-issues", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("key issue")
        verbose_name_plural = _("key issues")

    def __str__(self) -> str:
        return self.printed


class Port(Goods):
    """A port or land station through which the cluster's goods leave India."""

    class Kind(models.TextChoices):
        SEA = "sea", _("sea port")
        AIR = "air", _("air cargo complex")
        LAND = "land", _("land customs station")
        ICD = "icd", _("inland container depot")
        CFS = "cfs", _("container freight station")

    name = models.CharField(_("name"), max_length=80)
    name_as_printed = models.CharField(_("name as printed"), max_length=80)
    name_hi = models.CharField(_("name in Hindi"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    kind_printed = models.BooleanField(_("kind printed"), help_text=_("No: it is the portal's own reading."))
    note = models.CharField(_("note"), max_length=200, blank=True)

    verbatim_fields = ("name_as_printed",)

    api_resource = ("ports", "slug")

    class Meta(PrintedRow.Meta):
        verbose_name = _("port")
        verbose_name_plural = _("ports")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["sea", "air", "land", "icd", "cfs"]), name="port_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
