"""Five questions, and the schemes that fit the answers as the plan prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exports.scheme_arithmetic import Costs
from exports.scheme_estimate import estimate
from exports.scheme_form_fields import CONTAINER, FAIR, SHIPMENT, row_kinds
from exports.scheme_versions import SchemeTerms
from sources.bilingual import localized
from sources.filters import StrictFilterForm

_YES_NO = [("yes", _("yes")), ("no", _("no"))]


def _question(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_YES_NO, widget=forms.RadioSelect)


class EligibilityForm(StrictFilterForm):
    """In plain words, each with yes or no."""

    msme = _question(_("Is your firm a micro, small or medium enterprise?"))
    make = _question(_("Do you make what you export?"))
    fair = _question(_("Do you go to a fair abroad, send samples, advertise or get certified?"))
    container = _question(_("Do you send containers to a port by rail?"))
    air = _question(_("Do you send goods by air?"))


@dataclass(frozen=True)
class Fit:
    """A scheme for what the reader does: it fits, or why not."""

    name: str
    url: str
    reasons: tuple[str, ...]


def fits(form: EligibilityForm, schemes: Iterable[SchemeTerms]) -> list[Fit]:
    """The schemes that pay for what the reader does, by the plan's version."""
    said = form.cleaned_data
    wanted = {
        kind
        for kind, name in ((FAIR, "fair"), (CONTAINER, "container"), (SHIPMENT, "air"))
        if said[name] == "yes"
    }
    answers = {"msme": said["msme"], "exporter": "manufacturer" if said["make"] == "yes" else "merchant"}
    return [
        Fit(
            localized(terms.scheme, "name"),
            reverse("scheme", args=[terms.scheme.slug]),
            tuple(refusal.text for refusal in estimate(terms.versions[0], Costs(), answers).refusals),
        )
        for terms in schemes
        if terms.has_calculator and wanted & set(row_kinds(terms))
    ]
