"""Pages of a list. A size that cannot be given is refused, never trimmed."""

from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.utils.translation import gettext as _
from rest_framework import pagination
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from sources.long_lists import BadCursor, LongList, whole_table_wanted

# A spreadsheet of more takes minutes to make, and a browser gives up before.
MOST_ROWS_OF_A_SPREADSHEET = 50_000
_WHOLE_TABLE = "A table (csv, xlsx) that is asked for without page and page_size has every row."
_URI_OR_NULL = {"type": ["string", "null"], "format": "uri"}


class PageNumberPagination(pagination.PageNumberPagination):
    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request: Request = request
        self.page: Any = None
        self.following: str | None = None
        if whole_table_wanted(request):
            return self.whole(queryset)
        size = _whole_number(request, "page_size", default=self.page_size, most=self.max_page_size)
        if isinstance(queryset, LongList) and "cursor" in request.query_params:
            return self.walk(queryset, size)
        number = _whole_number(request, "page", default=1, most=1_000_000)
        paginator = Paginator(queryset, size)
        try:
            self.page = paginator.page(number)
        except EmptyPage:
            message = _("The list has no such page: its last is page %(last)s.")
            raise NotFound(message % {"last": paginator.num_pages}) from None
        if isinstance(queryset, LongList) and queryset.reach is not None:
            return self.within_reach(queryset, queryset.reach)
        return list(self.page)

    def whole(self, queryset: Any) -> list[Any]:
        """The list as one page."""
        rows = Paginator(queryset, 1).count
        if self.request.accepted_renderer.format == "xlsx" and rows > MOST_ROWS_OF_A_SPREADSHEET:
            message = _(
                "These are %(rows)s rows; a spreadsheet is made of up to %(most)s. Take csv, or pages."
            )
            raise ValidationError({"format": message % {"rows": rows, "most": MOST_ROWS_OF_A_SPREADSHEET}})
        self.page = Paginator(queryset, max(1, rows)).page(1)
        return list(self.page)

    def walk(self, queryset: LongList, size: int) -> list[Any]:
        """The rows that follow a cursor. There is no way back: a cursor goes forward."""
        if "page" in self.request.query_params:
            raise ValidationError({"page": _("Give a page or a cursor, not both.")})
        try:
            rows, cursor = queryset.after(self.request.query_params["cursor"], size)
        except BadCursor:
            message = _("This is no cursor of the list. Take the one in “next”, or begin with an empty one.")
            raise ValidationError({"cursor": message}) from None
        self.page = None
        self.total = queryset.count()
        self.following = cursor and self.cursor_address(cursor)
        return rows

    def within_reach(self, queryset: LongList, reach: int) -> list[Any]:
        """A page that its number reaches without counting through millions; the next may be by cursor."""
        if self.page.number > 1 and self.page.start_index() > reach:
            message = _(
                "Page numbers reach row %(reach)s. Go on by cursor: cursor= begins with the first row."
            )
            raise ValidationError({"page": message % {"reach": reach}})
        rows = list(self.page)
        if self.page.has_next() and self.page.end_index() >= reach:
            self.following = self.cursor_address(queryset.cursor_at(rows[-1]))
        return rows

    def cursor_address(self, cursor: str) -> str:
        address = remove_query_param(self.request.build_absolute_uri(), self.page_query_param)
        return str(replace_query_param(address, "cursor", cursor))

    def get_next_link(self) -> str | None:
        return self.following if self.following or self.page is None else super().get_next_link()

    def get_previous_link(self) -> str | None:
        return None if self.page is None else super().get_previous_link()

    def get_paginated_response(self, data: Any) -> Response:
        """The count and the neighbours are in the headers too, for tables have no place for them."""
        total = self.total if self.page is None else self.page.paginator.count
        neighbours = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        response = Response({"count": total, **neighbours, "results": data})
        response["X-Total-Count"] = response.data["count"]
        links = {"next": response.data["next"], "prev": response.data["previous"]}
        if link := ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url):
            response["Link"] = link
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Rows of all pages together."},
                "next": {**_URI_OR_NULL, "description": "Address of the next page."},
                "previous": {**_URI_OR_NULL, "description": "Address of the page before."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter("page", f"Number of the page, from 1. {_WHOLE_TABLE}", default=1, most=1_000_000),
            _parameter("page_size", "Rows on a page.", default=self.page_size, most=self.max_page_size),
        ]


def _whole_number(request: Request, name: str, *, default: int, most: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most:
        return int(text)
    message = _("A whole number from 1 to %(most)s; %(default)s where nothing is given.")
    raise ValidationError({name: message % {"most": most, "default": default}})


def _parameter(name: str, description: str, *, default: int, most: int) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "integer", "minimum": 1, "maximum": most, "default": default},
    }
