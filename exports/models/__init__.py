"""HS codes, markets, export figures, ports and schemes, as the documents print them."""

from exports.models.figures import ExportFigure
from exports.models.goods import HSCode
from exports.models.markets import Country, CountryGroup, KeyIssue, MarketLink, Port
from exports.models.schemes import Scheme, SchemeRule, SchemeVersion

__all__ = [
    "Country",
    "CountryGroup",
    "ExportFigure",
    "HSCode",
    "KeyIssue",
    "MarketLink",
    "Port",
    "Scheme",
    "SchemeRule",
    "SchemeVersion",
]
