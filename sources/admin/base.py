"""What the back office's pages have in common: everything can be looked at, searched and exported, and
only what a page names as the portal's own can be changed, by its form or by a CSV file."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin, ImportMixin
from import_export.resources import Resource
from import_export.results import Result
from import_export.tmp_storages import CacheStorage
from simple_history.admin import SimpleHistoryAdmin

from sources.admin.exchange import CSVConfirmForm, CSVImportForm, GuardedCSV, exchange_of

# No filter of a list uses these, and the database would fail on what Django hands it unchecked.
_UNCHECKED_LOOKUPS = ("__in", "__range", "__regex", "__iregex")


def added_here(model: type[models.Model]) -> set[int]:
    """The keys of the rows that somebody added in the back office: the fixtures know nothing of them."""
    added = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), action_flag=ADDITION
    )
    return {int(key) for key in added.values_list("object_id", flat=True) if key}


class ExportAdmin(ExportMixin, admin.ModelAdmin):
    """The rows that the list shows, with its search and filters, as one CSV file."""

    formats = [GuardedCSV]
    skip_export_form = True
    to_encoding = "utf-8-sig"  # the mark by which spreadsheet programs know UTF-8
    list_per_page = 50
    # Fields that are neither shown nor exported, nor guessed at by a filter in the address.
    hidden_fields: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        hidden = lookup.split("__")[0] in self.hidden_fields
        refused = hidden or lookup.endswith(_UNCHECKED_LOOKUPS) or "\0" in str(value)
        return not refused and super().lookup_allowed(lookup, value, request)

    def get_export_resource_classes(self, request: HttpRequest) -> list[type[Resource]]:
        return [exchange_of(self.model, hidden=self.hidden_fields)]

    def export_action(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self.address('changelist')}?{ERROR_FLAG}=1")

    def address(self, page: str) -> str:
        return reverse("{}:{}_{}_{}".format(self.admin_site.name, *self.get_model_info(), page))


class BackOfficeAdmin(ImportMixin, ExportAdmin):
    """Read-only in all but `own_fields`; nothing is added or deleted unless the page says so."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    tmp_storage_class = CacheStorage  # the confirmation may reach another machine than the file did
    import_form_class = CSVImportForm
    confirm_form_class = CSVConfirmForm
    import_resource: type[Resource] | None = None
    import_key: tuple[str, ...] = ()

    own_fields: tuple[str, ...] = ()
    # Read-only methods of the page, shown above the fields.
    shown_first: tuple[str, ...] = ()
    adds_rows = False
    deletes_rows = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.adds_rows and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(self.own_fields) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.deletes_rows and super().has_delete_permission(request, obj)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and (
            not self.adds_rows or self.has_add_permission(request)
        )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return [*self.shown_first, *self._printed_fields()]

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list[tuple[Any, Any]]:
        read_only = [*self.shown_first, *self._printed_fields()]
        if not self.own_fields:
            return [(None, {"fields": read_only})]
        own = (_("Kept here"), {"fields": self.own_fields})
        return [own, (_("For reading only"), {"fields": read_only})] if read_only else [own]

    def _printed_fields(self) -> list[str]:
        opts = self.model._meta
        left_out = {opts.pk.name, *self.own_fields, *self.hidden_fields}
        return [field.name for field in (*opts.fields, *opts.many_to_many) if field.name not in left_out]

    def get_export_resource_classes(self, request: HttpRequest) -> list[type[Resource]]:
        return [
            exchange_of(
                self.model,
                own_fields=self.own_fields,
                hidden=self.hidden_fields,
                import_key=self.import_key,
                adds_rows=self.adds_rows,
            )
        ]

    def get_import_resource_classes(self, request: HttpRequest) -> list[type[Resource]]:
        return [self.import_resource] if self.import_resource else self.get_export_resource_classes(request)

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = super().import_action(request, **kwargs)
        if request.method == "POST" and "confirm_form" not in response.context_data:
            response.status_code = 422
        return response

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():  # the rows and the note of who imported them
            response = super().process_import(request, **kwargs)
        if isinstance(response, TemplateResponse):
            response.status_code = 422
        return response

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Between preview and confirmation others may have written: then nothing is imported."""
        if not result.has_errors() and not result.has_validation_errors():
            return super().process_result(result, request)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "opts": self.model._meta,
            "result": result,
        }
        return TemplateResponse(request, self.import_template_name, context)

    def _create_log_entry(self, user_pk: int, rows: list[Any], import_type: str, action_flag: int) -> None:
        if rows:
            LogEntry.objects.log_actions(
                user_pk, rows, action_flag, change_message=gettext("From a CSV file.")
            )


class PrintedAdmin(BackOfficeAdmin):
    """Records transcribed from a document. They come with the fixtures and are corrected there."""

    list_select_related: ClassVar[tuple[str, ...]] = ("document",)
    shown_first = ("source",)

    @admin.display(description=_("source"))
    def source(self, record: Any) -> str:
        return format_html('<a href="{}">{}: {}</a>', record.source_url, record.document.slug, record.lines)


class TracedAdmin(SimpleHistoryAdmin):
    """The history of a row can be read; to go back to an old state is a new change, made in the form."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        _number_or_404(object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        # The library hides its button, but would save what is posted all the same.
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        _number_or_404(object_id)
        _number_or_404(version_id)
        return super().history_form_view(request, object_id, version_id, extra_context)


def _number_or_404(text: str) -> None:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Http404


class ReadOnlyInline(admin.TabularInline):
    """Rows that belong to the record on the page."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
