"""Pages of a list. A size that cannot be given is refused, never trimmed."""

from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.utils.translation import gettext as _
from rest_framework import pagination
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

_URI_OR_NULL = {"type": ["string", "null"], "format": "uri"}


class PageNumberPagination(pagination.PageNumberPagination):
    page_size = 100
    max_page_size = 1000
    page_size_query_param = "page_size"

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        size = _whole_number(request, "page_size", default=self.page_size, most=self.max_page_size)
        number = _whole_number(request, "page", default=1, most=1_000_000)
        paginator = Paginator(queryset, size)
        try:
            self.page = paginator.page(number)
        except EmptyPage:
            message = _("The list has no such page: its last is page %(last)s.")
            raise NotFound(message % {"last": paginator.num_pages}) from None
        return list(self.page)

    def get_paginated_response(self, data: Any) -> Response:
        """The count and the neighbours are in the headers too, for tables have no place for them."""
        response = super().get_paginated_response(data)
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
            _parameter("page", "Number of the page, from 1.", default=1, most=1_000_000),
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
