"""What a scheme would pay, worked out: the calculator of its page for programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from exports.models import SchemeVersion
from exports.scheme_arithmetic import Bound, Component, Way
from exports.scheme_estimate import Estimate
from exports.scheme_forms import EstimateForm
from exports.scheme_versions import TermRecord
from sources.api import KindField, PlainDecimalField
from sources.api.fields import KINDS


class StepSerializer(serializers.Serializer):
    """One cost against its term, unrounded."""

    component = serializers.ChoiceField(Component.choices, read_only=True)
    row = serializers.IntegerField(read_only=True, help_text="Of what was typed, from 1.")
    count = serializers.IntegerField(read_only=True, help_text="How many equal costs.")
    cost = PlainDecimalField()
    percent = PlainDecimalField(allow_null=True)
    share = PlainDecimalField(allow_null=True, help_text="The percentage of one cost.")
    kg = PlainDecimalField(allow_null=True, help_text="The weight that the cap was multiplied by.")
    cap = PlainDecimalField(allow_null=True, help_text="The most that one cost brings.")
    pays = PlainDecimalField(allow_null=True, help_text="null: no term or no rate is known.")
    bound = serializers.ChoiceField(Bound.choices, read_only=True, help_text="What decided.")


class LimitSerializer(serializers.Serializer):
    """A limit of the financial year against what the steps come to."""

    component = serializers.ChoiceField(Component.choices, read_only=True)
    limit = PlainDecimalField()
    claimed = PlainDecimalField()
    left = PlainDecimalField()
    before = PlainDecimalField()
    after = PlainDecimalField()


class SumReadingSerializer(serializers.Serializer):
    """The sum under one reading of the words, where they leave it open."""

    way = serializers.ChoiceField(Way.choices, read_only=True)
    steps = StepSerializer(many=True, read_only=True)
    limits = LimitSerializer(many=True, read_only=True)
    exact = PlainDecimalField()
    total = PlainDecimalField(help_text="Rounded half up to the rupee, once.")


class TermSourceSerializer(serializers.Serializer):
    """Who says what a step rests on."""

    component = serializers.ChoiceField(Component.choices, read_only=True)
    kind = serializers.ChoiceField(KINDS, read_only=True)
    record = serializers.CharField(read_only=True, help_text="The slug in /api/v1/scheme-rules/; else empty.")
    words = serializers.CharField(read_only=True, help_text="As printed, or who reports it.")


class RefusalSerializer(serializers.Serializer):
    text = serializers.CharField(read_only=True)
    words = serializers.CharField(read_only=True, help_text="As printed, or who reports it.")


class OtherVersionSerializer(serializers.Serializer):
    version = serializers.SlugField(read_only=True)
    eligible = serializers.BooleanField(read_only=True)
    complete = serializers.BooleanField(read_only=True)
    total = PlainDecimalField(allow_null=True)
    conditions = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="That the total turns on, not answered."
    )
    notices = serializers.ListField(child=serializers.CharField(), read_only=True)


class EstimateSerializer(serializers.Serializer):
    """An estimate, not a sanction. Amounts are in rupees; a year is a financial year, April to March."""

    kind = KindField("computed")
    scheme = serializers.SlugField(read_only=True)
    version = serializers.SlugField(read_only=True)
    status = serializers.ChoiceField(SchemeVersion.Status.choices, read_only=True)
    effective_from = serializers.DateField(read_only=True, allow_null=True)
    effective_to = serializers.DateField(read_only=True, allow_null=True)
    currency = serializers.ChoiceField(["INR", "USD"], read_only=True, help_text="Always INR.")
    eligible = serializers.BooleanField(read_only=True)
    complete = serializers.BooleanField(read_only=True, help_text="Whether a rate is known for every cost.")
    total = PlainDecimalField(allow_null=True, help_text="null: no rate is known for any cost.")
    refusals = RefusalSerializer(many=True, read_only=True)
    readings = SumReadingSerializer(many=True, read_only=True, help_text="The first is the one that counts.")
    sources = TermSourceSerializer(many=True, read_only=True)
    notices = serializers.ListField(child=serializers.CharField(), read_only=True)
    other_versions = OtherVersionSerializer(many=True, read_only=True)
    url = serializers.URLField(read_only=True, help_text="The page with the same costs.")


def estimate_row(form: EstimateForm, found: Estimate, others: list[Estimate], url: str) -> dict[str, Any]:
    """The answer of the API, ready for its serializer."""
    version = found.terms.version
    used = {step.component for reading in found.readings for step in reading.steps}
    used |= {limit.component for reading in found.readings for limit in reading.limits}
    return {
        "scheme": form.scheme.scheme.slug,
        "version": version.slug,
        "status": version.status,
        "effective_from": version.effective_from,
        "effective_to": version.effective_to,
        "currency": "INR",
        "eligible": found.eligible,
        "complete": found.complete,
        "total": _total(found),
        "refusals": [{"text": row.text, "words": _words(row.record)} for row in found.refusals],
        "readings": found.readings if found.eligible else (),
        "sources": [
            {
                "component": name,
                "kind": "printed" if found.terms.is_printed else "reported",
                "record": getattr(record, "slug", ""),
                "words": _words(record),
            }
            for name, record in found.by_component.items()
            if name in used
        ],
        "notices": found.notices,
        "other_versions": [
            {
                "version": other.terms.version.slug,
                "eligible": other.eligible,
                "complete": other.complete,
                "total": _total(other),
                "conditions": other.conditions,
                "notices": other.own_notices,
            }
            for other in others
        ],
        "url": url,
    }


def _total(found: Estimate) -> Decimal | None:
    return found.total if found.known else None


def _words(record: TermRecord) -> str:
    return str(record.printed if hasattr(record, "printed") else record.source)
