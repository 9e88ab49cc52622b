"""What every sourced row carries in the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from sources.api.fields import FlagsField, KindField, PageURLField, PlainDecimalField
from sources.filters import SourcedFilter
from sources.models import Citation, Discrepancy
from sources.numbers import PrintedNumber
from sources.periods import PeriodBasis

# The first and the last fields of a printed row.
ADDRESSES = ["slug", "url", "api_url", "position"]
PROOF = ["numbers", "kind", "source", "discrepancies"]


class CitationSerializer(serializers.Serializer):
    """The place in a document, and the words that stand there."""

    document = serializers.SlugField(source="document.slug", read_only=True)
    lines = serializers.CharField(
        read_only=True, help_text="Lines are counted from 1: 254, 1033,1039 or 1064-1066."
    )
    quote = serializers.CharField(
        read_only=True, help_text="Verbatim; one line of text for each range of lines."
    )
    url = PageURLField(source="source_url", help_text="The document, at the first of these lines.")


class SourceSerializer(CitationSerializer):
    """Where a row was transcribed from."""

    locator = serializers.CharField(read_only=True, help_text="Such as “Table 5”.")


class PeriodSerializer(serializers.Serializer):
    """The days that a number is of, both included; periods on different bases are never compared."""

    basis = serializers.ChoiceField([basis.value for basis in PeriodBasis], read_only=True)
    start = serializers.DateField(read_only=True, allow_null=True)
    end = serializers.DateField(read_only=True, allow_null=True)
    label: Any = serializers.CharField(read_only=True, help_text="As printed.")


class NumberSerializer(serializers.Serializer):
    """A number, code or date as a document prints it."""

    field = serializers.CharField(
        read_only=True, help_text="The field of the row that it fills. Empty: it stands in the words alone."
    )
    value = PlainDecimalField(allow_null=True, help_text="null: what is printed is no number.")
    high = PlainDecimalField(allow_null=True, help_text="The upper end of a range, else null.")
    qualifier = serializers.CharField(read_only=True, help_text="As printed: “about”, “more than”.")
    unit = serializers.CharField(read_only=True)
    per = serializers.CharField(read_only=True, help_text="For each of what the amount is: “fair”, “kg”.")
    as_printed = serializers.CharField(read_only=True)
    period: Any = PeriodSerializer(read_only=True, allow_null=True)


class AmountSerializer(serializers.Serializer):
    """The measured number of a row, as printed and, where it is money, in rupees or dollars."""

    value = PlainDecimalField(help_text="In the unit printed.")
    high = PlainDecimalField(allow_null=True, help_text="The upper end of a range, else null.")
    qualifier = serializers.CharField(read_only=True, help_text="As printed: “about”, “more than”.")
    unit = serializers.CharField(read_only=True)
    as_printed = serializers.CharField(read_only=True)
    amount = serializers.DecimalField(
        32,
        2,
        source="amount.amount",
        read_only=True,
        allow_null=True,
        help_text="The value in whole units of `currency`; null where the unit is not of money.",
    )
    amount_high = serializers.DecimalField(
        32, 2, source="amount_high.amount", read_only=True, allow_null=True
    )
    currency = serializers.ChoiceField(
        ["INR", "USD"], source="amount.currency", read_only=True, allow_null=True
    )


class FieldAmountSerializer(AmountSerializer):
    """The amount in one of a row's fields, in the unit of another field or that of the column."""

    def __init__(self, *args: Any, unit: str = "", unit_field: str = "", **kwargs: Any) -> None:
        super().__init__(*args, read_only=True, **kwargs)
        self.column_unit, self.unit_field = unit, unit_field

    def get_attribute(self, instance: Any) -> PrintedNumber | None:
        found = (number for number in instance.printed_numbers if number.field == self.field_name)
        number = next(found, None)
        unit = getattr(instance, self.unit_field) if self.unit_field else self.column_unit
        return number and replace(number, unit=unit)


class ReadSerializer(serializers.ModelSerializer):
    """A row as the API shows it; nothing of it is written through this."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DecimalField: PlainDecimalField,
    }

    def get_extra_kwargs(self) -> dict[str, Any]:
        return {name: {"read_only": True} for name in self.Meta.fields if name not in self._declared_fields}

    def include_extra_kwargs(self, kwargs: Any, extra_kwargs: Any) -> Any:
        """A choice that may be blank is blank in answers too, and the schema has to say so."""
        blank = "choices" in kwargs and kwargs.get("allow_blank", False)
        found = super().include_extra_kwargs(kwargs, extra_kwargs)
        return {**found, "allow_blank": True} if blank else found


class SourcedSerializer(ReadSerializer):
    """A row transcribed from a document."""

    numbers: Any = NumberSerializer(
        source="printed_numbers", many=True, read_only=True, help_text="What its words state in numbers."
    )
    kind = KindField("printed")
    source: Any = SourceSerializer(source="*", read_only=True)
    discrepancies = FlagsField()


class PrintedRowSerializer(SourcedSerializer):
    """A printed record with a name of its own, on a page and in the API."""

    url = PageURLField(source="get_absolute_url", help_text="The page that shows the row, at its place.")
    api_url = PageURLField(source="get_api_url")


class MeasuredSerializer(PrintedRowSerializer):
    """A printed record that is one measured number."""

    amount: Any = AmountSerializer(source="*", read_only=True)
    period: Any = PeriodSerializer(source="printed_period", read_only=True)


class SourcedViewSet(ReadOnlyModelViewSet):
    """Looks up the discrepancies of all rows that an answer shows at once."""

    def cited(self, row: Any) -> Iterable[Citation]:
        """The records with a source of their own that one row of the answer shows."""
        return [row]

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.BaseSerializer:
        rows: Sequence[Any] = () if not args else args[0] if kwargs.get("many") else [args[0]]
        records = [record for row in rows for record in self.cited(row)]
        flags = Discrepancy.objects.flags_for(records) if records else {}
        kwargs["context"] = {**self.get_serializer_context(), "flags": flags}
        return super().get_serializer(*args, **kwargs)


class PrintedRowViewSet(SourcedViewSet):
    """A list of printed rows in the order of print, each under its slug."""

    permission_classes = [AllowAny]
    filterset_class = SourcedFilter
    lookup_field = "slug"
