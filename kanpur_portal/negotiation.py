"""The form that an answer takes: JSON, CSV or XLSX."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from kanpur_portal.json_renderer import FastJSONRenderer


class Negotiation(DefaultContentNegotiation):
    """Refuses a format that it does not know, naming those that it does."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> Any:
        offered = list(renderers)
        if request.method not in ("GET", "HEAD"):
            # Only what is read comes as a table; what is said of a write, or of an address, is JSON.
            return FastJSONRenderer(), FastJSONRenderer.media_type
        if request.query_params.get("bom", "1") not in ("0", "1"):
            raise ValidationError({"bom": _("1 puts a byte order mark before the CSV, 0 does not.")})
        if request.query_params.get("format") == "":
            return self.filter_renderers(offered, "")
        return super().select_renderer(request, offered, format_suffix)

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            allowed = ", ".join(dict.fromkeys(str(renderer.format) for renderer in renderers))
            raise ValidationError({"format": _("Choose one of: %(allowed)s.") % {"allowed": allowed}})
        return found
