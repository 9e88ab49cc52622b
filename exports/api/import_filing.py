"""The body with which a program brings a file. Its rules are those of exports.import_actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError as RuleError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from exports.import_forms import check_size
from exports.imports.layouts import questions
from exports.models import ImportBatch


class StrictSerializer(serializers.Serializer):
    """Refuses fields that it does not know, and those sent twice: nothing that was sent is lost."""

    def to_internal_value(self, data: Any) -> Any:
        given = data.lists() if isinstance(data, QueryDict) else ()
        twice = {name for name, values in given if len(values) > 1}
        unknown = {str(name) for name in data} - set(self.fields) if isinstance(data, Mapping) else set()
        once = _("Given more than once: give one value.")
        allowed = _("There is no such field. Fields: %(allowed)s.") % {"allowed": ", ".join(self.fields)}
        errors = {
            **{name[:40]: [ErrorDetail(once, "repeated")] for name in twice},
            **{name[:40]: [ErrorDetail(allowed, "unknown_field")] for name in sorted(unknown)},
        }
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**errors, **cast(dict[str, Any], error.detail)}) from None
        if errors:
            raise ValidationError(errors)
        return values


class ImportFilingSerializer(StrictSerializer):
    """A file, where it is from, and what files of its layout do not say."""

    file = serializers.FileField(help_text="Up to 200 MB.")
    layout = serializers.ChoiceField(ImportBatch.Layout.choices)
    retrieved_on = serializers.DateField(help_text="The day on which the table was taken from its source.")
    source_url = serializers.URLField(
        required=False, allow_blank=True, max_length=500, help_text="Where others find the same table."
    )
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="Read by data editors alone."
    )

    def validate_file(self, file: UploadedFile) -> UploadedFile:
        try:
            check_size(file)
        except RuleError as error:
            raise ValidationError(error.messages) from None
        return file

    def get_fields(self) -> dict[str, serializers.Field]:
        """With what is asked of the layouts, each by its name."""
        asked: dict[str, list[str]] = {}
        for layout in ImportBatch.Layout.values:
            for question in questions(layout):
                asked.setdefault(question.name, []).append(f"{layout}: {question.help_text}")
        return super().get_fields() | {
            name: serializers.CharField(
                required=False, allow_blank=True, max_length=40, help_text=" ".join(words)
            )
            for name, words in asked.items()
        }

    def said(self) -> dict[str, Any]:
        """As the action takes it; only for a valid body."""
        values = dict(self.validated_data)
        known = {name: values.pop(name) for name in ImportFilingSerializer._declared_fields if name in values}
        return {**known, "answers": values}


class ImportApplySerializer(StrictSerializer):
    """The number of rejected rows that are left out, so that nobody leaves out more than they have seen."""

    rejected = serializers.IntegerField(min_value=0)
