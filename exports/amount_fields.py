"""Fields in which people type amounts as they write them: 1,20,000 or ₹ १,२०,००० or 5000/-."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sources.folding import plain_digits
from sources.formatting import grouped
from sources.units import CRORE, parse_printed

MOST_RUPEES = Decimal(100 * CRORE)
MOST_KG = Decimal(10_00_000)
# Both groupings of digits and both scripts; more is no amount.
MAX_LENGTH = 40

_RUPEE_SIGNS = re.compile(r"^(₹|rs\.?|inr)|(/-|₹|inr)$", re.IGNORECASE)
_FOREIGN = re.compile(r"[$€£¥]|\b(usd|eur|gbp|jpy|aed|dollars?|euros?)\b", re.IGNORECASE)


class NumberField(forms.CharField):
    """A number that is not negative, in the digits of either script, with at most two decimals."""

    def __init__(self, *, most: Decimal, example: str, **kwargs: Any) -> None:
        self.most, self.example = most, example
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=MAX_LENGTH, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._number(text) if text else None

    def _number(self, text: str) -> Decimal:
        digits = "".join(plain_digits(text).split())
        if digits.startswith(("-", "−")):
            raise ValidationError(_("Not below 0."), code="min_value")
        try:
            number = parse_printed(_RUPEE_SIGNS.sub("", digits))
        except ValueError:
            raise ValidationError(
                _("A number in digits, such as %(example)s.") % {"example": self.example}, code="invalid"
            ) from None
        if number > self.most:
            raise ValidationError(_("At most %(most)s.") % {"most": grouped(self.most)}, code="max_value")
        if number != round(number, 2):
            raise ValidationError(_("At most two digits after the point."), code="max_decimal_places")
        return number


class RupeeField(NumberField):
    """An amount in rupees. One in another currency is refused: there is no rate between currencies here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=MOST_RUPEES, example="1,20,000", **kwargs)

    def _number(self, text: str) -> Decimal:
        if _FOREIGN.search(text):
            raise ValidationError(
                _("In rupees only: a bill in another currency needs the rate of a day, not known here."),
                code="currency",
            )
        return super()._number(text)


class WholeField(NumberField):
    """A whole number from 1, or from another least one."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        self.least = least
        super().__init__(**kwargs)

    def _number(self, text: str) -> Decimal:
        number = super()._number(text)
        if number != int(number) or number < self.least:
            raise ValidationError(_("A whole number from %(least)s.") % {"least": self.least}, code="invalid")
        return number


class WholeRupeeField(RupeeField):
    """Rupees without paise, as grants are paid."""

    def _number(self, text: str) -> Decimal:
        number = super()._number(text)
        if number != int(number):
            raise ValidationError(_("In whole rupees."), code="invalid")
        return number
