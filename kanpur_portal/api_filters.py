"""The filters of a list in the API: what is not known is refused by name, with what is allowed."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError as FormError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from sources.filters import RESERVED

_PAGING = frozenset({"page", "page_size"})


class StrictFilterBackend(DjangoFilterBackend):
    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        refuse_repeated(request)
        filterset = None if view.detail else self.get_filterset(request, queryset, view)
        if filterset is None:
            refuse_others(request, RESERVED - _PAGING if view.detail else RESERVED)
            return queryset
        if not filterset.is_valid():
            raise ValidationError(_refusals(filterset))
        return filterset.qs


def refuse_repeated(request: Request) -> None:
    """The last alone would count: whoever sent two would take the answer for both."""
    repeated = [name for name, values in request.query_params.lists() if len(values) > 1]
    if repeated:
        error = ErrorDetail(_("Given more than once: give one value."), "repeated")
        raise ValidationError({name[:40]: error for name in repeated})


def refuse_others(request: Request, allowed: Collection[str]) -> None:
    message = _("This address takes no such parameter. It takes: %(allowed)s.")
    text = message % {"allowed": ", ".join(sorted(allowed))}
    if unknown := sorted(set(request.query_params) - set(allowed)):
        raise ValidationError({name[:40]: ErrorDetail(text, "unknown_filter") for name in unknown})


def _refusals(filterset: FilterSet) -> dict[str, list[ErrorDetail]]:
    form = filterset.form
    found = {name: errors for name, errors in form.errors.as_data().items() if name in form.fields}
    unknown = {name[:40]: [error] for name, error in getattr(form, "unknown", {}).items()}
    return {
        name: [ErrorDetail(_text(form.fields.get(name), error), error.code or "invalid") for error in errors]
        for name, errors in (found | unknown).items()
    }


def _text(field: forms.Field | None, error: FormError) -> str:
    """The message of an error; for a choice and a day with what is allowed."""
    if error.code == "invalid_choice" and isinstance(field, forms.ChoiceField):
        return _("Choose one of: %(allowed)s.") % {"allowed": ", ".join(_choices(field))}
    if error.code == "invalid" and isinstance(field, forms.DateField):
        return _("A day written as year-month-day, such as 2026-04-30.")
    return " ".join(error.messages)


def _choices(field: Any) -> list[str]:
    if hasattr(field, "to_field_name"):
        found = field.queryset.values_list(field.to_field_name or "pk", flat=True)
        none = [field.null_value] if getattr(field, "null_label", None) is not None else []
        return [*map(str, found), *none]
    return [str(value) for value, _label in field.choices if value]
