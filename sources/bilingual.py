"""Names that the portal keeps in both languages as `name` and `name_hi`."""

from typing import Any

from django.utils.translation import get_language


def localized(record: Any, field: str) -> str:
    """The field in the reader's language; in English where there is no Hindi."""
    if get_language() == "hi":
        return str(getattr(record, f"{field}_hi") or getattr(record, field))
    return str(getattr(record, field))
