"""Imports of trade figures in the API: everyone reads what was applied, data editors bring files."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.viewsets import ReadOnlyModelViewSet

from exports.api.import_filing import ImportApplySerializer, ImportFilingSerializer
from exports.foreign_text import visible
from exports.import_access import NOT_APPLIED, may_import, visible_imports
from exports.import_actions import ask_to_apply, ask_to_revoke, receive
from exports.import_filters import ImportFilter
from exports.import_rejected import reason_in, reasons_of
from exports.models import ImportBatch
from sources.api import KindField, PageURLField, ReadSerializer, page_url
from sources.caching import CACHE_AWAY, leave_alone

_NUMBER = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^B-[0-9]{1,9}$"},
    OpenApiParameter.PATH,
    description="Such as B-7.",
)
_NUMBERS = {"type": "array", "items": {"type": "string"}}


class AnswerSerializer(serializers.Serializer):
    """What the file does not say itself."""

    question = serializers.CharField(read_only=True)
    answer = serializers.CharField(read_only=True)


class ReasonSerializer(serializers.Serializer):
    """Why so many rows are left out."""

    reason = serializers.CharField(read_only=True)
    reason_in_words = serializers.CharField(read_only=True)
    reason_in_words_hi = serializers.CharField(read_only=True)
    rows = serializers.IntegerField(read_only=True)


class ImportSerializer(ReadSerializer):
    """A file of trade figures with where it came from and what it did."""

    number = serializers.CharField(read_only=True, help_text="Such as B-7.")
    url = PageURLField(source="get_absolute_url")
    api_url = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField(help_text="What the file does not say itself.")
    source_url = serializers.CharField(read_only=True, help_text="Empty: none was given.")
    file_name = serializers.SerializerMethodField(help_text="For data editors; null for the public.")
    note = serializers.SerializerMethodField(help_text="For data editors; null for the public.")
    rows_read = serializers.IntegerField(read_only=True, help_text="How far it is while it is worked on.")
    added = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="null: the file has not been checked yet."
    )
    rejected_listed = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text="So many of the rejected rows are listed for data editors, on the import's page and in its "
        "file: all that are wrong, and the first 10,000 of those that are left out by rule.",
    )
    rejected_by_reason = serializers.SerializerMethodField(help_text="All rejected rows, counted.")
    confirms = serializers.SerializerMethodField(
        help_text="Numbers of the imports whose figures it found unchanged."
    )
    confirmed_by = serializers.SerializerMethodField(
        help_text="Numbers of the imports that found its figures unchanged; it can be revoked after them."
    )
    figures_url = serializers.SerializerMethodField(
        help_text="The figures that stand as this import wrote them."
    )
    kind = KindField("reported")

    class Meta:
        model = ImportBatch
        fields = [
            "number",
            "url",
            "api_url",
            "state",
            "layout",
            "answers",
            "retrieved_on",
            "source_url",
            "file_name",
            "size",
            "sha256",
            "note",
            "refusal",
            "refusal_hi",
            "rows_read",
            "rows_expected",
            "added",
            "changed",
            "unchanged",
            "rejected",
            "rejected_listed",
            "rejected_by_reason",
            "confirms",
            "confirmed_by",
            "made_at",
            "applied_at",
            "revoked_at",
            "figures_url",
            "kind",
        ]

    @extend_schema_field(serializers.URLField)
    def get_api_url(self, batch: ImportBatch) -> str:
        return page_url(self.context["request"], "api-imports-detail", batch.number)

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, batch: ImportBatch) -> list[dict[str, str]]:
        return [{"question": name, "answer": str(said)} for name, said in sorted(batch.answers.items())]

    @extend_schema_field(ReasonSerializer(many=True))
    def get_rejected_by_reason(self, batch: ImportBatch) -> list[dict[str, Any]]:
        return [
            {
                "reason": found.reason,
                "reason_in_words": reason_in(found.reason, "en"),
                "reason_in_words_hi": reason_in(found.reason, "hi"),
                "rows": found.rows,
            }
            for found in reasons_of(batch)
        ]

    @extend_schema_field(_NUMBERS)
    def get_confirms(self, batch: ImportBatch) -> list[str]:
        return [other.number for other in batch.confirms.all()]

    @extend_schema_field(_NUMBERS)
    def get_confirmed_by(self, batch: ImportBatch) -> list[str]:
        return [other.number for other in batch.confirmed_by.all() if other.state in ImportBatch.STANDING]

    def get_file_name(self, batch: ImportBatch) -> str | None:
        return visible(batch.file_name) if self._by_editor() else None

    def get_note(self, batch: ImportBatch) -> str | None:
        return batch.note if self._by_editor() else None

    @extend_schema_field(serializers.URLField)
    def get_figures_url(self, batch: ImportBatch) -> str:
        return f"{page_url(self.context['request'], 'api-export-figures-list')}?batch={batch.number}"

    def _by_editor(self) -> bool:
        return may_import(self.context["request"].user)


class EditorsWrite(BasePermission):
    """Everyone reads."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or may_import(request.user)


def _editor(request: Request) -> User:
    """Whoever writes is signed in: see EditorsWrite."""
    return cast(User, request.user)


class ImportThrottle(UserRateThrottle):
    """Each file is kept and checked: a program that goes round in circles is stopped soon."""

    scope = "imports"
    rate = "60/hour"

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return request.method in SAFE_METHODS or super().allow_request(request, view)
        except CACHE_AWAY as error:
            # A limit that cannot be counted keeps no data editor from their work.
            leave_alone(error)
            return True


class ImportViewSet(ReadOnlyModelViewSet):
    about = _("Files of trade figures that were imported: where each came from and what it changed.")
    permission_classes = [EditorsWrite]
    throttle_classes = [*ReadOnlyModelViewSet.throttle_classes, ImportThrottle]
    serializer_class = ImportSerializer
    parser_classes = [MultiPartParser]  # a file comes as a form
    filterset_class = ImportFilter
    lookup_field = "number"
    lookup_value_regex = "B-[0-9]{1,9}"
    queryset = ImportBatch.objects.all()

    def get_queryset(self) -> QuerySet[ImportBatch]:
        return visible_imports(self.request.user).prefetch_related("confirms", "confirmed_by")

    def get_object(self) -> ImportBatch:
        number = self.kwargs["number"]
        among = self.filter_queryset(self.get_queryset())
        if found := among.filter(pk=int(number.removeprefix("B-"))).first():
            return found
        said = _("No import %(number)s is here.") % {"number": number}
        if not may_import(self.request.user):
            said += f" {NOT_APPLIED}"
        raise NotFound(said)

    @extend_schema(parameters=[_NUMBER])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(request={"multipart/form-data": ImportFilingSerializer}, responses={201: ImportSerializer})
    def create(self, request: Request) -> Response:
        """Bring a file. It is checked next; ask for its row until its state is `checked`, then apply it."""
        filing = ImportFilingSerializer(data=request.data)
        filing.is_valid(raise_exception=True)
        brought = receive(by=_editor(request), **filing.said())
        data = self.get_serializer(brought).data
        return Response(data, status=201, headers={"Location": data["api_url"]})

    @extend_schema(
        parameters=[_NUMBER],
        request={"application/json": ImportApplySerializer, "multipart/form-data": ImportApplySerializer},
        responses={202: ImportSerializer},
    )
    @action(detail=True, methods=["post"], parser_classes=ReadOnlyModelViewSet.parser_classes)
    def apply(self, request: Request, number: str) -> Response:
        """Have a checked file applied, whole or not at all."""
        body = ImportApplySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        ask_to_apply(self.get_object(), rejected=body.validated_data["rejected"], by=_editor(request))
        return Response(self.get_serializer(self.get_object()).data, status=202)

    @extend_schema(parameters=[_NUMBER], request=None, responses={202: ImportSerializer})
    @action(detail=True, methods=["post"], parser_classes=ReadOnlyModelViewSet.parser_classes)
    def revoke(self, request: Request, number: str) -> Response:
        """Have the figures of an applied file taken back, and those that it changed put back."""
        ask_to_revoke(self.get_object(), by=_editor(request))
        return Response(self.get_serializer(self.get_object()).data, status=202)


ROUTES: list[tuple[str, Any]] = [("imports", ImportViewSet)]
