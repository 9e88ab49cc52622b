"""Which caches there are, and where. Read by the settings."""

from pathlib import Path
from typing import Any

# Apart, so that none pushes out another where room is short: a count of wrong passwords that is lost lets
# someone try on. "default" counts sign-ins and sendings of open forms, "requests" those of the API.
# Each with the most entries that are kept on files.
_ENTRIES = {"default": 100_000, "requests": 10_000, "pictures": 2_000}


def caches(redis_url: str, data_dir: Path) -> dict[str, dict[str, Any]]:
    """In Redis if there is one; else on files, because gunicorn's workers share the limits."""
    if redis_url:
        # Silent for a second, it is taken to be away, and pages are read without it (sources.caching).
        redis = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
        return dict.fromkeys(_ENTRIES, redis)
    return {
        name: {
            "BACKEND": "kanpur_portal.file_cache.FileCache",
            "LOCATION": data_dir / "cache" / name,
            "OPTIONS": {"MAX_ENTRIES": entries},
        }
        for name, entries in _ENTRIES.items()
    }
