"""Small components, drawn once for the same arguments and language.

A list of the plan shows the same tags and marks over and over, and every page the same navigation and foot:
rendering each anew took most of a page's time.
"""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def component(name: str, **arguments: Hashable) -> SafeString:
    """templates/components/<name>.html with nothing but these arguments, which must be hashable."""
    settled = tuple(
        (key, str(value) if isinstance(value, Promise) else value) for key, value in arguments.items()
    )
    return _drawn(name, get_language(), get_script_prefix(), settled)


@lru_cache(maxsize=4096)
def _drawn(
    name: str, language: str | None, prefix: str, arguments: tuple[tuple[str, Hashable], ...]
) -> SafeString:
    """Language and prefix are those that the template finds by itself: here they tell the drawings apart."""
    return render_to_string(f"components/{name}.html", dict(arguments))
