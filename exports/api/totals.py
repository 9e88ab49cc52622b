"""Totals of export figures in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from exports.trade.total_rows import REASONS, row
from exports.trade.totals import Answer
from sources.api import KindField


class TotalSerializer(serializers.Serializer):
    """A sum of figures of one dataset, reporter, flow, edition of the codes, basis and currency.

    Districts are added to one another unless `by` has `district` or `reporter`; other reporters never are.
    """

    year = serializers.CharField(allow_null=True, help_text="2023-24 or 2023; null: not by year.")
    month = serializers.CharField(allow_null=True, help_text="Such as 2023-04.")
    hs_code = serializers.CharField(allow_null=True, help_text="The first digits, by which is told apart.")
    hs_label = serializers.CharField(allow_null=True, help_text="The official wording.")
    partner = serializers.CharField(allow_null=True, help_text="ISO code of two letters, or world.")
    partner_label = serializers.CharField(allow_null=True)
    group = serializers.CharField(
        allow_null=True, help_text="A group by its members of today. Groups overlap: do not add them."
    )
    cluster = serializers.CharField(
        allow_null=True, help_text="By the codes that the plan prints for it; clusters may overlap."
    )
    dataset = serializers.CharField(help_text="The document, or the source of imported figures.")
    table = serializers.CharField(allow_null=True, help_text="The printed table; null: imported figures.")
    reporter = serializers.CharField(
        allow_null=True, help_text="Whose trade; null: of several districts, which by=district tells apart."
    )
    reporter_label = serializers.CharField(allow_null=True)
    reporters = serializers.IntegerField(help_text="Of how many reporters figures were asked for.")
    flow = serializers.CharField(help_text="export or import.")
    hs_edition = serializers.CharField(allow_null=True, help_text="null: not stated.")
    basis = serializers.CharField(help_text="FY, CY or month.")
    amount: Any = serializers.DecimalField(32, 2, help_text="In whole units of the currency, exact.")
    currency = serializers.CharField(help_text="INR or USD.")
    level = serializers.IntegerField(
        allow_null=True, help_text="Digits of the codes added; 0: all goods; null: no codes are printed."
    )
    partners = serializers.CharField(help_text="countries: of single ones; world: the source's own figure.")
    figures = serializers.IntegerField(help_text="How many were added.")
    provisional = serializers.IntegerField(help_text="Of these, provisional.")
    left_out = serializers.IntegerField(help_text="Figures of the same series that were not added.")
    kind = KindField("computed")
    formula = serializers.CharField()


class LeftOutSerializer(serializers.Serializer):
    """Figures that were asked for and could not be added."""

    reason = serializers.CharField()
    text: Any = serializers.CharField()
    figures = serializers.IntegerField()


class TotalsSerializer(serializers.Serializer):
    """Totals, and what is in none of them. Rows of different series are never added to one another."""

    count = serializers.IntegerField()
    results = TotalSerializer(many=True)
    left_out = LeftOutSerializer(many=True)


def shown(answer: Answer) -> dict[str, Any]:
    rows = [row(found, answer.left_out_of[found.dataset or found.key.series]) for found in answer.sums]
    rows.sort(key=_place)
    left_out = [
        {"reason": reason, "text": text, "figures": answer.left_out[reason]}
        for reason, text in REASONS.items()
        if answer.left_out[reason]
    ]
    return {"count": len(rows), "results": rows, "left_out": left_out}


def _place(found: dict[str, Any]) -> tuple[str, ...]:
    """Series by series, in each by time."""
    names = ("table", "dataset", "reporter", "flow", "hs_edition", "basis", "currency", "year", "month",
             "hs_code", "partner", "group", "cluster", "level")  # fmt: skip
    return tuple(str(found[name] or "") for name in names)
