"""The plan, its headings, actions and milestones. Only officers' updates write the state of an action."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from interventions.models import Action, ActionAuthority, ActionPart, Heading, Milestone, Plan
from sources.admin.base import PrintedAdmin, ReadOnlyInline, TracedAdmin


@admin.register(Plan)
class PlanAdmin(TracedAdmin, PrintedAdmin):
    own_fields = ("status", "starts_on", "title", "title_hi")
    list_display = ("title", "district", "status", "starts_on", "source")
    list_filter = ("status", "district")
    list_select_related = ("document", "district")
    search_fields = ("slug", "title", "title_hi")
    ordering = ("slug",)


@admin.register(Heading)
class HeadingAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_display = ("position", "slug", "printed_name", "name_hi", "plan", "source")
    list_display_links = ("slug",)
    list_filter = ("plan",)
    list_select_related = ("document", "plan")
    search_fields = ("slug", "name_hi", "quote")
    ordering = ("plan", "position")

    @admin.display(description=Heading._meta.verbose_name, ordering="quote")
    def printed_name(self, heading: Heading) -> str:
        return heading.printed


class PartInline(ReadOnlyInline):
    model = ActionPart
    fields = readonly_fields = ("label", "lines", "quote")


class NamedAuthorityInline(ReadOnlyInline):
    model = ActionAuthority
    fields = readonly_fields = ("authority", "role", "as_printed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActionAuthority]:
        return super().get_queryset(request).select_related("authority", "action")


@admin.register(Action)
class ActionAdmin(PrintedAdmin):
    own_fields = ("title", "title_hi")
    list_display = (
        "reference",
        "title",
        "cluster",
        "timeline",
        "work_status",
        "awaiting_confirmation",
        "start_by",
        "finish_by",
        "revision",
        "source",
    )
    list_filter = ("heading", "cluster", "authorities", "timeline", "work_status", "awaiting_confirmation")
    list_select_related = ("document", "cluster")
    search_fields = ("reference", "title", "title_hi", "quote", "parts__quote", "authorities_as_printed")
    ordering = ("position",)
    inlines = (NamedAuthorityInline, PartInline)


@admin.register(Milestone)
class MilestoneAdmin(PrintedAdmin):
    own_fields = ("title", "title_hi")
    list_display = ("slug", "action", "title", "measure", "target", "every", "each_cluster", "source")
    list_filter = ("measure", "every", "each_cluster", "action")
    list_select_related = ("document", "action")
    search_fields = ("slug", "title", "title_hi", "quote", "action__reference")
    ordering = ("action", "slug")
