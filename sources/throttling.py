"""How often one may do what is open to everyone, such as to send a form from one address."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.throttling import BaseThrottle

from sources.caching import CACHE_AWAY

_HOUR = 3600
_AWAY_SECONDS = 60
# Whoever has one address of IPv6 has a network of them.
_IPV6_NETWORK = 64
_log = logging.getLogger(__name__)


class Throttle:
    """So many of one thing in a time, for somebody who is not kept: the cache counts under a digest that
    nobody can turn back without the portal's secret.
    """

    def __init__(self, what: str, who: str, *, times: int, seconds: int) -> None:
        digest = salted_hmac("sources.throttling", who, algorithm="sha256").hexdigest()
        self.places = [f"throttle_{what}_{digest}_{place}" for place in range(times)]
        self.seconds = seconds
        self.is_away = False

    def allow(self) -> bool:
        """Take one of the places. To take one is a single step of the cache, so that no two get it.

        While the cache that counts is away, nobody gets one: see `is_away`.
        """
        now = time.time()
        try:
            with _one_at_a_time():
                return any(cache.add(place, now, timeout=self.seconds) for place in self.places)
        except CACHE_AWAY as error:
            _log.warning("Nothing is let through that is counted: no cache (%s)", type(error).__name__)
            self.is_away = True
            return False

    @property
    def status(self) -> int:
        """Of the answer to whoever got no place."""
        return 503 if self.is_away else 429

    def why(self, too_many: str) -> str:
        """What they are told: `too_many`, or that it is not their doing."""
        away = _("The portal cannot take this just now. Nothing is lost: send it again in a few minutes.")
        return away if self.is_away else too_many

    def wait(self) -> int:
        """Seconds until a place is free."""
        if self.is_away:
            return _AWAY_SECONDS
        taken = cache.get_many(self.places).values()
        return max(1, int(min(taken, default=0) + self.seconds - time.time()) + 1)


class OpenFormThrottle(Throttle):
    """So many sendings of one form an hour, by address, which is found as the API finds it."""

    def __init__(self, request: HttpRequest, form: str, *, per_hour: int) -> None:
        found = BaseThrottle().get_ident(request)  # type: ignore[arg-type]  # it reads META alone
        super().__init__(form, counted_as(found), times=per_hour, seconds=_HOUR)


def counted_as(address: str) -> str:
    """The address under which a reader is counted: of IPv6 the network."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), _IPV6_NETWORK), strict=False))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Redis adds in one step, for all machines; the cache on the files of a single machine in two."""
    with (settings.DATA_DIR / "open-forms.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        yield
