"""Export figures: those that the documents print, and those that were imported."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from clusters.api import ClusterRowViewSet
from exports.api.goods import GOODS, GoodsSerializer
from exports.api.totals import TotalSerializer, TotalsSerializer, shown
from exports.models import ExportFigure, TradeFigure
from exports.trade.csv_stream import csv_stream
from exports.trade.figures import Figures
from exports.trade.filters import ExportFigureFilter, WholeFilter
from exports.trade.import_layout import file_in_own_layout
from exports.trade.periods import EVERY_BASIS
from exports.trade.rows import Addresses, Figure, figures, partner_labels, rows_of
from exports.trade.series import series_by_number
from exports.trade.totals import answer
from exports.trade.totals_filters import TotalsFilter
from sources.api import PROOF, MeasuredSerializer, PlainDecimalField, renderers_of
from sources.api.rows import PeriodSerializer, SourceSerializer
from sources.long_lists import whole_table_wanted

_IMPORTED = re.compile(r"t-([0-9]{1,18})", re.ASCII)


class NotPrinted:
    """Of imported figures alone: a printed row has null."""

    def get_attribute(self, instance: ExportFigure) -> None:
        return None


class NotPrintedText(NotPrinted, serializers.CharField):
    pass


class NotPrintedDay(NotPrinted, serializers.DateField):
    pass


class NotPrintedTruth(NotPrinted, serializers.BooleanField):
    pass


class NotPrintedNumber(NotPrinted, PlainDecimalField):
    pass


class FigurePeriodSerializer(PeriodSerializer):
    """The days that a figure is of, both included; periods on different bases are never compared."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return super().get_fields() | {"basis": serializers.ChoiceField(EVERY_BASIS, read_only=True)}


class FigureSourceSerializer(SourceSerializer):
    """Where a figure was transcribed from; of an imported one the page of the import."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        fields["document"].allow_null = True
        return fields


class ExportFigureSerializer(MeasuredSerializer, GoodsSerializer):
    """What a reporter exported or imported of some goods in a period: printed, or reported by a source."""

    position = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Order in print; null: not printed."
    )
    cluster: Any = serializers.SlugRelatedField(
        "slug",
        read_only=True,
        allow_null=True,
        help_text="As printed. null: the district as a whole, or an imported figure.",
    )
    hs_level = serializers.IntegerField(
        source="hs_code.level",
        default=None,
        read_only=True,
        allow_null=True,
        help_text="Digits of the code; 0: all goods as one; null: no code is printed.",
    )
    hs_label = serializers.CharField(
        source="hs_code.description",
        default=None,
        read_only=True,
        allow_null=True,
        help_text="The plan's wording of the code; of an imported figure the official one, if any.",
    )
    hs_edition = NotPrintedText(
        read_only=True, allow_null=True, help_text="Such as HS 2017; null: not stated."
    )
    reporter = serializers.CharField(read_only=True, help_text="Whose trade: kanpur-nagar, india, world …")
    reporter_label = serializers.SerializerMethodField()
    partner = serializers.CharField(read_only=True, help_text="ISO code of two letters, or world.")
    partner_label = serializers.SerializerMethodField()
    quantity = NotPrintedNumber(allow_null=True, help_text="null: not stated.")
    quantity_unit = NotPrintedText(read_only=True, allow_null=True, help_text="null: no quantity is stated.")
    provisional = NotPrintedTruth(
        read_only=True, allow_null=True, help_text="null: the document does not say."
    )
    period: Any = FigurePeriodSerializer(source="printed_period", read_only=True)
    dataset = serializers.CharField(
        source="document.slug",
        read_only=True,
        help_text="The document, or the source of imported figures: dgcis, trademap, comtrade, portal.",
    )
    batch = NotPrintedText(
        read_only=True,
        allow_null=True,
        help_text="The import that last wrote it, such as B-7; null: printed.",
    )
    retrieved_on = NotPrintedDay(
        read_only=True, allow_null=True, help_text="When the file of the import was fetched; null: printed."
    )
    source: Any = FigureSourceSerializer(source="*", read_only=True)

    class Meta:
        model = ExportFigure
        fields = [
            *GOODS,
            "hs_level",
            "hs_label",
            "hs_edition",
            "reporter",
            "reporter_label",
            "reporter_as_printed",
            "partner",
            "partner_label",
            "flow",
            "amount",
            "quantity",
            "quantity_unit",
            "provisional",
            "period",
            "period_lines",
            "is_total",
            "row",
            "share",
            "note",
            "dataset",
            "batch",
            "retrieved_on",
            *PROOF,
        ]

    def get_reporter_label(self, figure: ExportFigure) -> str:
        with translation.override(settings.LANGUAGE_CODE):
            return str(figure.get_reporter_display())

    def get_partner_label(self, figure: ExportFigure) -> str:
        return partner_labels()[figure.partner]


class ExportFigureViewSet(ClusterRowViewSet):
    about = _(
        "Exports and imports: as the documents print them, then as imported from what offices publish. "
        "A total is the one printed or reported, not a sum."
    )
    serializer_class = ExportFigureSerializer
    filterset_class = ExportFigureFilter
    queryset = ExportFigure.objects.select_related("document", "cluster", "hs_code")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        asked: Any = self.filter_queryset(self.get_queryset())
        if request.accepted_renderer.format == "csv" and whole_table_wanted(request):
            return self.stream(asked)
        page = self.paginate_queryset(asked) or []
        return self.get_paginated_response(self.rows(page, asked))

    def rows(self, page: Sequence[Any], asked: Figures) -> Sequence[Any]:
        """Printed rows through the serializer, imported ones made plainly: there may be thousands."""
        printed = [row for row in page if isinstance(row, ExportFigure)]
        found = [row for row in page if isinstance(row, Figure)]
        shown = list(self.get_serializer(printed, many=True).data) if printed else []
        if asked.reported is not None and found:
            shown += rows_of(found, asked.reported.series, Addresses.of(self.request))
        return shown

    def stream(self, asked: Figures) -> StreamingHttpResponse:
        """Every row as CSV, at constant memory; the number of rows is in a header."""
        asked.refuse_to_sort()
        lines = csv_stream(
            asked, self.get_serializer(), self.rows(asked.printed_rows, asked), Addresses.of(self.request)
        )
        return self.file_of(lines, asked.count(), "export-figures.csv")

    def file_of(self, lines: Iterator[bytes], rows: int, name: str) -> StreamingHttpResponse:
        bom = self.request.query_params.get("bom") == "1"
        response = StreamingHttpResponse(
            _after_mark(lines) if bom else lines, content_type="text/csv; charset=utf-8"
        )
        response["X-Total-Count"] = rows
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not (slug := _IMPORTED.fullmatch(kwargs[self.lookup_field])):
            return super().retrieve(request, *args, **kwargs)
        self.filter_queryset(self.get_queryset())  # refuses parameters
        found = list(figures(TradeFigure.objects.filter(pk=int(slug[1]))))
        if not found:
            raise Http404
        series = series_by_number(Q(pk=found[0].series_id))
        return Response(rows_of(found, series, Addresses.of(request))[0])

    @extend_schema(responses=TotalsSerializer, filters=True)
    @action(detail=False, serializer_class=TotalSerializer, filterset_class=TotalsFilter)
    def totals(self, request: Request) -> Response:
        """Sums of the figures, by any of year, month, code, partner, group, cluster and reporter."""
        asked: Any = self.filter_queryset(self.get_queryset())
        response = Response(shown(answer(asked)))
        response["X-Total-Count"] = response.data["count"]
        return response

    # Not a form of the list: it has other columns and another order, and none of the printed rows.
    @extend_schema(responses=OpenApiTypes.STR, filters=True)
    @action(
        detail=False,
        url_path="import-layout",
        url_name="import-layout",
        filterset_class=WholeFilter,
        renderer_classes=renderers_of("csv"),
        pagination_class=None,
    )
    def import_layout(self, request: Request) -> StreamingHttpResponse:
        """The imported figures as a file that another portal imports as it is, in its own layout."""
        asked: Any = self.filter_queryset(self.get_queryset())
        lines = file_in_own_layout(asked)
        return self.file_of(lines, asked.reported_count, "export-figures-import-layout.csv")


def _after_mark(lines: Iterator[bytes]) -> Iterator[bytes]:
    """For Excel. Closed with the answer, as a chain would not be, it closes the lines."""
    yield BOM_UTF8
    yield from lines


ROUTES: list[tuple[str, Any]] = [("export-figures", ExportFigureViewSet)]
