"""HS codes, markets, figures and schemes in the API."""

from typing import Any

from exports.api import goods, markets, schemes

API_ROUTES: list[tuple[str, Any]] = [*goods.ROUTES, *markets.ROUTES, *schemes.ROUTES]
