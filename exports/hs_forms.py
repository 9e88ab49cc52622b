"""The field in which a reader types an HS code."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.goods_named import plain_code
from exports.hs_prefixes import comparable
from sources.filters import StrictFilterForm

# National codes of other countries have up to twelve.
MOST_DIGITS = 12


class CodeForm(StrictFilterForm):
    """A code of any length."""

    code = forms.CharField(
        label=gettext_lazy("HS code"),
        max_length=40,
        help_text=gettext_lazy("Any number of digits, such as 42, 4201 or 4201.00.00."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        code = plain_code(self.cleaned_data["code"])
        if not is_code(code):
            raise ValidationError(
                _("An HS code has 1 to 12 digits, with spaces, dots or hyphens between them: 4201.00.00.")
            )
        return code

    @property
    def comparable(self) -> str:
        """The digits to compare by."""
        return comparable(self.cleaned_data["code"])


def is_code(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
