"""The calendar: looked at here with its history; events are entered and changed on their own pages."""

from django.contrib import admin

from interventions.models import Event
from sources.admin.base import BackOfficeAdmin, TracedAdmin


@admin.register(Event)
class EventAdmin(TracedAdmin, BackOfficeAdmin):
    list_display = ("__str__", "kind", "starts_on", "ends_on", "organiser", "milestone", "status", "sequence")
    list_filter = ("status", "kind", "organiser", "clusters", "starts_on")
    list_select_related = ("organiser", "milestone")
    search_fields = ("slug", "title", "title_hi", "place", "place_hi")
    ordering = ("-starts_on", "-pk")
    date_hierarchy = "starts_on"
