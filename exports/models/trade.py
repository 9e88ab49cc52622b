"""Trade figures that offices publish as tables and that data editors import: by the million, without lines.

They are `reported`, never mixed with what the documents print (`ExportFigure`). Each belongs to a
series, within which figures may be added: one source, reporter, flow, edition of the codes, basis of
the period and currency.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from exports.models.codes import CodeField
from exports.models.figures import ExportFigure
from exports.models.goods import HSCode
from exports.models.imports import ImportBatch
from exports.querysets import ReporterManager

models.CharField.register_lookup(Length)

# The lengths of the first digits under which totals are kept, of codes that have at least so many.
KEPT_DIGITS = tuple(HSCode.Level.values)


class Reporter(models.Model):
    """Whose trade a series is of. The four that the documents speak of have the same names there."""

    class Level(models.TextChoices):
        WORLD = "world", _("world")
        COUNTRY = "country", _("country")
        STATE = "state", _("state")
        DISTRICT = "district", _("district")

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_hi = models.CharField(_("name in Hindi"), max_length=100)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    iso2 = models.CharField(_("ISO code, two letters"), max_length=2, blank=True)

    # An import makes other countries reporters; a load of the fixtures leaves those alone.
    made_elsewhere: ClassVar = Q(level="country")

    objects = ReporterManager()

    class Meta:
        verbose_name = _("reporter")
        verbose_name_plural = _("reporters")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["world", "country", "state", "district"]), name="reporter_level_known"
            ),
            models.CheckConstraint(
                condition=Q(level="country", iso2__regex=r"^[A-Z]{2}$") | ~Q(level="country") & Q(iso2=""),
                name="reporter_country_has_iso2",
            ),
            models.UniqueConstraint(fields=["iso2"], condition=~Q(iso2=""), name="reporter_iso2_once"),
            # What a file in the portal's own layout may say; no spreadsheet takes it for a formula.
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9][a-z0-9-]*$"),
                name="reporter_slug_plain",
                violation_error_message=_("Small letters a to z, digits and hyphens, and no hyphen first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class TradeSeries(models.Model):
    """Figures that may be added to one another. Currencies and bases of period never meet in one series."""

    class Source(models.TextChoices):
        DGCIS = "dgcis", _("DGCI&S, through TradeStat")
        TRADEMAP = "trademap", _("Trade Map of the International Trade Centre")
        COMTRADE = "comtrade", _("UN Comtrade")
        OWN = "portal", _("a table in the portal's own layout")

    class Basis(models.TextChoices):
        FINANCIAL_YEAR = "FY", _("financial year (1 April to 31 March)")
        CALENDAR_YEAR = "CY", _("calendar year")
        MONTH = "month", _("month")

    class Currency(models.TextChoices):
        INR = "INR", _("rupees")
        USD = "USD", _("US dollars")

    source = models.CharField(_("source"), max_length=8, choices=Source)
    reporter = models.ForeignKey(
        Reporter, on_delete=models.PROTECT, related_name="series", verbose_name=_("whose trade")
    )
    flow = models.CharField(_("flow"), max_length=8, choices=ExportFigure.Flow)
    hs_edition = models.CharField(
        _("edition of the HS codes"),
        max_length=12,
        blank=True,
        help_text=_("Such as HS 2017; empty: not stated."),
    )
    basis = models.CharField(_("basis of the period"), max_length=5, choices=Basis)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    # Of a district: the first series that is like it but for the district. The import that makes it says so.
    totals_under = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="other_districts",
        verbose_name=_("series under which its totals are kept"),
        help_text=_("Totals of districts are kept together. Empty: under itself."),
    )

    class Meta:
        verbose_name = _("trade series")
        verbose_name_plural = _("trade series")
        ordering = ["source", "reporter", "flow", "hs_edition", "basis", "currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "reporter", "flow", "hs_edition", "basis", "currency"],
                name="tradeseries_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    source__in=["dgcis", "trademap", "comtrade", "portal"],
                    flow__in=ExportFigure.Flow.values,
                    basis__in=["FY", "CY", "month"],
                    currency__in=["INR", "USD"],
                ),
                name="tradeseries_known",
            ),
        ]

    def __str__(self) -> str:
        names = [
            self.get_source_display(),
            self.reporter,
            self.get_flow_display(),
            self.hs_edition,
            self.get_basis_display(),
            self.currency,
        ]
        return " · ".join(str(name) for name in names if name)


class TradeFigure(models.Model):
    """The value of one code's trade with one partner in one period, as a source reports it.

    `hs_code` is text of 2, 4, 6 or 8 digits; empty: all goods. `partner` is an ISO code of two letters
    or "world".
    """

    series = models.ForeignKey(
        TradeSeries,
        on_delete=models.PROTECT,
        related_name="figures",
        verbose_name=_("series"),
        db_index=False,  # it begins that of `tradefigure_once`
    )
    hs_code = CodeField(_("HS code"), max_length=8, blank=True)
    partner = CodeField(_("partner"), max_length=5)
    period_start = models.DateField(_("first day"))
    amount = models.BigIntegerField(_("amount in paise or cents"))
    quantity = models.BigIntegerField(_("quantity in thousandths of its unit"), null=True, blank=True)
    quantity_unit = models.CharField(_("unit of the quantity"), max_length=12, blank=True)
    provisional = models.BooleanField(_("provisional"), default=False)
    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.PROTECT,
        related_name="figures",
        verbose_name=_("import that last wrote it"),
    )

    class Meta:
        verbose_name = _("trade figure")
        verbose_name_plural = _("trade figures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "hs_code", "partner", "period_start"], name="tradefigure_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="tradefigure_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(quantity=None, quantity_unit="")
                | Q(quantity__isnull=False, quantity__gte=0) & ~Q(quantity_unit=""),
                name="tradefigure_quantity_has_unit",
            ),
            models.CheckConstraint(
                condition=Q(hs_code__length__in=[0, *HSCode.Level.values]),
                name="tradefigure_hs_code_has_a_level",
            ),
        ]
        indexes = [models.Index(fields=["partner", "series", "hs_code"], name="tradefigure_by_partner")]

    def __str__(self) -> str:
        return f"{self.series}: {self.hs_code or '–'}, {self.partner}, {self.period_start:%Y-%m}"


class TradeFigureChange(models.Model):
    """What stood in a figure before an import changed it; from these an import is revoked."""

    figure = models.ForeignKey(
        TradeFigure, on_delete=models.CASCADE, related_name="changes", verbose_name=_("figure")
    )
    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name=_("import that changed it"),
    )
    amount = models.BigIntegerField(_("amount before"))
    quantity = models.BigIntegerField(_("quantity before"), null=True, blank=True)
    quantity_unit = models.CharField(_("unit of the quantity before"), max_length=12, blank=True)
    provisional = models.BooleanField(_("provisional before"))
    earlier_batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("import that had written it"),
    )

    class Meta:
        verbose_name = _("changed trade figure")
        verbose_name_plural = _("changed trade figures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "batch"], name="tradefigurechange_once_a_batch")
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} before {self.batch.number}"


class TradeTotal(models.Model):
    """Sums of figures, kept current by each import in its own transaction.

    For codes of one level (0 all goods, 2, 4, 6, 8): never a heading and its subheadings together.
    `partners` says whether the source's own world figures are added, or those of single countries.
    Dimension and key: "all" "", of each series; of districts together, under the first of their series,
    "hs" with the first digits of codes, KEPT_DIGITS of them, and "partner" with the ISO code (countries only:
    what is added for the world stands under "all"). Of each of 75 districts they would be more rows than
    there are figures. `year` is that in which the period begins.
    """

    series = models.ForeignKey(
        TradeSeries, on_delete=models.CASCADE, related_name="totals", verbose_name=_("series")
    )
    level = models.PositiveSmallIntegerField(_("level of the codes added"))
    partners = models.CharField(
        _("partners added"),
        max_length=9,
        choices=[("world", _("the world as one")), ("countries", _("countries"))],
    )
    dimension = models.CharField(_("dimension"), max_length=7)
    key = CodeField(_("key"), max_length=8, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.BigIntegerField(_("amount in paise or cents"))
    figures = models.PositiveIntegerField(_("figures added"))
    provisional = models.PositiveIntegerField(_("of these provisional"))

    class Meta:
        verbose_name = _("trade total")
        verbose_name_plural = _("trade totals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "key", "series", "level", "partners", "year"], name="tradetotal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.dimension} {self.key or '–'}, {self.year}"
