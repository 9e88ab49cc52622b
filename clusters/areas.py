"""Districts, states and countries that figures and places are of, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DISTRICT = "Kanpur Nagar"
_AREAS: dict[str, Promise] = {
    DISTRICT: _("Kanpur Nagar"),
    "Ghaziabad": _("Ghaziabad"),
    "India": _("India"),
    "Unnao": _("Unnao"),
    "Uttar Pradesh": _("Uttar Pradesh"),
}


def area_name(printed: str) -> str:
    """A district, state or country in the reader's language; one that is not listed as printed."""
    return str(_AREAS.get(printed, printed))
