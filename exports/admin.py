"""The back office's pages for HS codes, markets, export figures and ports. Kept here are names in Hindi."""

from django.contrib import admin

from clusters.admin import ClusterRowAdmin
from exports import import_admin, market_admin, scheme_admin  # noqa: F401
from exports.models import (
    Country,
    CountryGroup,
    ExportFigure,
    HSCode,
    KeyIssue,
    MarketLink,
    Port,
)
from sources.admin.base import BackOfficeAdmin


@admin.register(HSCode)
class HSCodeAdmin(ClusterRowAdmin):
    list_display = ("code", "level", "description", "parent", "cluster", "source")
    list_filter = ("level", "cluster")
    list_select_related = ("document", "cluster", "parent")
    search_fields = ("code", "description", "note", "quote")
    ordering = ("code",)


@admin.register(Country)
class CountryAdmin(BackOfficeAdmin):
    own_fields = ("name_hi",)
    list_display = ("iso2", "iso3", "name", "name_hi")
    search_fields = ("iso2", "iso3", "name", "name_hi")
    ordering = ("name",)


@admin.register(CountryGroup)
class CountryGroupAdmin(BackOfficeAdmin):
    own_fields = ("name_hi", "members_note", "members_note_hi")
    list_display = ("slug", "name", "name_hi", "members_note")
    search_fields = ("slug", "name", "name_hi")
    ordering = ("name",)


@admin.register(ExportFigure)
class ExportFigureAdmin(ClusterRowAdmin):
    own_fields = ("product_hi",)
    list_display = (
        "slug",
        "product",
        "reporter",
        "flow",
        "qualifier",
        "as_printed",
        "unit",
        "period_label",
        "cluster",
        "source",
    )
    list_filter = ("cluster", "flow", "reporter", "period_basis", "is_total", "locator")
    search_fields = ("slug", "product", "product_hi", "hs_code__code", "note", "quote")


@admin.register(MarketLink)
class MarketLinkAdmin(ClusterRowAdmin):
    own_fields = ("product_hi",)
    list_display = ("slug", "product", "market", "country", "group", "role", "reporter", "cluster", "source")
    list_filter = ("role", "cluster", "reporter", "country", "group")
    list_select_related = ("document", "cluster", "country", "group")
    search_fields = ("slug", "product", "product_hi", "market", "country__name_hi", "rationale", "quote")


@admin.register(KeyIssue)
class KeyIssueAdmin(ClusterRowAdmin):
    own_fields = ("product_hi",)
    list_display = ("slug", "product", "product_hi", "quote", "cluster", "source")
    list_filter = ("cluster",)
    search_fields = ("slug", "product", "product_hi", "quote")


@admin.register(Port)
class PortAdmin(ClusterRowAdmin):
    own_fields = ("name_hi",)
    list_display = (
        "slug",
        "name",
        "name_as_printed",
        "name_hi",
        "kind",
        "kind_printed",
        "hs_code",
        "cluster",
        "source",
    )
    list_filter = ("kind", "kind_printed", "cluster")
    list_select_related = ("document", "cluster", "hs_code")
    search_fields = ("slug", "name", "name_as_printed", "name_hi", "note", "quote")
