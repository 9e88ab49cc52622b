"""The back office's pages for documents, what they have beside facts, discrepancies, correction requests."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sources.actions import answer_correction, check_answer, check_withholding, withhold_correction
from sources.admin import apparatus  # noqa: F401
from sources.admin.base import BackOfficeAdmin, ReadOnlyInline, TracedAdmin
from sources.models import CorrectionRequest, Discrepancy, Document, Reading


@admin.register(Document)
class DocumentAdmin(BackOfficeAdmin):
    own_fields = ("title_hi",)
    list_display = ("slug", "title", "publisher", "kind", "status", "issued_on", "line_count")
    list_filter = ("kind", "status")
    search_fields = ("slug", "title", "title_hi", "publisher")
    ordering = ("slug",)


class ReadingInline(ReadOnlyInline):
    model = Reading
    fields = readonly_fields = ("source", "quote", "value_as_printed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reading]:
        return super().get_queryset(request).select_related("document", "discrepancy")

    @admin.display(description=_("source"))
    def source(self, reading: Reading) -> str:
        return format_html(
            '<a href="{}">{}: {}</a>', reading.source_url, reading.document.slug, reading.lines
        )


@admin.register(Discrepancy)
class DiscrepancyAdmin(TracedAdmin, BackOfficeAdmin):
    own_fields = ("status", "summary", "summary_hi", "shown", "shown_hi")
    list_display = ("ref", "kind", "summary", "status")
    list_filter = ("status", "kind", "readings__document")
    search_fields = ("ref", "summary", "summary_hi", "shown", "shown_hi", "readings__quote")
    ordering = ("ref",)
    inlines = (ReadingInline,)


ANSWER_FIELDS = ("state", "answer", "discrepancy", "fixture_correction")


class AnswerForm(forms.ModelForm):
    """What is written is checked by the action that writes it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        reason = cleaned["withheld_reason"]
        if cleaned["state"] == CorrectionRequest.State.WITHHELD:
            if cleaned.get("answer"):
                raise ValidationError({"answer": _("Leave this empty where the words are withheld.")})
            check_withholding(request=self.instance, reason=reason)
            return cleaned
        if reason:
            raise ValidationError({"withheld_reason": _("Only where the words are withheld.")})
        values = {name: cleaned.get(name, getattr(self.instance, name)) for name in ANSWER_FIELDS}
        check_answer(request=self.instance, **values)
        return cleaned


@admin.register(CorrectionRequest)
class CorrectionRequestAdmin(TracedAdmin, BackOfficeAdmin):
    """Answered once; what was answered stays as it was said, but the words asked can be withheld."""

    form = AnswerForm
    own_fields = (*ANSWER_FIELDS, "withheld_reason")
    list_display = ("number", "document", "line", "record", "text", "state", "made_at", "answered_by")
    list_display_links = ("number",)
    list_filter = ("state", "document", "made_at")
    list_select_related = ("document", "answered_by", "discrepancy")
    search_fields = ("record", "text", "answer")
    ordering = ("-pk",)
    date_hierarchy = "made_at"

    @admin.display(description=_("number"), ordering="pk")
    def number(self, request: CorrectionRequest) -> str:
        return request.number

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        withheld = obj is not None and obj.withheld_at is not None  # the form has its own idea of `state`
        return not withheld and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        answered = obj is not None and obj.answered_at is not None
        return [*fields, *(name for name in ANSWER_FIELDS if name != "state")] if answered else fields

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().change_view(request, *args, **kwargs)
        except ValidationError as error:  # somebody else was quicker
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: CorrectionRequest, form: Any, change: bool) -> None:
        if obj.state == CorrectionRequest.State.WITHHELD:
            withhold_correction(by=request.user, request=obj, reason=obj.withheld_reason)
            return
        answer = {name: getattr(obj, name) for name in ANSWER_FIELDS}
        answer_correction(by=request.user, request=obj, **answer)
