"""Amounts are whole paise or cents, quantities whole thousandths of their unit: adding is exact and fast.

Here is how they are written as decimals; `exports.imports.layouts.cells` reads them.
"""

MINOR_UNITS = 100
QUANTITY_PARTS = 1000


def money(minor: int) -> str:
    """Paise or cents as rupees or dollars, with two decimals: 123450 is "1234.50"."""
    return f"{minor // MINOR_UNITS}.{minor % MINOR_UNITS:02d}"


def quantity(parts: int) -> str:
    """Thousandths as a decimal without needless zeros: 1500 is "1.5"."""
    return plain(f"{parts // QUANTITY_PARTS}.{parts % QUANTITY_PARTS:03d}")


def plain(decimal: str) -> str:
    """Without the zeros that say nothing: 12.50 is 12.5, 12.00 is 12."""
    return decimal.rstrip("0").rstrip(".")
