"""The examples of docs/api.md, which the tests run, for the page about the API."""

import re
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The address that the guide writes, for the portal's own.
_WRITTEN = "http://127.0.0.1:8000/"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_TOOLS = {"python": "Python", "r": "R", "sh": "curl", "sql": "DuckDB", "powerquery": "Excel (Power Query)"}
# What an example is for, by what only its code has; the others read one list as a table.
_PURPOSES: dict[str, str | Promise] = {
    "urlopen(": _("a list page by page"),
    "/search/": _("the search"),
    "/totals/": _("sums"),
    "/import-layout/": _("imported figures for another portal"),
    "--etag-save": _("only if something has changed"),
}
_TABLE = _("a list as a table")


def examples(base: str) -> list[tuple[str, str | Promise, str]]:
    """Each with the name of its tool, what it is for, and with the portal's own address."""
    return [(_TOOLS[language], _purpose(code), code.replace(_WRITTEN, base)) for language, code in _blocks()]


def _purpose(code: str) -> str | Promise:
    return next((words for sign, words in _PURPOSES.items() if sign in code), _TABLE)


@cache
def _blocks() -> list[tuple[str, str]]:
    guide = settings.BASE_DIR / "docs" / "api.md"
    return _BLOCK.findall(guide.read_text(encoding="utf-8"))
