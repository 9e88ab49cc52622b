"""Rows of the back office as CSV files: out as they are, in after a dry run, all of a file or nothing."""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

import tablib
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.formats.base_formats import CSV
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.resources import Diff, ModelResource, modelresource_factory
from import_export.results import Error, Result
from import_export.tmp_storages import CacheStorage
from import_export.widgets import ManyToManyWidget

from sources.admin.widgets import KeysWidget, KeyWidget, TruthWidget, TypedWidget, key_of, unknown
from sources.downloads import csv_cell
from sources.uploads import MAX_BYTES, read_table


class PlainDiff(Diff):
    """What a row changes, marked up without styles of its own."""

    def as_html(self) -> list[str]:
        return [
            new if old == new or not old else format_html("<del>{}</del> <ins>{}</ins>", old, new)
            for old, new in zip(
                self.left if not self.new else [""] * len(self.right), self.right, strict=True
            )
        ]


class Refusal(NamedTuple):
    """What is wrong with a cell, or with a row as a whole. Row 1 of the file names the columns."""

    row: int
    column: str
    reason: str


class PlainResult(Result):
    """Lists what is wrong itself: in a template, a column called “items” would hide a dictionary's own."""

    @property
    def refusals(self) -> list[Refusal]:
        return [
            Refusal(invalid.number + 1, "" if column == NON_FIELD_ERRORS else column, " ".join(reasons))
            for invalid in self.invalid_rows
            for column, reasons in invalid.error_dict.items()
        ]


class Exchange(ModelResource):
    """All columns go out; only the own fields come in. A file that would change another one is refused."""

    own_fields: ClassVar[tuple[str, ...]] = ()
    adds_rows: ClassVar[bool] = False

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: models.Field, readonly: bool) -> Field:
        related = django_field.related_model
        if related:
            widget = KeysWidget(related) if django_field.many_to_many else KeyWidget(related)
        else:
            yes_or_no = isinstance(django_field, models.BooleanField)
            widget = TruthWidget() if yes_or_no else TypedWidget(django_field)
        return Field(attribute=field_name, column_name=field_name, widget=widget)

    @classmethod
    def get_result_class(cls) -> type[Result]:
        return PlainResult

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return PlainDiff

    def get_import_fields(self) -> list[Field]:
        names = dict.fromkeys((*self._meta.import_id_fields, *self.own_fields))
        return [self.fields[name] for name in names]

    def filter_export(self, queryset: models.QuerySet, **kwargs: Any) -> models.QuerySet:
        fields = [self._meta.model._meta.get_field(name) for name in self.fields]
        return queryset.select_related(
            *(field.name for field in fields if field.is_relation and not field.many_to_many)
        ).prefetch_related(*(field.name for field in fields if field.many_to_many))

    def import_data(self, dataset: tablib.Dataset, *args: Any, **kwargs: Any) -> Result:
        if problem := self._column_problem(dataset.headers):
            result = PlainResult()
            result.append_base_error(Error(problem))
            return result
        self._named_in: dict[str, int] = {}
        return super().import_data(dataset, *args, **kwargs)

    def _column_problem(self, columns: Iterable[str]) -> str:
        known = {field.column_name for field in (*self.fields.values(), *self.get_import_fields())}
        if unknown_columns := [name for name in columns if name not in known]:
            return _("The file has columns that are not known here: %(columns)s.") % {
                "columns": Truncator(", ".join(unknown_columns)).chars(200)
            }
        needed = [self.fields[name].column_name for name in self._meta.import_id_fields]
        if missing := [name for name in needed if name not in columns]:
            return _("The file lacks the columns that say which row is meant: %(columns)s.") % {
                "columns": ", ".join(missing)
            }
        return ""

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Hold the rows before the first is written: else who holds a later one, and we, wait for ever."""
        hold(self._meta.model)

    def before_import_row(self, row: dict[str, str], row_number: int, **kwargs: Any) -> None:
        """Of two rows about the same, it is not for the portal to say which is meant."""
        columns = [self.fields[name].column_name for name in self._meta.import_id_fields]
        key = ", ".join(row[column] for column in columns)
        first = self._named_in.setdefault(key, row_number)
        if first != row_number:
            message = _("“%(key)s” stands in row %(row)s already: keep one of the two.")
            raise ValidationError({columns[0]: message % {"key": Truncator(key).chars(80), "row": first + 1}})

    def get_instance(self, instance_loader: Any, row: dict[str, str]) -> models.Model | None:
        try:
            return super().get_instance(instance_loader, row)
        except ValueError:  # a key that cannot be one
            return None

    def init_instance(self, row: dict[str, str] | None = None) -> models.Model:
        if not self.adds_rows and row is not None:
            key = self._meta.import_id_fields[0]
            raise ValidationError({key: unknown(self._meta.model, row[key])})
        return super().init_instance(row)

    def after_init_instance(
        self, instance: models.Model, new: bool, row: dict[str, str], **kwargs: Any
    ) -> None:
        written = {field.column_name for field in self.get_import_fields()}
        changed = {
            name
            for name, field in self.fields.items()
            if name not in written
            and name in row
            and _one_line(row[name]) != _one_line(field.export(instance))
        }
        if changed:
            message = _("This is not changed here: leave it as it was, or leave the column out.")
            raise ValidationError(dict.fromkeys(sorted(changed), message))

    def import_instance(self, instance: models.Model, row: dict[str, str], **kwargs: Any) -> None:
        errors: dict[str, Any] = {}
        for field in self.get_import_fields():
            try:
                if isinstance(field.widget, ManyToManyWidget):
                    field.clean({field.column_name: "", **row})
                else:
                    self.import_field(field, instance, row, **kwargs)
            except ValueError as error:
                errors[field.column_name] = str(error)
        if errors:
            raise ValidationError(errors)

    def validate_instance(
        self, instance: models.Model, import_validation_errors: Any = None, **kwargs: Any
    ) -> None:
        """As the form of the page does it: what is not its own is right already."""
        errors = dict(import_validation_errors or {})
        others = {field.name for field in instance._meta.fields} - {*self.own_fields}
        try:
            instance.full_clean(exclude=others | errors.keys())
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)


def hold(model: type[models.Model]) -> None:
    """Lock all rows of a small table until the transaction ends."""
    list(model._default_manager.select_for_update().order_by("pk").values_list("pk"))


def _one_line(text: str) -> str:
    """Spreadsheets change the ends of lines within a cell, white space at its ends, and write TRUE."""
    line = " ".join(text.split())
    return line.upper() if line in ("true", "false") else line


def exchange_of(
    model: type[models.Model],
    *,
    own_fields: tuple[str, ...] = (),
    hidden: tuple[str, ...] = (),
    import_key: tuple[str, ...] = (),
    adds_rows: bool = False,
) -> type[Exchange]:
    """The Exchange of a model."""
    import_key = import_key or (key_of(model),)
    number = model._meta.pk.name
    options = {
        "exclude": hidden if number in import_key else (*hidden, number),
        "import_id_fields": import_key,
        "export_order": tuple(dict.fromkeys((*import_key, *own_fields))),
        "skip_unchanged": True,
        "report_skipped": True,
    }
    base = type("Exchange", (Exchange,), {"own_fields": own_fields, "adds_rows": adds_rows})
    return modelresource_factory(model, resource_class=base, meta_options=options)


class GuardedCSV(CSV):
    """Opens in a spreadsheet with its Hindi whole, and runs no formula there."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        rows = ([csv_cell(cell) for cell in row] for row in dataset)
        return tablib.Dataset(*rows, headers=dataset.headers).export("csv")

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> tablib.Dataset:
        table = read_table(in_stream)
        return tablib.Dataset(*table.rows, headers=table.columns)


class CSVImportForm(ImportForm):
    import_file = forms.FileField(label=gettext_lazy("CSV file"))

    # The library's script guesses the format; there is only one.
    media = forms.Media()

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        read_table(file.read(MAX_BYTES + 1))
        return file


class CSVConfirmForm(ConfirmImportForm):
    """Names the file that the preview has shown; anything else is refused."""

    import_file_name = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    format = forms.ChoiceField(choices=[("0", "csv")], widget=forms.HiddenInput)
    resource = forms.ChoiceField(choices=[("", ""), ("0", "0")], required=False, widget=forms.HiddenInput)

    def clean_import_file_name(self) -> str:
        name = self.cleaned_data["import_file_name"]
        if CacheStorage(name=name).read() is None:
            raise ValidationError(_("The preview is too old: choose the file again."))
        return name
