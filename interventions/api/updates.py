"""What officers report, as the API shows it. The public reads no names of persons."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from interventions.actions import StaleRevision
from interventions.models import ActionUpdate, DateChange, EvidenceFile, MilestoneAchievement, UpdateReview
from interventions.permissions import may_see_evidence, may_see_reporters
from sources.api import ApiURLField, KindField, PageURLField, ReadSerializer, page_url


class DateChangeSerializer(ReadSerializer):
    """A date that was set or moved; the old one stays."""

    class Meta:
        model = DateChange
        fields = ["which", "old_date", "new_date", "reason"]


class AchievementSerializer(ReadSerializer):
    """So many of a milestone on a day."""

    milestone: Any = serializers.SlugRelatedField("slug", read_only=True)
    cluster: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta:
        model = MilestoneAchievement
        fields = ["milestone", "achieved_on", "quantity", "cluster"]


class EvidenceFileSerializer(ReadSerializer):
    """A file that proves what was done, for signed-in staff."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = EvidenceFile
        fields = ["name", "content_type", "size", "url"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, file: Any) -> str:
        return page_url(self.context["request"], "evidence", file.update.action.reference, file.pk)


class ReviewSerializer(ReadSerializer):
    """The decision of a second person on an update that closes an action."""

    class Meta:
        model = UpdateReview
        fields = ["outcome", "note", "reviewed_at"]


class UpdateSerializer(ReadSerializer):
    """One dated report on an action; once written, it stays."""

    url = PageURLField(source="get_absolute_url")
    api_url = ApiURLField("api-updates-detail")
    action: Any = serializers.SlugRelatedField("reference", read_only=True)
    authority: Any = serializers.SlugRelatedField(
        "slug", read_only=True, allow_null=True, help_text="null: reported by the Deputy Commissioner."
    )
    reported_by = serializers.SerializerMethodField(help_text="For signed-in staff; null for the public.")
    evidence_link = serializers.CharField(read_only=True, help_text="Empty: none was given.")
    evidence_count = serializers.SerializerMethodField(help_text="Files kept at the office.")
    evidence_files = serializers.SerializerMethodField(help_text="For signed-in staff; null for the public.")
    date_changes = DateChangeSerializer(many=True, read_only=True)
    achievements = AchievementSerializer(many=True, read_only=True)
    event: Any = serializers.SlugRelatedField(
        "slug", read_only=True, allow_null=True, help_text="The event that counted through this update."
    )
    review = ReviewSerializer(read_only=True, allow_null=True)
    kind = KindField("reported")

    class Meta:
        model = ActionUpdate
        fields = [
            "id",
            "url",
            "api_url",
            "action",
            "number",
            "authority",
            "reported_at",
            "reported_by",
            "work_status",
            "confidence",
            "reason",
            "pending_with",
            "pending_since",
            "done",
            "evidence_link",
            "evidence_count",
            "evidence_files",
            "date_changes",
            "achievements",
            "event",
            "review",
            "kind",
        ]

    def get_reported_by(self, update: ActionUpdate) -> str | None:
        if not may_see_reporters(self.context["request"].user):
            return None
        return update.reported_by.get_full_name() or update.reported_by.get_username()

    def get_evidence_count(self, update: ActionUpdate) -> int:
        return len(update.evidence_files.all())

    @extend_schema_field(EvidenceFileSerializer(many=True, allow_null=True))
    def get_evidence_files(self, update: ActionUpdate) -> Any:
        if not may_see_evidence(self.context["request"].user):
            return None
        return EvidenceFileSerializer(update.evidence_files.all(), many=True, context=self.context).data


def updates_since(stale: StaleRevision) -> list[ActionUpdate]:
    """The updates filed, confirmed or returned since the revision that the writer had seen."""
    written = []
    for update in stale.action.updates.with_details():
        written.append((update.reported_at, update))
        if review := getattr(update, "review", None):
            written.append((review.reviewed_at, update))
    unseen = max(0, stale.action.revision - stale.since)
    newest = sorted(written, key=lambda item: item[0], reverse=True)[:unseen]
    return sorted({update for _at, update in newest}, key=lambda update: update.number)
