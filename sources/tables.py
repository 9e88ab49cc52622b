"""Rows of the API as rows of a table: the columns that a serializer declares, and what stands in a cell."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.encoding import force_str
from rest_framework import serializers


def columns_of(serializer: Any, prefix: str = "") -> Iterator[tuple[str, serializers.Field]]:
    """The columns, from what the serializer declares: the same for an empty list and a full one."""
    for name, field in serializer.fields.items():
        if isinstance(field, serializers.Serializer):
            yield from columns_of(field, f"{prefix}{name}.")
        else:
            yield prefix + name, field


def cell(row: Any, dotted: str, field: serializers.Field) -> Any:
    """The value under a dotted name, as a text or number; a list as "a; b", a list of objects as JSON."""
    value = row
    for name in dotted.split("."):
        value = None if value is None else value[name]
    value = flat(value)
    # JSON has decimals in quotes, so that no reader rounds them; in a table they are numbers.
    return Decimal(value) if isinstance(value, str) and isinstance(field, serializers.DecimalField) else value


def flat(value: Any) -> Any:
    """A value of an answer as a text, number, truth or nothing, which is all that a table holds."""
    if isinstance(value, list):
        if any(isinstance(item, Mapping) for item in value):
            return json.dumps(value, ensure_ascii=False)
        return "; ".join(map(str, value))
    return value if value is None or isinstance(value, bool | int | float) else force_str(value)
