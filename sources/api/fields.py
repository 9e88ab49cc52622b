"""The fields that rows share: addresses, kinds, flags, decimals.

The data are the same for every reader, whatever their language: names come in both,
choices as machine values, addresses of pages without a language prefix.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.settings import api_settings

from sources.models import plain


def renderers_of(format_name: str) -> list[type[BaseRenderer]]:
    """For an address that gives one format alone: the portal's own renderer of it."""
    every: Any = api_settings.DEFAULT_RENDERER_CLASSES
    return [found for found in every if found.format == format_name]


KINDS = ["printed", "computed", "reported"]


class KindField(serializers.ChoiceField):
    """Which of the three kinds of number a row holds; they are never mixed."""

    def __init__(self, kind: str) -> None:
        super().__init__(choices=KINDS, source="*", read_only=True)
        self.kind = kind

    def to_representation(self, value: Any) -> str:
        return self.kind


def page_url(request: Any, name: str, *args: Any) -> str:
    """Address of a page or a row, for pages in the portal's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(request.build_absolute_uri(reverse(name, args=args)))


class PageURLField(serializers.URLField):
    """Address of a record's own page, as the record gives it; null where it gives none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        with translation.override(settings.LANGUAGE_CODE):
            return super().get_attribute(instance) or None

    def to_representation(self, value: Any) -> str:
        return str(self.context["request"].build_absolute_uri(str(value)))


class ApiURLField(serializers.URLField):
    """Address of a row in the API, without the parameters with which the row was asked for."""

    def __init__(self, view_name: str, lookup_field: str = "pk") -> None:
        super().__init__(source="*", read_only=True)
        self.view_name = view_name
        self.lookup_field = lookup_field

    def to_representation(self, value: Any) -> str:
        return page_url(self.context["request"], self.view_name, getattr(value, self.lookup_field))


class FlagsField(serializers.ListField):
    """References of the discrepancies that rest on a line which the row cites."""

    def __init__(self) -> None:
        super().__init__(child=serializers.CharField(), source="*", read_only=True)

    def to_representation(self, data: Any) -> list[str]:
        found = self.context["flags"].get((data._meta.label, data.pk), ())
        return [discrepancy.ref for discrepancy in found]


class PlainDecimalField(serializers.DecimalField):
    """A decimal in quotes, without the zeros that only the column's scale adds."""

    def __init__(self, max_digits: int = 24, decimal_places: int = 6, **kwargs: Any) -> None:
        super().__init__(max_digits, decimal_places, **{**kwargs, "read_only": True})

    def to_representation(self, value: Decimal) -> str:
        return f"{plain(value):f}"
