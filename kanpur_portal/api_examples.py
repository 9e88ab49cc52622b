"""The examples of docs/api.md, which the tests run, for the page about the API."""

import re
from functools import cache

from django.conf import settings

# The address that the guide writes, for the portal's own.
_WRITTEN = "http://127.0.0.1:8000/"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_TOOLS = {"python": "Python", "r": "R", "sh": "curl", "sql": "DuckDB", "powerquery": "Excel (Power Query)"}


def examples(base: str) -> list[tuple[str, str]]:
    """Each with the name of its tool, and with the portal's own address."""
    return [(_TOOLS[language], code.replace(_WRITTEN, base)) for language, code in _blocks()]


@cache
def _blocks() -> list[tuple[str, str]]:
    guide = settings.BASE_DIR / "docs" / "api.md"
    return _BLOCK.findall(guide.read_text(encoding="utf-8"))
