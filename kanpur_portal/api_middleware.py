"""For every answer below /api/: pages of other sites may read it, and errors speak the reader's language."""

from collections.abc import Callable
from hashlib import sha256
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from kanpur_portal import data_version, throttling

API = "/api/"
VERSIONED = "/api/v1/"
_CORS = {
    # For everyone and without credentials: a browser sends neither cookie nor token along.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(
        ("Content-Disposition", "ETag", "Link", *throttling.HEADERS, "Retry-After", "X-Total-Count")
    ),
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_READING = ("GET", "HEAD", "OPTIONS")
_VARY = ("Accept", "Accept-Language", "Authorization", "Cookie")


class ApiMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return HttpResponse(status=204, headers=_CORS | _PREFLIGHT)
        response = _with_etag(request, self.in_readers_language(request))
        headers = _CORS if request.method in _READING else {}
        if allowance := throttling.allowance_of(request):
            headers = headers | allowance.headers()
        for name, value in headers.items():
            response[name] = value
        # A token shows more than no token, and errors are in the reader's language.
        patch_vary_headers(response, _VARY)
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


def _with_etag(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What ConditionalGetMiddleware leaves out: HEAD, for most views have no body for it (those of the API
    have), and answers that stream, whose bytes nobody has seen before they are sent.
    """
    if response.status_code != 200 or "ETag" in response:
        return response
    if request.method in ("GET", "HEAD") and not isinstance(response, HttpResponse):
        response["ETag"] = _tag_of_a_stream(request)
    elif request.method == "HEAD" and isinstance(response, HttpResponse):
        set_response_etag(response)
    else:
        return response
    # Of the answer it takes the status and the headers, which both kinds of answers have.
    found = get_conditional_response(request, etag=response["ETag"], response=cast(HttpResponse, response))
    return found or response


def _tag_of_a_stream(request: HttpRequest) -> str:
    """The same question of the same version of the data: the same rows."""
    asked = [request.headers.get(name, "") for name in ("Accept", "Authorization", "Cookie")]
    said = "\n".join([data_version.current(), request.build_absolute_uri(), *asked])
    return f'W/"{sha256(said.encode()).hexdigest()[:32]}"'
