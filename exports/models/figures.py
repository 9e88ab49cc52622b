"""Export and import figures as printed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exports.models.markets import Geography, Goods
from sources.lines import validate_lines
from sources.models import Measured


class ExportFigure(Measured, Goods):
    """What a reporter exported (or imported) of some goods in a period, to the whole world."""

    class Flow(models.TextChoices):
        EXPORT = "export", _("export")
        IMPORT = "import", _("import")

    reporter = models.CharField(_("whose trade"), max_length=16, choices=Geography)
    reporter_as_printed = models.CharField(_("whose trade, as printed"), max_length=40, blank=True)
    partner = models.CharField(_("partner"), max_length=16, choices=Geography, default=Geography.WORLD)
    flow = models.CharField(_("flow"), max_length=8, choices=Flow)
    is_total = models.BooleanField(_("total row"), default=False)
    row = models.CharField(_("number of the row"), max_length=8, blank=True)
    share = models.DecimalField(
        _("share of the table's total, in percent"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    period_lines = models.CharField(
        _("lines that print the period"), max_length=20, blank=True, validators=[validate_lines]
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    number_fields: ClassVar = {"row": "row", "share": "percent"}

    api_resource = ("export-figures", "slug")

    class Meta(Measured.Meta):
        verbose_name = _("export figure")
        verbose_name_plural = _("export figures")
        constraints = [
            *Measured.Meta.constraints,
            models.CheckConstraint(
                condition=Q(flow__in=["export", "import"]), name="exportfigure_flow_known"
            ),
            models.CheckConstraint(
                condition=Q(reporter__in=["kanpur-nagar", "uttar-pradesh", "india", "world"]),
                name="exportfigure_reporter_known",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.product, str(self.get_reporter_display()), self.period_label]))
