"""The roles in which the documents name a market, as headings."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.models import MarketLink

Role = MarketLink.Role
# Of others in the same trade, and apart from the district's own markets.
OF_OTHERS = frozenset({Role.IMPORTER, Role.EXPORTER})
_TITLES: dict[str, Promise] = {
    Role.EXPORTED_NOW: _("Exported to now"),
    Role.TARGET: _("Target markets"),
    Role.AGREEMENT_FOCUS: _("In focus because of a trade agreement"),
    Role.UNTAPPED: _("Untapped"),
    Role.IMPORTER: _("Large importers"),
    Role.EXPORTER: _("Large exporters: competitors"),
}


def role_title(role: str) -> str:
    return str(_TITLES[role])
