"""`TradeTotal` kept current from what an import or its end changes: exact, whatever stood there before.

A row of `import_differing` has a figure's new and old amount; the new one is null where the figure goes,
the old one where it comes.
"""

from __future__ import annotations

from exports.imports.database import database, execute, make
from exports.models.trade import KEPT_DIGITS

_SUMS = """
    CAST(SUM(COALESCE(amount, 0) - COALESCE(old_amount, 0)) AS bigint) AS amount,
    CAST(SUM(CASE WHEN amount IS NULL THEN -1 WHEN old_amount IS NULL THEN 1 ELSE 0 END) AS bigint)
        AS figures,
    CAST(SUM(CASE WHEN provisional THEN 1 ELSE 0 END - CASE WHEN old_provisional THEN 1 ELSE 0 END) AS bigint)
        AS provisional
"""
_SUMS_AGAIN = """
    CAST(SUM(amount) AS bigint) AS amount, CAST(SUM(figures) AS bigint) AS figures,
    CAST(SUM(provisional) AS bigint) AS provisional
"""
# Districts together: see TradeTotal.
_UNDER = "COALESCE(s.totals_under_id, s.id)"
_DIGITS = " UNION ALL ".join(f"SELECT {digits} AS digits" for digits in KEPT_DIGITS)
_SAME_TOTAL = """
    t.dimension = d.dimension AND t.key = d.key AND t.series_id = d.series_id AND t.level = d.level
    AND t.partners = d.partners AND t.year = d.year
"""


def follow() -> None:
    """Add to the totals what `import_differing` changes."""
    _gather()
    execute(
        f"""
        UPDATE exports_tradetotal AS t SET amount = t.amount + d.amount, figures = t.figures + d.figures,
            provisional = t.provisional + d.provisional
        FROM import_totals d WHERE {_SAME_TOTAL}
        """
    )
    # Found before any is written: a scan for each of them would pass over all that were written before it.
    make(
        "import_new_totals",
        f"""AS SELECT * FROM import_totals d
        WHERE NOT EXISTS (SELECT 1 FROM exports_tradetotal t WHERE {_SAME_TOTAL})""",
    )
    execute(
        """
        INSERT INTO exports_tradetotal
            (dimension, key, series_id, level, partners, year, amount, figures, provisional)
        SELECT dimension, key, series_id, level, partners, year, amount, figures, provisional
        FROM import_new_totals
        """
    )
    execute("DELETE FROM exports_tradetotal WHERE figures = 0")


def _gather() -> None:
    """First by code and by partner, which leaves few rows; then by all that is added to."""
    make(
        "import_by_code",
        f"""AS SELECT {_UNDER} AS series_id, hs_code, partner <> 'world' AS apart, year, {_SUMS}
        FROM import_differing d JOIN exports_tradeseries s ON s.id = d.series_id
        GROUP BY {_UNDER}, hs_code, partner <> 'world', year""",
    )
    make(
        "import_by_partner",
        f"""AS SELECT series_id, length(hs_code) AS level, partner, year, {_SUMS}
        FROM import_differing GROUP BY series_id, length(hs_code), partner, year""",
    )
    database().look_at("import_by_code")
    database().look_at("import_by_partner")
    make(
        "import_totals",
        f"""AS
        SELECT CAST('hs' AS varchar(7)) AS dimension, substr(hs_code, 1, digits) AS key, series_id,
            length(hs_code) AS level, CASE WHEN apart THEN 'countries' ELSE 'world' END AS partners, year,
            {_SUMS_AGAIN}
        FROM import_by_code CROSS JOIN
            ({_DIGITS}) AS levels
        WHERE digits <= length(hs_code) GROUP BY 1, 2, 3, 4, 5, 6
        UNION ALL
        SELECT 'all', '', series_id, level, CASE partner WHEN 'world' THEN 'world' ELSE 'countries' END, year,
            {_SUMS_AGAIN}
        FROM import_by_partner GROUP BY 1, 2, 3, 4, 5, 6
        UNION ALL
        SELECT 'partner', partner, {_UNDER}, level, 'countries', year, {_SUMS_AGAIN}
        FROM import_by_partner d JOIN exports_tradeseries s ON s.id = d.series_id
        WHERE partner <> 'world' GROUP BY 1, 2, 3, 4, 5, 6""",
    )
    database().look_at("import_totals")
