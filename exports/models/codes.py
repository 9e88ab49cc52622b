"""How codes are kept."""

from typing import Any

from django.db import models


class CodeField(models.CharField):
    """Text that is compared by bytes in every database, and not by the rules of a language.

    So PostgreSQL reads figures from their index in the order of the own layout, and need not sort them.
    """

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"  # SQLite has no such name: it compares so by itself
        return parameters
