"""What the pages of filtered lists share."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from sources.filters import StrictFilterForm, StrictFilterSet


def filter_chips(filterset: StrictFilterSet, address: str) -> list[dict[str, str]]:
    """The filters in use, each with the address of the list without it."""
    active = filterset.active()
    form = filterset.form
    chips = []
    for name, value in active.items():
        rest = urlencode({key: other for key, other in active.items() if key != name})
        chips.append(
            {
                "label": f"{form.fields[name].label}: {_shown(form, name, value)}",
                "remove_url": f"{address}?{rest}" if rest else address,
            }
        )
    return chips


def list_page(rows: QuerySet | list, number: str, *, per_page: int) -> Page:
    """One page of a list; a number that is none, or of no page, is not there."""
    try:
        return Paginator(rows, per_page).page(number if number.isascii() and len(number) < 10 else "")
    except InvalidPage as error:
        raise Http404 from error


def count(value: int, label: Any, address: str, **filters: str) -> dict[str, Any]:
    """A number that opens the list it counts."""
    return {"value": value, "label": label, "url": f"{address}?{urlencode(filters)}" if filters else address}


def refusal(asked: StrictFilterSet | StrictFilterForm) -> HttpResponse:
    """What a file's address answers to a filter that it does not know."""
    errors = [f"{name}: {message}" for name, messages in asked.errors.items() for message in messages]
    return HttpResponse("\n".join(errors), status=400, content_type="text/plain; charset=utf-8")


def _shown(form: Any, name: str, value: str) -> str:
    chosen = form.cleaned_data.get(name)
    if hasattr(form.fields[name], "label_from_instance") and chosen:
        return str(form.fields[name].label_from_instance(chosen))
    labels = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", [])}
    return labels.get(value, value)
