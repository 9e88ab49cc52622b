"""The datasets: one for each list of the API, with its rows as everyone may read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from kanpur_portal.api_views import RESOURCES
from kanpur_portal.open_data.columns import Column, columns_of_serializer
from kanpur_portal.open_data.counting import Counted
from kanpur_portal.open_data.writers import csv_lines
from sources.long_lists import LongList

CHUNK = 1000
# The columns that tell the rows of a list apart, where they are not those of its address in the API.
_KEYS = {
    "agreement-partners": ("agreement", "country", "group"),
    "correction-requests": ("number",),
    "group-memberships": ("group", "country"),
    "passages": ("record.type", "record.id", "document", "first_line", "last_line"),
}
# Where the name of the model would not say it.
_TITLES = {"passages": _("Index of provenance")}


class PublicRequest(HttpRequest):
    """A request of nobody in particular: the same rows and addresses for all, whoever asks and where."""

    def __init__(self) -> None:
        super().__init__()
        self.method = "GET"

    def build_absolute_uri(self, location: str | None = None) -> str:
        return urljoin(settings.PORTAL_URL, location or "/")


@dataclass(frozen=True)
class Dataset:
    """All rows of one list of the API."""

    name: str
    viewset: Any

    @property
    def title(self) -> str | Promise:
        return _TITLES.get(self.name) or capfirst(self.viewset.queryset.model._meta.verbose_name_plural)

    @property
    def about(self) -> str | Promise:
        return self.viewset.about

    @property
    def room(self) -> Any:
        """The part of the portal that keeps it."""
        return apps.get_app_config(self.viewset.__module__.partition(".")[0])

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(columns_of_serializer(self.example_serializer()))

    def example_serializer(self) -> Any:
        """That of its rows, without a row: it declares the columns."""
        return self._view().get_serializer()

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The columns whose values together name a row."""
        lookup = self.viewset.lookup_field
        return _KEYS.get(self.name) or ("id" if lookup == "pk" else lookup,)

    def count(self) -> int:
        found = self._found(self._view())
        return len(found) if isinstance(found, list) else found.count()

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """The rows as the API shows them to the public, in an order that never changes by itself.

        A few at a time: all of them need no more memory than the first thousand.
        """
        view = self._view()
        found = self._found(view)
        if isinstance(found, LongList):
            yield from _walked(view, found)
            return
        many = found.iterator(chunk_size=CHUNK) if isinstance(found, QuerySet) else iter(found)
        while chunk := list(islice(many, CHUNK)):
            with translation.override(settings.LANGUAGE_CODE):
                rows = view.get_serializer(chunk, many=True).data
            yield from rows

    def csv(self, expected: int) -> Iterator[bytes]:
        """The whole table. Raises Interrupted where it ends with another number of rows than expected.

        A list that may have millions of rows makes its own lines, as for its CSV in the API.
        """
        view = self._view()
        found = self._found(view)
        if isinstance(found, LongList):
            yield from view.stream(found).streaming_content
        else:
            yield from csv_lines(self.columns, Counted(self.rows(), expected))

    def _view(self) -> Any:
        view = self.viewset()
        view.request = Request(PublicRequest())
        view.action, view.detail, view.basename = "list", False, f"api-{self.name}"
        view.args, view.kwargs, view.format_kwarg = (), {}, None
        return view

    @staticmethod
    def _found(view: Any) -> Any:
        found = view.filter_queryset(view.get_queryset())
        if not isinstance(found, QuerySet):
            return found
        return found.order_by(*(found.query.order_by or found.model._meta.ordering), "pk")


def _walked(view: Any, found: LongList) -> Iterator[Mapping[str, Any]]:
    cursor: str | None = ""
    while cursor is not None:
        rows, cursor = found.after(cursor, CHUNK)
        with translation.override(settings.LANGUAGE_CODE):
            shown = view.rows(rows, found)
        yield from shown


DATASETS = {name: Dataset(name, viewset) for name, viewset in RESOURCES}
