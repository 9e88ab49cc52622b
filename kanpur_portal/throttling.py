"""How many requests of the API a reader may send in a minute, told in each answer that was counted.

Counted is what had to be worked out. What comes from the memory of a process, because the
data are as they were, costs nobody anything: see kanpur_portal.anonymous_cache.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.connection import ConnectionProxy
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

from sources.caching import CACHE_AWAY, leave_alone
from sources.throttling import counted_as


@dataclass(frozen=True)
class Allowance:
    """What one reader may still ask for until the count begins anew."""

    limit: int
    remaining: int
    reset: int  # seconds

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


# A kept number is the minute's, times this, and the count: one key for each reader, whatever the minute.
_ROOM = 1_000_000
HEADERS = tuple(Allowance(0, 0, 0).headers())


class WindowThrottle(SimpleRateThrottle):
    """A count for each minute of the clock: one small number, where a list of times would grow."""

    cache = ConnectionProxy(caches, "requests")  # type: ignore[assignment]
    num_requests: int
    duration: int
    allowance: Allowance | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        key = None if self.rate is None else self.get_cache_key(request, view)
        if key is None:
            return True
        window, passed = divmod(self.timer(), self.duration)
        try:
            count = self._counted(key, int(window) * _ROOM)
        except CACHE_AWAY as error:
            # A limit that cannot be counted refuses nobody to read.
            leave_alone(error)
            return True
        reset = math.ceil(self.duration - passed)
        self.allowance = Allowance(self.num_requests, max(0, self.num_requests - count), reset)
        # For ApiMiddleware, which writes the headers.
        request._request.allowance = self.allowance  # type: ignore[attr-defined]
        return count <= self.num_requests

    def _counted(self, key: str, base: int) -> int:
        """The number of this request in its minute. To add one is a single step of Redis."""
        try:
            value = int(self.cache.incr(key))
        except ValueError:
            value = 0
        if not base < value < base + _ROOM:  # of a minute that is over
            value = base + 1
            self.cache.set(key, value, timeout=2 * self.duration)
        return value - base

    def wait(self) -> float | None:
        return self.allowance.reset if self.allowance else None


class AnonymousThrottle(WindowThrottle, AnonRateThrottle):
    """By address; of IPv6 by network, for whoever has one address has many."""

    def get_ident(self, request: Request) -> str:
        return counted_as(super().get_ident(request) or "")


class UserThrottle(WindowThrottle, UserRateThrottle):
    """By user, with all tokens and sessions together."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        signed_in = request.user and request.user.is_authenticated
        return super().get_cache_key(request, view) if signed_in else None


def allowance_of(request: HttpRequest) -> Allowance | None:
    """None where the request was not counted."""
    return getattr(request, "allowance", None)
