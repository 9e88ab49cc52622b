"""The back office's pages for documents, what they have beside facts, discrepancies, correction requests."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sources.actions import answer_correction, check_answer
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
    """The answer is checked by the action that writes it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            check_answer(request=self.instance, **{name: cleaned[name] for name in ANSWER_FIELDS})
        return cleaned


@admin.register(CorrectionRequest)
class CorrectionRequestAdmin(TracedAdmin, BackOfficeAdmin):
    """Answered once; what was answered stays as it was said."""

    form = AnswerForm
    own_fields = ANSWER_FIELDS
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
        answered = obj is not None and obj.answered_at is not None  # the form has its own idea of `state`
        return not answered and super().has_change_permission(request, obj)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().change_view(request, *args, **kwargs)
        except ValidationError as error:  # somebody else was quicker
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: CorrectionRequest, form: Any, change: bool) -> None:
        answer = {name: getattr(obj, name) for name in ANSWER_FIELDS}
        answer_correction(by=request.user, request=obj, **answer)
