"""Addresses of pages. A page that lists some hundred records asks for the same few over and over."""

from collections.abc import Iterable
from functools import lru_cache

from django import urls
from django.utils.translation import get_language


def reverse(name: str, args: Iterable[str | int] = ()) -> str:
    """As Django's: the address of a page in the reader's language. Worked out once for each."""
    return _reversed(name, tuple(args), get_language(), urls.get_script_prefix())


@lru_cache(maxsize=4096)
def _reversed(name: str, args: tuple[str | int, ...], language: str | None, prefix: str) -> str:
    """Language and prefix are those that Django finds by itself: here they tell the addresses apart."""
    return urls.reverse(name, args=args)
