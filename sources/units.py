"""Units of money as printed, and base units: one definition of a lakh and of a crore.

Source of the Indian groups: a lakh is 10^5, a crore 10^7. There is no rate between currencies here.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

LAKH = 10**5
CRORE = 10**7

MONEY: dict[str, tuple[str, int]] = {
    "INR": ("INR", 1),
    "INR lakh": ("INR", LAKH),
    "INR crore": ("INR", CRORE),
    "USD thousand": ("USD", 10**3),
    "USD million": ("USD", 10**6),
    "USD billion": ("USD", 10**9),
}

_NUMBER = re.compile(r"\d+(?:,\d+)*(?:\.\d+)?")


@dataclass(frozen=True)
class Money:
    """An amount in rupees or dollars, exact."""

    amount: Decimal
    currency: str  # ISO 4217


def money(value: Decimal, unit: str) -> Money | None:
    """1032.32 "INR crore" is 10323200000.00 INR; None for a unit that is not of money."""
    if unit not in MONEY:
        return None
    currency, factor = MONEY[unit]
    return Money((value * factor).quantize(Decimal("0.01")), currency)


def parse_printed(text: str) -> Decimal:
    """The number that digits mean, whatever their grouping: "1,20,000" is 120000.

    Raises ValueError where the text is not a number in digits.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"not a number in digits: {text}")
    return Decimal(text.replace(",", ""))
