"""Answers to anonymous readers, kept whole while the data stay as they are.

The outermost middleware: a page or list that was asked for before, on the same version
of the data and the same day, is answered from this process's memory, or with 304 where
the reader holds it already. A request with a session or a token passes through.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from kanpur_portal import data_version, throttling

MAX_ENTRIES = 512
MAX_BYTES = 1024 * 1024
# Of all that one process keeps, so that no reader fills its memory with addresses made up for it.
MAX_TOTAL_BYTES = 32 * 1024 * 1024
# Questions to the search are as many as words: they would push out the pages that everyone reads.
_NOT_KEPT = (
    *("/admin/", "/accounts/", "/my/", "/healthz", "/readyz", "/static/"),
    *("/search/", "/api/v1/search/"),
)
# What an answer says of the reader who asked first is nobody else's.
_OF_ONE_ANSWER = frozenset({"Content-Length", *throttling.HEADERS})


@dataclass(frozen=True)
class Kept:
    """One answer: its headers, its body, and the same body compressed.

    Not whole: only its tag is known, for those who asked so far held the body already.
    """

    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    gzipped: bytes
    whole: bool

    def is_held_by(self, request: HttpRequest) -> bool:
        held = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
        return self.etag in held or held == ["*"]

    def answer(self, request: HttpRequest, encodings: str) -> HttpResponse:
        if self.is_held_by(request):
            response = HttpResponse(status=304)
        elif "gzip" in encodings:
            response = HttpResponse(self.gzipped)
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(self.body)
        for name, value in self.headers:
            response[name] = value
        if "gzip" in encodings:
            # The same rows, but not the same bytes: as GZipMiddleware does.
            response["ETag"] = f"W/{self.etag}"
        if response.status_code == 304:
            del response["Content-Type"]
        else:
            response["Content-Length"] = str(len(response.content))
        return response


class AnonymousCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)
        self.kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.may_keep(request):
            return self.get_response(request)
        key = (
            data_version.current(),
            f"{request.scheme}://{request.get_host()}",
            request.get_full_path(),
            request.headers.get("Accept", ""),
            request.headers.get("HX-Request", ""),
            request.headers.get("HX-History-Restore-Request", ""),
        )
        with self.lock:
            if kept := self.kept.get(key):
                self.kept.move_to_end(key)
        # Inside, the answer is made uncompressed: this keeps it in both forms.
        encodings = request.META.pop("HTTP_ACCEPT_ENCODING", "")
        if kept and (kept.whole or kept.is_held_by(request)):
            return kept.answer(request, encodings)
        response = self.get_response(request)
        if (
            not isinstance(response, HttpResponse)
            or not self.is_keepable(response)
            or not _uses_its_query(request)
        ):
            request.META["HTTP_ACCEPT_ENCODING"] = encodings
            return self.gzip.process_response(request, response)
        answer = self.keep(key, response).answer(request, encodings)
        for name in throttling.HEADERS:
            if name in response:
                answer[name] = response[name]
        return answer

    @staticmethod
    def may_keep(request: HttpRequest) -> bool:
        path = request.path_info.removeprefix("/hi")
        return (
            request.method == "GET"
            and "HTTP_AUTHORIZATION" not in request.META
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            # A message that waits to be shown, such as that one has signed out.
            and CookieStorage.cookie_name not in request.COOKIES
            and not path.startswith(_NOT_KEPT)
        )

    @staticmethod
    def is_keepable(response: HttpResponse) -> bool:
        return (
            (response.status_code == 200 or (response.status_code == 304 and "ETag" in response))
            and not response.cookies
            and "Set-Cookie" not in response
            and "no-store" not in response.get("Cache-Control", "")
            and len(response.content) <= MAX_BYTES
            # A form's token belongs to one reader.
            and b"csrfmiddlewaretoken" not in response.content
        )

    def keep(self, key: tuple[str, ...], response: HttpResponse) -> Kept:
        etag = response.get("ETag", "").removeprefix("W/")
        etag = etag or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        # Ask again each time: a page that changed a minute ago must not look unchanged.
        response["Cache-Control"] = "no-cache"
        response["Vary"] = ", ".join(dict.fromkeys([*_vary(response), "Accept-Encoding", "Cookie"]))
        headers = tuple((name, value) for name, value in response.items() if name not in _OF_ONE_ANSWER)
        body = response.content
        kept = Kept(headers, etag, body, gzip.compress(body, 6, mtime=0), whole=response.status_code == 200)
        with self.lock:
            if before := self.kept.pop(key, None):
                self.bytes -= _size(key, before)
            self.kept[key] = kept
            self.bytes += _size(key, kept)
            while len(self.kept) > MAX_ENTRIES or self.bytes > MAX_TOTAL_BYTES:
                self.bytes -= _size(*self.kept.popitem(last=False))
        return kept


def _uses_its_query(request: HttpRequest) -> bool:
    """Whether the view looked at what stands behind the “?”: what is made up would only push out the rest."""
    return not request.META.get("QUERY_STRING") or "GET" in vars(request)


def _size(key: tuple[str, ...], kept: Kept) -> int:
    return sum(map(len, key)) + len(kept.body) + len(kept.gzipped)


def _vary(response: HttpResponse) -> list[str]:
    return [name.strip() for name in response.get("Vary", "").split(",") if name.strip()]
