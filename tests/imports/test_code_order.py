"""Codes are compared by bytes, whatever the rules of the database's own language are."""

import pytest
from django.db import connection

from exports.models import TradeFigure

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_the_columns_say_so() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND collation_name = 'C'"
        )
        assert set(cursor.fetchall()) == {
            ("exports_tradefigure", "hs_code"),
            ("exports_tradefigure", "partner"),
            ("exports_tradetotal", "key"),
        }


def test_figures_of_a_series_stand_in_their_index_in_the_order_of_the_own_layout() -> None:
    """By the rules of a language they would be sorted for each file: tables this small are, if they may."""
    asked = TradeFigure.objects.filter(series=1).order_by("hs_code", "partner", "period_start")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    plan = asked.explain()
    assert "tradefigure_once" in plan
    assert "Sort" not in plan
