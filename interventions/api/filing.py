"""The body of an update that a program or a page sends. Its rules are those of interventions.actions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as RuleError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.utils import html

from clusters.models import Cluster
from interventions.actions import Achievement, Report, file_update, stage_evidence
from interventions.models import Action, ActionUpdate, EvidenceFile, Milestone, MilestoneAchievement
from interventions.rules import MAX_LENGTHS, MAX_QUANTITY

_NOT_FOUND: dict[str, Any] = {
    "does_not_exist": gettext_lazy("There is no “{value}”: take one from /api/v1/actions/.")
}
MAX_ACHIEVEMENTS = 100
_LISTS = (serializers.ListSerializer, serializers.ListField)
_ITEM = re.compile(r"(\w+)\[[0-9]+\].*")


class ChoiceField(serializers.ChoiceField):
    """Says what may be chosen where something else was sent."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str) and data in self.choices:
            return data
        allowed = ", ".join(map(str, self.choices))
        raise ValidationError(_("Choose one of: %(allowed)s.") % {"allowed": allowed}, code="invalid_choice")


class StrictSerializer(serializers.ModelSerializer):
    """Refuses fields that it does not know: a misspelt name must not lose what was sent."""

    serializer_choice_field = ChoiceField

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(self.unknown(data)) if isinstance(data, Mapping) else []
        message = _("There is no such field. Fields: %(allowed)s.") % {"allowed": ", ".join(self.fields)}
        errors = {name[:40]: [ErrorDetail(message, "unknown_field")] for name in unknown}
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            if isinstance(error.detail, dict):
                raise ValidationError({**error.detail, **errors}) from None
            raise
        if errors:
            raise ValidationError(errors)
        return values

    def unknown(self, data: Mapping[Any, Any]) -> set[str]:
        names = {str(name) for name in data}
        if html.is_html_input(data):
            # A form names the fields of a list's items `achievements[0]milestone`.
            lists = [name for name, field in self.fields.items() if isinstance(field, _LISTS)]
            names -= {name for name in names if (item := _ITEM.fullmatch(name)) and item[1] in lists}
        return names - set(self.fields)


class AchievementFilingSerializer(StrictSerializer):
    """So many of a milestone on a day; for one that holds for each cluster, of which."""

    milestone = serializers.SlugRelatedField(
        "slug", queryset=Milestone.objects.all(), error_messages=_NOT_FOUND
    )
    cluster = serializers.SlugRelatedField(
        "slug",
        queryset=Cluster.objects.all(),
        required=False,
        allow_null=True,
        error_messages=_NOT_FOUND,
    )
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY)

    class Meta:
        model = MilestoneAchievement
        fields = ["milestone", "achieved_on", "quantity", "cluster"]


class UpdateFilingSerializer(StrictSerializer):
    """A report on an action, on the revision of it that its writer has read."""

    action = serializers.SlugRelatedField(
        "reference", queryset=Action.objects.all(), error_messages=_NOT_FOUND
    )
    revision = serializers.IntegerField(min_value=0)
    start_by = serializers.DateField(required=False, allow_null=True)
    finish_by = serializers.DateField(required=False, allow_null=True)
    date_reason = serializers.CharField(
        required=False, allow_blank=True, max_length=MAX_LENGTHS["date_reason"]
    )
    achievements = AchievementFilingSerializer(
        many=True,
        required=False,
        max_length=MAX_ACHIEVEMENTS,  # type: ignore[call-arg]
    )

    class Meta:
        model = ActionUpdate
        fields = [
            "action",
            "revision",
            "work_status",
            "confidence",
            "reason",
            "pending_with",
            "pending_since",
            "done",
            "evidence_link",
            "start_by",
            "finish_by",
            "date_reason",
            "achievements",
        ]

    def create(self, validated_data: dict[str, Any]) -> ActionUpdate:
        values = dict(validated_data)
        by, action, revision = values.pop("by"), values.pop("action"), values.pop("revision")
        files = values.pop("files", [])
        achievements = tuple(Achievement(**item) for item in values.pop("achievements", []))
        staged: list[EvidenceFile] = []
        try:
            with transaction.atomic():
                staged = _staged(by, action, files)
                report = Report(**values, achievements=achievements, evidence_files=tuple(staged))
                return file_update(by=by, action=action, revision=revision, report=report)
        except Exception:
            for evidence in staged:
                evidence.file.delete(save=False)
            raise


class UpdateFilingWithFilesSerializer(UpdateFilingSerializer):
    """The same with files: PDF, JPEG or PNG, up to 10 MB each."""

    files = serializers.ListField(child=serializers.FileField(), required=False)

    class Meta(UpdateFilingSerializer.Meta):
        fields = [*UpdateFilingSerializer.Meta.fields, "files"]


def _staged(by: Any, action: Action, files: list[Any]) -> list[EvidenceFile]:
    try:
        return stage_evidence(by=by, action=action, files=files)
    except RuleError as error:
        raise RuleError({"files": error}) from None
