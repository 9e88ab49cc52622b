"""The back office's pages for schemes: later versions, their terms and notes are entered here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.resources import Resource

from exports.models import ReportedTerm, Scheme, SchemeNote, SchemeRule, SchemeVersion
from sources.admin.base import BackOfficeAdmin, PrintedAdmin, added_here
from sources.admin.exchange import exchange_of


@admin.register(Scheme)
class SchemeAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_display = ("slug", "short_name", "name", "name_hi", "authority", "source")
    search_fields = ("slug", "short_name", "name", "name_hi", "authority", "quote")
    ordering = ("position",)


@admin.register(SchemeRule)
class SchemeRuleAdmin(PrintedAdmin):
    own_fields = ("item_hi", "per_hi", "who_hi")
    list_display = ("slug", "version", "item", "rate_percent", "cap", "cap_unit", "per", "who", "source")
    list_filter = ("version__scheme", "component")
    list_select_related = ("document", "version__scheme")
    search_fields = ("slug", "item", "item_hi", "who", "who_hi", "note", "quote")
    ordering = ("position",)


class AttributedAdmin(BackOfficeAdmin):
    """Facts from outside the documents. The fields that name a row are given once, when it is added; rows
    that came with the fixtures cannot be deleted, for they would be back with the next load."""

    adds_rows = deletes_rows = True
    named_by: tuple[str, ...] = ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = obj is None or obj.pk in added_here(self.model)
        return mine and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Not in bulk: the page of each row knows whether it may go."""
        return {
            name: action for name, action in super().get_actions(request).items() if name != "delete_selected"
        }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple[Any, Any]]:
        if obj:
            return super().get_fieldsets(request, obj)
        return [(_("Kept here"), {"fields": (*self.named_by, *self.own_fields)})]

    def get_import_resource_classes(self, request: HttpRequest) -> list[type[Resource]]:
        """A file changes rows that are here; they are added one by one."""
        return [exchange_of(self.model, own_fields=self.own_fields, import_key=self.import_key)]


class VersionForm(forms.ModelForm):
    """A version that is added here is a reported one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.instance.status = SchemeVersion.Status.REPORTED


@admin.register(SchemeVersion)
class SchemeVersionAdmin(AttributedAdmin):
    """What the plan prints comes with the fixtures; that it holds, and how long, is what an order says."""

    form = VersionForm
    named_by = ("slug", "scheme")
    own_fields = (
        "title",
        "title_hi",
        "order",
        "effective_from",
        "effective_to",
        "source",
        "verified_on",
        "note",
        "note_hi",
    )
    list_display = ("slug", "scheme", "status", "title", "order", "effective_from", "effective_to")
    list_filter = ("scheme", "status")
    list_select_related = ("scheme",)
    search_fields = ("slug", "title", "scheme__name", "scheme__name_hi", "order")
    ordering = ("scheme", "status", "pk")


@admin.register(ReportedTerm)
class ReportedTermAdmin(AttributedAdmin):
    named_by = import_key = ("version", "component", "port_group")
    own_fields = (
        "rate_percent",
        "cap",
        "cap_unit",
        "manufacturers_only",
        "msme_only",
        "leg",
        "airports",
        "airports_hi",
        "any_airport",
        "port_group_hi",
        "note",
        "note_hi",
        "certainty",
        "source",
        "verified_on",
    )
    list_display = ("version", "component", "port_group", "rate_percent", "cap", "cap_unit", "verified_on")
    list_display_links = ("component",)
    list_filter = ("version__scheme", "version", "component", "certainty")
    list_select_related = ("version__scheme",)
    search_fields = ("version__slug", "note", "source")
    ordering = ("version", "pk")


@admin.register(SchemeNote)
class SchemeNoteAdmin(AttributedAdmin):
    named_by = ("slug", "scheme")
    own_fields = ("text", "text_hi", "certainty", "source", "verified_on")
    list_display = ("slug", "scheme", "text", "certainty", "verified_on")
    list_filter = ("certainty", "scheme")
    list_select_related = ("scheme",)
    search_fields = ("slug", "text", "text_hi", "source")
    ordering = ("scheme", "slug")
