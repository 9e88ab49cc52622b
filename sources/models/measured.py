"""A record that is one measured number."""

import re
from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sources.models.documents import PrintedRow
from sources.numbers import PrintedNumber, PrintedPeriod
from sources.periods import PeriodBasis
from sources.units import Money, parse_printed

_BASES = [
    (PeriodBasis.FINANCIAL_YEAR.value, _("financial year (1 April to 31 March)")),
    (PeriodBasis.CALENDAR_YEAR.value, _("calendar year")),
    (PeriodBasis.RANGE.value, _("range of months")),
    (PeriodBasis.POINT.value, _("day")),
    (PeriodBasis.NONE.value, _("not printed")),
]


class Measured(PrintedRow):
    """A value or a range from `value` to `high`, in the unit printed, and the period that it is of."""

    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    high = models.DecimalField(
        _("upper end of the range"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=40, blank=True, help_text=_("As printed: “about”, “more than”.")
    )
    unit = models.CharField(_("unit"), max_length=40)
    as_printed = models.CharField(_("as printed"), max_length=40)
    period_basis = models.CharField(
        _("basis of the period"), max_length=8, choices=_BASES, default=PeriodBasis.NONE.value
    )
    period_start = models.DateField(_("first day"), null=True, blank=True)
    period_end = models.DateField(_("last day"), null=True, blank=True)
    period_label = models.CharField(_("period as printed"), max_length=60, blank=True)

    verbatim_fields: tuple[str, ...] = ("as_printed",)

    class Meta(PrintedRow.Meta):
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(high=None) | Q(high__gte=F("value")), name="%(class)s_range_upwards"
            ),
            models.CheckConstraint(
                condition=Q(period_basis="none", period_start=None, period_end=None)
                | Q(
                    period_basis__in=["FY", "CY", "range", "point"],
                    period_start__isnull=False,
                    period_end__isnull=False,
                    period_end__gte=F("period_start"),
                ),
                name="%(class)s_period_whole",
            ),
        ]

    def clean(self) -> None:
        """What is printed in digits is the value; words, ordinals and gaps between digits are not read."""
        super().clean()
        stated = [self.value] if self.high is None else [self.value, self.high]
        try:
            printed = [parse_printed(end) for end in re.split("[-–]", self.as_printed)]
        except ValueError:
            return
        if printed != stated:
            raise ValidationError({"as_printed": _("The value differs from the number as printed.")})

    @property
    def amount(self) -> Money | None:
        """The value in rupees or dollars; None where the unit is not of money."""
        return self.measured_number.amount

    @property
    def amount_high(self) -> Money | None:
        return self.measured_number.amount_high

    @property
    def printed_period(self) -> PrintedPeriod:
        return PrintedPeriod(self.period_basis, self.period_start, self.period_end, self.period_label)

    @property
    def measured_number(self) -> PrintedNumber:
        return PrintedNumber(
            as_printed=self.as_printed,
            value=plain(self.value),
            high=None if self.high is None else plain(self.high),
            qualifier=self.qualifier,
            unit=self.unit,
            field="value",
            period=self.printed_period,
        )

    @property
    def printed_numbers(self) -> list[PrintedNumber]:
        return [self.measured_number, *super().printed_numbers]


def plain(value: Decimal) -> Decimal:
    """Without the zeros that only the column's scale adds: 1032.320000 is 1032.32, 10000 stays 10000."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()
