"""For every answer below /api/: pages of other sites may read it, and errors speak the reader's language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

API = "/api/"
VERSIONED = "/api/v1/"
_CORS = {
    # For everyone and without credentials: a browser sends neither cookie nor token along.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link, Retry-After, X-Total-Count",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_READING = ("GET", "HEAD", "OPTIONS")


class ApiMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return HttpResponse(status=204, headers=_CORS | _PREFLIGHT)
        response = self.in_readers_language(request)
        if request.method in _READING:
            for name, value in _CORS.items():
                response[name] = value
        # Staff are shown more than others: no cache between them and the portal keeps their answers.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def in_readers_language(self, request: HttpRequest) -> HttpResponseBase:
        """Addresses of the API have no language prefix. The data are the same in all; messages are not."""
        if not request.path_info.startswith(VERSIONED):
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            response = self.get_response(request)
            if response.status_code >= 400:
                response["Content-Language"] = translation.get_language()
        return response
