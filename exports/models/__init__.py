"""HS codes, markets, figures, ports and schemes as the documents print them; and imported trade figures."""

from exports.models.agreements import AgreementPartner, TradeAgreement
from exports.models.countries import Country, CountryGroup, GroupMembership
from exports.models.figures import ExportFigure
from exports.models.goods import HSCode
from exports.models.imports import ImportBatch, RejectedRow
from exports.models.market_notes import MarketNote
from exports.models.markets import KeyIssue, MarketLink, Port
from exports.models.scheme_terms import ReportedTerm, SchemeRule
from exports.models.schemes import Scheme, SchemeNote, SchemeVersion
from exports.models.trade import Reporter, TradeFigure, TradeFigureChange, TradeSeries, TradeTotal

__all__ = [
    "AgreementPartner",
    "Country",
    "CountryGroup",
    "ExportFigure",
    "GroupMembership",
    "HSCode",
    "ImportBatch",
    "KeyIssue",
    "MarketLink",
    "MarketNote",
    "Port",
    "RejectedRow",
    "ReportedTerm",
    "Reporter",
    "Scheme",
    "SchemeNote",
    "SchemeRule",
    "SchemeVersion",
    "TradeAgreement",
    "TradeFigure",
    "TradeFigureChange",
    "TradeSeries",
    "TradeTotal",
]
