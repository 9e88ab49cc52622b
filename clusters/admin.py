"""The back office's pages for the district and its clusters."""

from django.contrib import admin

from clusters.models import Cluster, District
from sources.admin.base import PrintedAdmin


@admin.register(District)
class DistrictAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_display = ("slug", "name", "name_hi", "state", "source")
    search_fields = ("slug", "name", "name_hi", "quote")
    ordering = ("name",)


@admin.register(Cluster)
class ClusterAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_display = ("product_number", "slug", "name", "name_hi", "district", "source")
    list_display_links = ("slug",)
    list_filter = ("district",)
    list_select_related = ("document", "district")
    search_fields = ("slug", "name", "name_hi", "quote")
    ordering = ("product_number",)
