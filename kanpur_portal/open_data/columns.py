"""The columns of a dataset, read from the serializer that makes its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args, get_type_hints

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from kanpur_portal.open_data.meanings import MEANINGS
from sources.tables import columns_of

TEXT, ADDRESS, TRUTH, WHOLE, DECIMAL = "text", "address", "truth", "whole", "decimal"
DATE, MOMENT, TIME, LIST, OBJECTS = "date", "moment", "time", "list", "objects"
TYPES = {
    TEXT: _("text"),
    ADDRESS: _("web address"),
    TRUTH: _("true or false"),
    WHOLE: _("whole number"),
    DECIMAL: _("decimal number"),
    DATE: _("date (2026-04-30)"),
    MOMENT: _("date and time with its zone"),
    TIME: _("time of day (17:30:00)"),
    LIST: _("list of texts; in CSV with “; ” in between"),
    OBJECTS: _("list of objects, as JSON"),
}
# In the order in which they are asked: some are kinds of others.
_BY_FIELD: tuple[tuple[type[serializers.Field], str], ...] = (
    (serializers.URLField, ADDRESS),
    (serializers.BooleanField, TRUTH),
    (serializers.IntegerField, WHOLE),
    (serializers.DecimalField, DECIMAL),
    (serializers.DateTimeField, MOMENT),
    (serializers.DateField, DATE),
    (serializers.TimeField, TIME),
    (serializers.ListSerializer, OBJECTS),
    (serializers.JSONField, OBJECTS),
    (serializers.ManyRelatedField, LIST),
    (serializers.ListField, LIST),
)
_BY_HINT: dict[Any, str] = {bool: TRUTH, int: WHOLE, str: TEXT, list[str]: LIST}
# What a number counts, where no column beside it says so.
_UNITS = {
    "percent": _("percent"),
    "share": _("percent"),
    "size": _("bytes"),
    "quantity": _("pieces, as the milestone counts them"),
}
# A number and the column beside it that holds its unit.
_BESIDE = {"value": "unit", "high": "unit", "amount": "currency", "amount_high": "currency"}
_CODES = ("code", "hs_code")
_AS_PROGRAMS_WRITE = re.compile(r"`|[a-z]+:", re.ASCII)


@dataclass(frozen=True)
class Column:
    """One column: its dotted name as in CSV, and what stands in it."""

    name: str
    type: str
    nullable: bool
    allowed: tuple[str, ...]
    meaning: str | Promise
    unit: str | Promise
    unit_column: str
    digits: int
    places: int

    @cached_property
    def path(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))

    @property
    def is_code(self) -> bool:
        """Whether it holds codes that a program takes for numbers unless told otherwise."""
        return self.type == TEXT and self.name.rpartition(".")[2] in _CODES

    @property
    def meaning_in_words(self) -> str:
        """For the page: as a sentence, except where it begins with a name or value as programs write it."""
        said, words = str(self.meaning), str(self.meaning).replace("`", "")
        return words if _AS_PROGRAMS_WRITE.match(said) else capfirst(words)

    @property
    def type_title(self) -> str | Promise:
        return TYPES[self.type]

    def value(self, row: Mapping[str, Any]) -> Any:
        """What a row of the API has in this column, as JSON has it."""
        found: Any = row
        for name in self.path:
            found = None if found is None else found[name]
        return found


def columns_of_serializer(serializer: Any) -> Iterator[Column]:
    found = dict(columns_of(serializer))
    for name, field in found.items():
        kind = _type(field)
        unit_column = _unit_column(name, found) if kind == DECIMAL else ""
        yield Column(
            name=name,
            type=kind,
            nullable=_nullable(field),
            allowed=_allowed(field),
            meaning=_meaning(name, field),
            unit="" if unit_column else _UNITS.get(name.rpartition(".")[2], ""),
            unit_column=unit_column,
            digits=getattr(field, "max_digits", None) or 0,
            places=getattr(field, "decimal_places", None) or 0,
        )


def _type(field: serializers.Field) -> str:
    if isinstance(field, serializers.SerializerMethodField):
        return _type_of_method(field)
    if isinstance(field, serializers.ListField) and isinstance(field.child, serializers.BaseSerializer):
        return OBJECTS
    if isinstance(field, serializers.ChoiceField):
        return WHOLE if all(isinstance(value, int) for value in field.choices) else TEXT
    return next((kind for known, kind in _BY_FIELD if isinstance(field, known)), TEXT)


def _type_of_method(field: serializers.SerializerMethodField) -> str:
    method = getattr(field.parent, field.method_name or f"get_{field.field_name}")
    said = getattr(method, "_spectacular_annotation", {}).get("field")
    if isinstance(said, type) and issubclass(said, serializers.Field):
        said = said()
    if isinstance(said, serializers.Field):
        return _type(said)
    hint = get_type_hints(method).get("return")
    options = [option for option in get_args(hint) if option is not type(None)]
    return _BY_HINT.get(hint) or _BY_HINT.get(options[0] if options else None, TEXT)


def _nullable(field: Any) -> bool:
    """Whether there may be nothing: of the column itself, or of the object that it is a part of."""
    if isinstance(field, serializers.SerializerMethodField):
        return type(None) in get_args(_hint(field)) or _hint(field) is Any
    while field is not None:
        if getattr(field, "allow_null", False):
            return True
        field = field.parent
    return False


def _hint(field: serializers.SerializerMethodField) -> Any:
    method = getattr(field.parent, field.method_name or f"get_{field.field_name}")
    return get_type_hints(method).get("return")


def _allowed(field: serializers.Field) -> tuple[str, ...]:
    """The values of a choice; an empty text stands where the choice may be left blank."""
    return tuple(str(value) for value in field.choices) if isinstance(field, serializers.ChoiceField) else ()


def _unit_column(name: str, found: Mapping[str, Any]) -> str:
    before, dot, last = name.rpartition(".")
    beside = f"{before}{dot}{_BESIDE.get(last, f'{last}_unit')}"
    return beside if beside in found else ""


def _meaning(name: str, field: serializers.Field) -> str | Promise:
    """In the words of the list, else of the model, else of all lists together."""
    if field.help_text:
        return _(str(field.help_text))  # listed in meanings.py, where the translators find it
    last = name.rpartition(".")[2]
    return MEANINGS.get(name) or MEANINGS.get(last) or _name_in_model(field) or ""


def _name_in_model(field: serializers.Field) -> Any:
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None:
        return ""
    try:
        found = model._meta.get_field(str(field.source or field.field_name))
    except FieldDoesNotExist:
        return ""
    return found.verbose_name if isinstance(found, models.Field) else ""
