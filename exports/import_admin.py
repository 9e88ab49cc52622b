"""The back office's pages for trade figures and their imports. Figures are changed by imports alone."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from exports.models import ImportBatch, RejectedRow, Reporter, TradeFigure, TradeFigureChange, TradeSeries
from exports.scheme_admin import AttributedAdmin
from sources.admin.base import BackOfficeAdmin

# Of figures by the ten million the back office shows the first that fit.
MOST_SHOWN = 1000


@admin.register(ImportBatch)
class ImportBatchAdmin(BackOfficeAdmin):
    list_display = (
        "number",
        "layout",
        "file_name",
        "retrieved_on",
        "state",
        "added",
        "changed",
        "unchanged",
        "rejected",
        "made_by",
        "made_at",
    )
    list_filter = ("state", "layout")
    list_select_related = ("made_by",)
    search_fields = ("file_name", "sha256", "source_url", "note")
    ordering = ("-pk",)

    @admin.display(description=_("number"), ordering="pk")
    def number(self, batch: ImportBatch) -> str:
        return batch.number


@admin.register(Reporter)
class ReporterAdmin(AttributedAdmin):
    """Those of the fixtures, those that files named, and those that are added here; none is taken away."""

    deletes_rows = False
    named_by = ("slug", "name", "level", "iso2")
    own_fields = ("name_hi",)
    list_display = ("slug", "name", "name_hi", "level", "iso2")
    list_filter = ("level",)
    search_fields = ("slug", "name", "name_hi", "iso2")
    ordering = ("name",)


@admin.register(TradeSeries)
class TradeSeriesAdmin(BackOfficeAdmin):
    list_display = ("pk", "source", "reporter", "flow", "hs_edition", "basis", "currency")
    list_filter = ("source", "reporter", "flow", "basis", "currency")
    list_select_related = ("reporter",)
    search_fields = ("reporter__name", "reporter__name_hi", "hs_edition")
    ordering = ("pk",)


class FirstRows(Paginator):
    """The first rows alone: to count all of them would take longer than anybody waits."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return len(rows.values_list("pk", flat=True)[:MOST_SHOWN])


class ManyRowsAdmin(BackOfficeAdmin):
    """Tables of many million rows: nothing here asks for all of them."""

    paginator = FirstRows
    show_full_result_count = False

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_export_queryset(request)[:MOST_SHOWN]


@admin.register(RejectedRow)
class RejectedRowAdmin(ManyRowsAdmin):
    list_display = ("batch", "row", "column", "value", "reason", "detail")
    list_display_links = ("row",)
    list_filter = ("batch",)
    list_select_related = ("batch",)
    search_fields = ("=reason",)
    ordering = ("-pk",)


@admin.register(TradeFigure)
class TradeFigureAdmin(ManyRowsAdmin):
    """Searched by a whole HS code."""

    list_display = (
        "hs_code",
        "partner",
        "period_start",
        "amount",
        "quantity",
        "quantity_unit",
        "provisional",
        "series",
        "batch",
    )
    list_select_related = ("series__reporter", "batch")
    search_fields = ("hs_code",)
    ordering = ("series_id", "hs_code", "partner", "period_start")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[TradeFigure], search_term: str
    ) -> tuple[QuerySet[TradeFigure], bool]:
        if code := search_term.strip():
            # The index of the figures begins with their series, and there are few of those.
            series = list(TradeSeries.objects.values_list("pk", flat=True))
            queryset = queryset.filter(series__in=series, hs_code=code)
        return queryset, False


@admin.register(TradeFigureChange)
class TradeFigureChangeAdmin(ManyRowsAdmin):
    list_display = (
        "pk",
        "figure",
        "batch",
        "amount",
        "quantity",
        "quantity_unit",
        "provisional",
        "earlier_batch",
    )
    list_select_related = ("figure__series__reporter", "batch", "earlier_batch")
    search_fields = ("=figure__hs_code",)
    ordering = ("-pk",)
