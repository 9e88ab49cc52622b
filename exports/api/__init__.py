"""HS codes, markets, figures and schemes in the API."""

from typing import Any

from exports.api import figures, goods, imports, markets, schemes

API_ROUTES: list[tuple[str, Any]] = [
    *goods.ROUTES,
    *figures.ROUTES,
    *markets.ROUTES,
    *schemes.ROUTES,
    *imports.ROUTES,
]
