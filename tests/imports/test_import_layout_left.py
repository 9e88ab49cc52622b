"""A reader who leaves a download in the middle: what the database was doing for it ends."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from exports.trade import import_layout
from tests.imports.factories import random_figures


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("query", ["", "bom=1"])
def test_a_reader_who_leaves_in_the_middle_lets_the_connection_go(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_layout, "_CHUNK", 10)
    random_figures(9, 50)
    response: Any = Client().get(f"/api/v1/export-figures/import-layout/?{query}")
    some = iter(response)
    assert next(some) and next(some) and next(some)
    assert busy()
    response.close()
    assert not busy()


def busy() -> bool:
    """Whether a statement is still being read from, or a transaction open."""
    if connection.vendor == "postgresql":
        kept = connection.connection  # none where it had become too old to be kept
        return bool(kept and kept.info.transaction_status)
    # What is still read keeps the log of writes from being emptied.
    with connection.cursor() as cursor:
        try:
            return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        except OperationalError:
            return True
