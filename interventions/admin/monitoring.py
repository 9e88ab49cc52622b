"""What the nightly tasks leave behind."""

from django.contrib import admin

from interventions.models import Digest, PlanSnapshot
from sources.admin.base import BackOfficeAdmin


@admin.register(PlanSnapshot)
class PlanSnapshotAdmin(BackOfficeAdmin):
    list_display = (
        "taken_on",
        "plan",
        "total",
        "not_started",
        "in_progress",
        "partly_done",
        "completed",
        "dropped",
        "due_soon",
        "overdue",
        "silent",
    )
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("plan__title",)
    ordering = ("-taken_on", "plan")
    date_hierarchy = "taken_on"


@admin.register(Digest)
class DigestAdmin(BackOfficeAdmin):
    list_display = ("for_day", "officer", "state", "attempts", "sent_at", "error")
    list_filter = ("state",)
    list_select_related = ("officer",)
    search_fields = ("officer__username", "error")
    ordering = ("-for_day", "officer__username")
    date_hierarchy = "for_day"
