"""What totals are asked for: by what, of which codes, and the filters of the list."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from exports.trade.filters import LEVELS, AskedFilter, WholeFilter
from exports.trade.totals import Question

BY = ("year", "month", "hs2", "hs4", "hs6", "hs8", "partner", "group", "cluster", "reporter", "district")


class ByField(forms.CharField):
    """One or more of BY with commas between them, one level of codes at most."""

    def clean(self, value: Any) -> tuple[str, ...]:
        names = tuple(str(super().clean(value) or "year").split(","))
        codes = [name for name in names if name.startswith("hs")]
        if set(names) <= set(BY) and len(set(names)) == len(names) and len(codes) < 2:
            return names
        raise ValidationError(
            _("One or more of these with commas between, each once, and of hs… one alone: %(allowed)s."),
            "invalid",
            {"allowed": ", ".join(BY)},
        )


class ByFilter(AskedFilter):
    field_class = ByField


class TotalsFilter(WholeFilter):
    by = extend_schema_field(
        {"type": "string", "description": f"With commas between: {', '.join(BY)}. Without: year."}
    )(ByFilter(max_length=80, label=_("By what the totals are told apart")))
    level = django_filters.ChoiceFilter(
        choices=LEVELS,
        label=_("Digits of the codes that are added; without: the deepest of each series"),
        method="as_it_is",
    )

    @property
    def qs(self) -> Question:  # type: ignore[override]
        asked = self.form.cleaned_data
        level = asked.get("level")
        return Question(super().qs, asked["by"], int(level) if level else None)
