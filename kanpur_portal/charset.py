"""The charset that a request says of its form."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class CharsetMiddleware:
    """What Python knows by name but reads no form with (idna, base64) is taken as UTF-8, as if unsaid."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.encoding:
            try:
                b"-".decode(request.encoding, "replace")  # as a form is decoded
            except (LookupError, UnicodeError):
                request.encoding = "utf-8"
        return self.get_response(request)
