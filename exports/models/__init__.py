"""HS codes, markets, export figures, ports and schemes, as the documents print them."""

from exports.models.agreements import AgreementPartner, TradeAgreement
from exports.models.countries import Country, CountryGroup, GroupMembership
from exports.models.figures import ExportFigure
from exports.models.goods import HSCode
from exports.models.market_notes import MarketNote
from exports.models.markets import KeyIssue, MarketLink, Port
from exports.models.scheme_terms import ReportedTerm, SchemeRule
from exports.models.schemes import Scheme, SchemeNote, SchemeVersion

__all__ = [
    "AgreementPartner",
    "Country",
    "CountryGroup",
    "ExportFigure",
    "GroupMembership",
    "HSCode",
    "KeyIssue",
    "MarketLink",
    "MarketNote",
    "Port",
    "ReportedTerm",
    "Scheme",
    "SchemeNote",
    "SchemeRule",
    "SchemeVersion",
    "TradeAgreement",
]
