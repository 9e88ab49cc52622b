"""Names that the portal keeps in both languages as `name` and `name_hi`."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language


def localized(record: Any, field: str) -> str:
    """The field in the reader's language; in English where there is no Hindi."""
    if get_language() == "hi":
        return str(getattr(record, f"{field}_hi") or getattr(record, field))
    return str(getattr(record, field))


@dataclass(frozen=True)
class Words:
    """A text and the language that it is in."""

    text: str
    language: str


def worded(record: Any, field: str) -> Words:
    """The field in the reader's language, else in the other: for what people enter in either of them."""
    found = {"en": getattr(record, field), "hi": getattr(record, f"{field}_hi")}
    own = "hi" if get_language() == "hi" else "en"
    other = "en" if own == "hi" else "hi"
    return Words(found[own], own) if found[own] or not found[other] else Words(found[other], other)
