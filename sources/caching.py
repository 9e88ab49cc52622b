"""The cache that processes share may be away (Redis stopped, a disk full). Pages are read all the same."""

import logging
import time
from collections.abc import Callable

from django.core.cache import caches
from redis.exceptions import RedisError

CACHE_AWAY = (RedisError, OSError)
# So long nobody asks again: a page with six pictures does not wait six times for a machine that is silent.
_LEFT_ALONE_SECONDS = 30.0

_log = logging.getLogger(__name__)
_away_since: float | None = None


def remembered(key: str, make: Callable[[], str], *, seconds: int) -> str:
    """What `make` makes, once for all processes; without the cache, each makes it for itself."""
    if _left_alone():
        return make()
    try:
        if (found := caches["pictures"].get(key)) is not None:
            return str(found)
    except CACHE_AWAY as error:
        leave_alone(error)
        return make()
    made = make()
    try:
        caches["pictures"].set(key, made, timeout=seconds)
    except CACHE_AWAY as error:
        leave_alone(error)
    return made


def leave_alone(error: Exception) -> None:
    """Say once that the cache is away, and ask it for no picture for a while."""
    global _away_since
    if not _left_alone():
        _log.warning("The cache does not answer (%s); the portal goes on without it.", type(error).__name__)
    _away_since = time.monotonic()


def forget() -> None:
    """Ask the cache again at the next need."""
    global _away_since
    _away_since = None


def _left_alone() -> bool:
    return _away_since is not None and time.monotonic() - _away_since < _LEFT_ALONE_SECONDS
