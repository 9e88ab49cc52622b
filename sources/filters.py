"""The base of every filter: a name it does not know is an error that names it."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Not filters, but part of every list's address.
RESERVED = frozenset({"bom", "format", "page", "page_size"})


class StrictFilterForm(forms.Form):
    """Refuses parameters that are no filter of the list, naming those that are."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        allowed = set(self.fields) | RESERVED
        for name in sorted(set(self.data) - allowed):
            error = ValidationError(
                _("“%(name)s” is not a filter of this list. Filters: %(allowed)s."),
                params={"name": name[:40], "allowed": ", ".join(sorted(self.fields))},
                code="unknown_filter",
            )
            self.add_error(None, error)
            self.unknown = getattr(self, "unknown", {}) | {name: error}
        return cleaned


class StrictFilterSet(django_filters.FilterSet):
    """One for the page, its downloads and the API."""

    class Meta:
        form = StrictFilterForm
        fields: list[str] = []

    def active(self) -> dict[str, str]:
        """The filters in use, by name, as they stand in the address."""
        return {name: self.data[name] for name in self.filters if self.data.get(name)}
