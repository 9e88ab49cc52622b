"""Rules that several forms and actions share, each with its words."""

from django.utils.translation import gettext as _


def outside(line: int, last: int) -> str:
    """Why a document with so many lines has no such line; empty where it has."""
    return "" if 1 <= line <= last else allowed_lines(last)


def allowed_lines(last: int) -> str:
    return _("The document has the lines 1 to %(last)s.") % {"last": last}


def too_long(text: str, limit: int) -> str:
    """Why a text is refused for its length; empty where it is not."""
    if len(text) <= limit:
        return ""
    return _("At most %(limit)s characters; these are %(length)s.") % {"limit": limit, "length": len(text)}
