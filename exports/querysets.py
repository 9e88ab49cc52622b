"""How fixtures name the rows of this room."""

from typing import Any

from django.db import models


class CountryManager(models.Manager[Any]):
    """Countries, named by their ISO 3166-1 alpha-2 code."""

    def get_by_natural_key(self, iso2: str) -> Any:
        return self.get(iso2=iso2)
