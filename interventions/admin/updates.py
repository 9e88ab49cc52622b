"""What officers report: looked at here, never changed. A CSV file may file updates, by the same rules."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from interventions.admin.update_import import UpdateImport
from interventions.models import ActionUpdate, DateChange, EvidenceFile, MilestoneAchievement, UpdateReview
from interventions.permissions import may_report
from sources.admin.base import BackOfficeAdmin


@admin.register(ActionUpdate)
class ActionUpdateAdmin(BackOfficeAdmin):
    import_resource = UpdateImport
    list_display = (
        "action",
        "number",
        "reported_at",
        "reported_by",
        "authority",
        "work_status",
        "confidence",
    )
    list_display_links = ("number",)
    list_filter = ("work_status", "confidence", "authority", "reported_at", "action")
    list_select_related = ("action", "authority", "reported_by")
    search_fields = (
        "action__reference",
        "action__title",
        "reported_by__username",
        "reason",
        "done",
        "pending_with",
    )
    ordering = ("-reported_at", "-pk")
    date_hierarchy = "reported_at"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may report; on which actions, each row is asked."""
        return may_report(request.user)


@admin.register(UpdateReview)
class UpdateReviewAdmin(BackOfficeAdmin):
    list_display = ("update", "outcome", "note", "reviewed_by", "reviewed_at")
    list_filter = ("outcome", "reviewed_at")
    list_select_related = ("update__action", "reviewed_by")
    search_fields = ("update__action__reference", "note", "reviewed_by__username")
    ordering = ("-reviewed_at",)


@admin.register(DateChange)
class DateChangeAdmin(BackOfficeAdmin):
    list_display = ("update", "which", "old_date", "new_date", "reason")
    list_filter = ("which", "new_date")
    list_select_related = ("update__action",)
    search_fields = ("update__action__reference", "reason")
    ordering = ("-pk",)


@admin.register(MilestoneAchievement)
class MilestoneAchievementAdmin(BackOfficeAdmin):
    list_display = ("milestone", "achieved_on", "quantity", "cluster", "update")
    list_filter = ("milestone", "cluster", "achieved_on")
    list_select_related = ("milestone", "cluster", "update__action")
    search_fields = ("milestone__title", "milestone__slug", "update__action__reference")
    ordering = ("-achieved_on", "-pk")


@admin.register(EvidenceFile)
class EvidenceFileAdmin(BackOfficeAdmin):
    hidden_fields = ("file",)  # opened by the view that asks who reads
    shown_first = ("opened",)
    list_display = ("name", "action", "update", "owner", "content_type", "size", "uploaded_at")
    list_filter = ("content_type", "uploaded_at")
    list_select_related = ("action", "update__action", "owner")
    search_fields = ("name", "sha256", "action__reference", "owner__username")
    ordering = ("pk",)

    @admin.display(description=_("file"))
    def opened(self, evidence: EvidenceFile) -> str:
        if evidence.update_id is None:
            return str(_("Not part of an update yet."))
        return format_html(
            '<a href="{}">{}</a>',
            reverse("evidence", args=[evidence.action.reference, evidence.pk]),
            evidence.name,
        )
