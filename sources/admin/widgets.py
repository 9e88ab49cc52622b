"""What a cell of the back office's CSV files says, and how a value is shown in one."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from import_export.widgets import ManyToManyWidget, Widget

from sources.downloads import csv_cell
from sources.models import plain

_TRUTH = {"true": True, "false": False, "": None}


def key_of(model: type[models.Model]) -> str:
    """The field that names a row to people: the first that is unique, else the number."""
    named = (field.name for field in model._meta.fields if field.unique and not field.is_relation)
    return next((name for name in named if name != model._meta.pk.name), model._meta.pk.name)


class PlainWidget(Widget):
    """A value as the portal's other CSV files show it."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, list | dict):
            return json.dumps(value, ensure_ascii=False)
        if isinstance(value, Decimal):
            return str(plain(value))
        return str(csv_cell(timezone.localtime(value) if isinstance(value, datetime) else value))


class TypedWidget(PlainWidget):
    """A cell means what the same text would mean in the form of the page."""

    def __init__(self, field: models.Field) -> None:
        super().__init__()
        self.field = field

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        form_field = self.field.formfield()
        try:
            return form_field.clean(value) if form_field else value
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from None


class TruthWidget(PlainWidget):
    """True, false, or nothing where it is not known. Django's own field takes any other word for nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        try:
            return _TRUTH[value.casefold()]
        except KeyError:
            message = _("“%(word)s” is neither true nor false.") % {"word": Truncator(value).chars(80)}
            raise ValueError(message) from None


class KeyWidget(Widget):
    """Another row, named by its key."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.model = model

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        try:
            return self.model._default_manager.get(**{key_of(self.model): value}) if value else None
        except (ObjectDoesNotExist, ValueError):
            raise ValueError(unknown(self.model, value)) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(getattr(value, key_of(self.model)))


class KeysWidget(ManyToManyWidget):
    """Other rows, by their keys, with commas between them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[models.Model]:
        key = KeyWidget(self.model)
        return [row for name in value.split(",") if (row := key.clean(name.strip()))]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return (
            ", ".join(sorted(str(getattr(row, key_of(self.model))) for row in value.all())) if value else ""
        )


def unknown(model: type[models.Model], key: str) -> str:
    return _("There is no %(what)s “%(key)s”.") % {
        "what": model._meta.verbose_name,
        "key": Truncator(key).chars(80),
    }
