"""The fields of a scheme's calculator: only what some version of the scheme speaks of."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from exports.amount_fields import MOST_KG, NumberField, RupeeField, WholeField, WholeRupeeField
from exports.scheme_arithmetic import Component, FairKind
from exports.scheme_versions import SchemeTerms

FAIR, CONTAINER, SHIPMENT = "fair", "container", "shipment"
# The names of the fields of a row, each followed by the row's number.
NAMES = {
    FAIR: ("stall", "fare", "date", "kind"),
    CONTAINER: ("size", "count", "freight"),
    SHIPMENT: ("kg", "air_freight"),
}
YEARLY = (Component.PUBLICITY, Component.SAMPLES, Component.CERTIFICATION, Component.ECGC_PREMIUM)
MOST_CONTAINERS = Decimal(1000)
MOST_FAIRS = Decimal(100)

_ABOUT = {
    FAIR: {Component.STALL_CHARGES, Component.AIR_FARE},
    CONTAINER: {Component.CONTAINER_20, Component.CONTAINER_40},
    SHIPMENT: {Component.AIR_SHIPMENT},
}
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_NONE: tuple[str, Any] = ("", pgettext_lazy("nothing chosen", "choose"))
_YES_NO = [_NONE, ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
_SIZES = [
    _NONE,
    ("20", gettext_lazy("20 ft")),
    ("40", gettext_lazy("40 ft")),
    ("45", gettext_lazy("45 ft")),
    ("lcl", gettext_lazy("part of a container (LCL)")),
]
_WEIGHTS = [
    _NONE,
    ("gross", gettext_lazy("gross weight")),
    ("chargeable", gettext_lazy("chargeable weight")),
    ("unknown", gettext_lazy("not known")),
]


def row_kinds(scheme: SchemeTerms) -> list[str]:
    """Which rows a scheme's calculator has."""
    return [kind for kind, about in _ABOUT.items() if about & scheme.components]


class DayField(forms.DateField):
    """A day of this century, by the browser's own control."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.DateInput({"type": "date"}), **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and not _FIRST_DAY <= day <= _LAST_DAY:
            raise forms.ValidationError(_("A day of this century, such as 30-04-2026."), code="invalid")
        return day


class SizeField(forms.ChoiceField):
    """Sizes that the rules do not name can be chosen, and are refused with the reason."""

    def clean(self, value: Any) -> Any:
        size = super().clean(value)
        if size in ("45", "lcl"):
            raise forms.ValidationError(
                _("The rules name containers of 20 ft and 40 ft alone: ask the district industries centre."),
                code="not_named",
            )
        return size


def row_fields(kind: str, number: int, scheme: SchemeTerms) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field]
    if kind == FAIR:
        fields = {
            "stall": RupeeField(label=gettext_lazy("Stall charges, in rupees"), required=False),
            "fare": RupeeField(
                label=gettext_lazy("Air fare, economy class, one person, in rupees"), required=False
            ),
            "date": DayField(label=gettext_lazy("First day of the fair")),
        }
        if scheme.components & {Component.VIRTUAL_FAIR, Component.DOMESTIC_STALL}:
            kinds = FairKind.choices
            fields["kind"] = _choice(gettext_lazy("Kind of fair"), kinds)
    elif kind == CONTAINER:
        fields = {
            "size": _choice(gettext_lazy("Size of the container"), _SIZES, SizeField),
            "count": WholeField(
                most=MOST_CONTAINERS,
                example="3",
                label=gettext_lazy("How many such containers"),
                required=False,
            ),
            "freight": RupeeField(
                label=gettext_lazy("Freight for each container to the port, in rupees"), required=False
            ),
        }
    else:
        fields = {
            "kg": NumberField(
                most=MOST_KG, example="500", label=gettext_lazy("Weight in kg"), required=False
            ),
            "air_freight": RupeeField(label=gettext_lazy("Air freight, in rupees"), required=False),
        }
    if number > 1:  # so that a list of errors tells the rows apart
        for field in fields.values():
            field.label = f"{field.label} · {number}"
    return {f"{name}_{number}": field for name, field in fields.items()}


def question_fields(scheme: SchemeTerms) -> dict[str, forms.Field]:
    """What the conditions of its versions turn on."""
    kinds, conditions = row_kinds(scheme), scheme.conditions
    fields: dict[str, forms.Field] = {}
    if CONTAINER in kinds or SHIPMENT in kinds or any(record.manufacturers_only for record in conditions):
        choices = [
            _NONE,
            ("manufacturer", gettext_lazy("we make the goods")),
            ("merchant", gettext_lazy("we trade in them")),
        ]
        fields["exporter"] = _choice(gettext_lazy("Manufacturer or merchant exporter"), choices)
    if any(record.msme_only for record in conditions):
        fields["msme"] = _choice(gettext_lazy("Is it a micro, small or medium enterprise?"), _YES_NO)
    if CONTAINER in kinds:
        choices = [_NONE, ("rail", gettext_lazy("by rail")), ("road", gettext_lazy("by road"))]
        fields["leg"] = _choice(gettext_lazy("How the containers go to the port"), choices)
    if SHIPMENT in kinds:
        choices = [_NONE, *scheme.airports.items(), ("other", gettext_lazy("another airport"))]
        fields["airport"] = _choice(gettext_lazy("Air cargo complex"), choices)
        fields["weight"] = _choice(gettext_lazy("Which weight is it?"), _WEIGHTS)
    if scheme.port_groups:
        choices = [
            _NONE,
            *scheme.port_groups.items(),
            ("other", gettext_lazy("another port")),
        ]
        fields["ports"] = _choice(gettext_lazy("Port of shipment"), choices)
    fields["central"] = _choice(gettext_lazy("Is the same bill claimed under a central scheme?"), _YES_NO)
    return fields


def claim_fields(scheme: SchemeTerms) -> dict[str, forms.Field]:
    """What was claimed in the year before the costs typed, where a limit of the year turns on it."""
    fields: dict[str, forms.Field] = {}
    if Component.FAIRS_PER_YEAR in scheme.components:
        fields["fairs_claimed"] = WholeField(
            least=0,
            most=MOST_FAIRS,
            example="2",
            label=gettext_lazy("How many fairs abroad were already claimed in this financial year"),
            required=False,
        )
    labels = {
        Component.SCHEME_PER_YEAR: (
            "claimed",
            gettext_lazy("Already paid under this scheme in this financial year, in rupees"),
        ),
        Component.ALL_SCHEMES_PER_YEAR: (
            "claimed_in_all",
            gettext_lazy("Already paid under all schemes in this financial year, in rupees"),
        ),
    }
    return fields | {
        name: WholeRupeeField(label=label, required=False)
        for component, (name, label) in labels.items()
        if component in scheme.components
    }


def version_fields(scheme: SchemeTerms) -> dict[str, forms.Field]:
    choices: list[tuple[str, Any]] = [("", gettext_lazy("by the day below, else as the plan prints it"))]
    choices += [(terms.version.slug, terms.name) for terms in scheme.versions]
    return {
        "version": _choice(gettext_lazy("Version of the rates"), choices),
        "day": DayField(label=gettext_lazy("Day for which the rates are wanted")),
    }


def _choice(
    label: Any, choices: Any, field: type[forms.ChoiceField] = forms.ChoiceField
) -> forms.ChoiceField:
    """An answer that may be left out; a wrong one is told which there are."""
    allowed = ", ".join(str(value) for value, _label in choices if value)
    told = _("Choose one of: %(allowed)s.") % {"allowed": allowed}
    return field(label=label, choices=choices, required=False, error_messages={"invalid_choice": told})
