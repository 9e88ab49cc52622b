"""The back office's pages for the district, its clusters, what is printed of them, and the tanneries.

Of a printed record the portal's own words are kept here: names in Hindi, and the words by which the portal
names what has no name in print. Notes and what is read from the lines are corrected in the fixtures.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusters.models import (
    Claim,
    Cluster,
    District,
    Exhibit,
    IndustryRow,
    OccupationRow,
    Organisation,
    OutcomeTarget,
    Place,
    Product,
    Statement,
    Statistic,
    SubSector,
    SwotItem,
    Tannery,
    TanneryCategory,
    ValueAddIdea,
)
from sources.admin.base import BackOfficeAdmin, PrintedAdmin


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


class ClusterRowAdmin(PrintedAdmin):
    """A printed record of one cluster, or of the district as a whole."""

    list_filter: ClassVar[tuple[str, ...]] = ("cluster", "document")
    list_select_related: ClassVar[tuple[str, ...]] = ("document", "cluster")
    ordering: ClassVar[tuple[str, ...]] = ("position",)


class NamedRowAdmin(ClusterRowAdmin):
    own_fields: tuple[str, ...] = ("name_hi",)
    search_fields: ClassVar[tuple[str, ...]] = ("slug", "name", "name_hi", "quote")


@admin.register(Place)
class PlaceAdmin(NamedRowAdmin):
    own_fields = ("name_hi", "role_hi")
    list_display = ("slug", "name", "name_hi", "district_name", "role", "cluster", "source")
    list_filter = ("cluster", "district_name", "document")
    search_fields = ("slug", "name", "name_hi", "district_name", "role", "quote")


@admin.register(SubSector)
class SubSectorAdmin(NamedRowAdmin):
    list_display = ("slug", "name", "name_hi", "cluster", "source")


@admin.register(Product)
class ProductAdmin(NamedRowAdmin):
    own_fields = ("name_hi", "group_hi")
    list_display = ("slug", "name", "name_hi", "group", "cluster", "source")
    search_fields = ("slug", "name", "name_hi", "group", "note", "quote")


@admin.register(Organisation)
class OrganisationAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_display = ("slug", "short_name", "name", "name_hi", "kind", "source")
    list_filter = ("kind", "clusters", "document")
    search_fields = ("slug", "short_name", "name", "name_hi", "address", "quote")
    ordering = ("position",)


@admin.register(Statement)
class StatementAdmin(ClusterRowAdmin):
    own_fields = ("subject",)
    list_display = ("slug", "subject", "cluster", "locator", "source")
    search_fields = ("slug", "subject", "note", "quote")


@admin.register(Claim)
class ClaimAdmin(ClusterRowAdmin):
    own_fields = ("statement",)
    list_display = ("slug", "claimant", "statement", "cluster", "source")
    list_filter = ("claimant", "document")
    search_fields = ("slug", "claimant", "statement", "quote")


@admin.register(Exhibit)
class ExhibitAdmin(ClusterRowAdmin):
    list_display = ("slug", "kind", "number", "title", "page", "image_missing", "cluster", "source")
    list_filter = ("kind", "image_missing", "cluster")
    search_fields = ("slug", "title", "note", "quote")


@admin.register(Statistic)
class StatisticAdmin(ClusterRowAdmin):
    own_fields = ("subject_hi",)
    list_display = (
        "slug",
        "subject",
        "measure",
        "qualifier",
        "as_printed",
        "unit",
        "period_label",
        "area",
        "cluster",
        "source",
    )
    list_filter = ("cluster", "measure", "area", "period_basis", "document")
    search_fields = ("slug", "subject", "subject_hi", "area", "hs_code", "note", "quote")


@admin.register(IndustryRow)
class IndustryRowAdmin(NamedRowAdmin):
    list_display = ("row", "slug", "name", "name_hi", "units", "investment", "employment", "source")
    list_display_links = ("slug",)
    list_filter = ("is_total",)


@admin.register(OccupationRow)
class OccupationRowAdmin(NamedRowAdmin):
    list_display = ("row", "slug", "name", "name_hi", "persons", "percent", "source")
    list_display_links = ("slug",)
    list_filter = ()


@admin.register(SwotItem)
class SwotItemAdmin(ClusterRowAdmin):
    list_display = ("slug", "cluster", "kind", "quote", "source")
    list_filter = ("cluster", "kind")
    search_fields = ("slug", "quote")


@admin.register(ValueAddIdea)
class ValueAddIdeaAdmin(ClusterRowAdmin):
    own_fields = ("heading_hi",)
    list_display = ("slug", "heading", "heading_hi", "cluster", "quote", "source")
    list_filter = ("cluster",)
    search_fields = ("slug", "heading", "heading_hi", "quote")


@admin.register(OutcomeTarget)
class OutcomeTargetAdmin(ClusterRowAdmin):
    own_fields = ("measure_hi",)
    list_display = (
        "slug",
        "measure",
        "measure_hi",
        "baseline",
        "target",
        "unit",
        "rate",
        "rate_unit",
        "years",
        "by_year",
        "cluster",
        "source",
    )
    list_filter = ("cluster", "by_year")
    search_fields = ("slug", "measure", "measure_hi", "quote")


@admin.register(TanneryCategory)
class TanneryCategoryAdmin(NamedRowAdmin):
    list_display = ("slug", "name", "name_hi", "qualifier", "as_printed", "unit", "source")
    list_filter = ()
    search_fields = ("slug", "name", "name_hi", "description")


class PlaceField(forms.ModelChoiceField):
    """Places of the same name are told apart by the name that a CSV file uses too."""

    def label_from_instance(self, place: Place) -> str:
        return f"{place.name} · {place.slug}"


@admin.register(Tannery)
class TanneryAdmin(BackOfficeAdmin):
    """The registry that no document prints: filled here by hand or from a CSV file."""

    own_fields = ("name", "name_hi", "place", "category", "scope", "operating")
    import_key = ("name", "place")
    adds_rows = deletes_rows = True
    list_display = ("name", "name_hi", "place", "category", "scope", "operating")
    list_filter = (("place", admin.RelatedOnlyFieldListFilter), "category", "scope", "operating")
    list_select_related = ("place", "category")
    search_fields = ("name", "name_hi", "place__name", "place__name_hi")
    ordering = ("name", "place")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "place":
            kwargs |= {"form_class": PlaceField, "queryset": Place.objects.order_by("name", "slug")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple[Any, Any]]:
        [(title, options)] = super().get_fieldsets(request, obj)
        note = _("A public list of firms: no name, number or address of a person.")
        return [(title, {**options, "description": note})]
