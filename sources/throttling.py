"""How often one address may send a form that is open to everyone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from rest_framework.throttling import BaseThrottle

_HOUR = 3600
# Whoever has one address of IPv6 has a network of them.
_IPV6_NETWORK = 64


class OpenFormThrottle:
    """So many sendings of one form an hour. The address is found as the API finds it, and is not kept:
    the cache counts under a digest that nobody can turn back without the portal's secret.
    """

    def __init__(self, request: HttpRequest, form: str, *, per_hour: int) -> None:
        found = BaseThrottle().get_ident(request)  # type: ignore[arg-type]  # it reads META alone
        digest = salted_hmac("sources.throttling", _counted_as(found), algorithm="sha256").hexdigest()
        self.places = [f"throttle_{form}_{digest}_{place}" for place in range(per_hour)]

    def allow(self) -> bool:
        """Take one of the hour's places. To take one is a single step of the cache, so that no two get it."""
        now = time.time()
        with _one_at_a_time():
            return any(cache.add(place, now, timeout=_HOUR) for place in self.places)

    def wait(self) -> int:
        """Seconds until a place is free."""
        taken = cache.get_many(self.places).values()
        return max(1, int(min(taken, default=0) + _HOUR - time.time()) + 1)


def _counted_as(address: str) -> str:
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
