"""Rows of the back office as CSV files: out as they are, in after a dry run, all of a file or nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

import tablib
from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
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
from import_export.widgets import ManyToManyWidget, Widget

from sources.downloads import csv_cell
from sources.uploads import MAX_BYTES, read_table


def key_of(model: type[models.Model]) -> str:
    """The field that names a row to people: the first that is unique, else the number."""
    named = (field.name for field in model._meta.fields if field.unique and not field.is_relation)
    return next((name for name in named if name != model._meta.pk.name), model._meta.pk.name)


class PlainWidget(Widget):
    """A value as the portal's other CSV files show it."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return str(csv_cell(timezone.localtime(value) if isinstance(value, datetime) else value))


class TypedWidget(PlainWidget):
    """A cell means what the same text would mean in the form of the page."""

    def __init__(self, field: models.Field) -> None:
        super().__init__()
        self.field = field

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        form_field = self.field.formfield()
        try:
            return form_field.clean(value) if form_field else value
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from None


class KeyWidget(Widget):
    """Another row, named by its key."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.model = model

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        try:
            return self.model._default_manager.get(**{key_of(self.model): value}) if value else None
        except (ObjectDoesNotExist, ValueError):
            raise ValueError(unknown(self.model, value)) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(getattr(value, key_of(self.model)))


class KeysWidget(ManyToManyWidget):
    """Other rows, by their keys, with commas between them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[models.Model]:
        key = KeyWidget(self.model)
        return [row for name in value.split(",") if (row := key.clean(name.strip()))]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return (
            ", ".join(sorted(str(getattr(row, key_of(self.model))) for row in value.all())) if value else ""
        )


def unknown(model: type[models.Model], key: str) -> str:
    return _("There is no %(what)s “%(key)s”.") % {
        "what": model._meta.verbose_name,
        "key": Truncator(key).chars(80),
    }


class PlainDiff(Diff):
    """What a row changes, marked up without styles of its own."""

    def as_html(self) -> list[str]:
        return [
            new if old == new or not old else format_html("<del>{}</del> <ins>{}</ins>", old, new)
            for old, new in zip(
                self.left if not self.new else [""] * len(self.right), self.right, strict=True
            )
        ]


class Exchange(ModelResource):
    """All columns go out; only the own fields come in. A file that would change another one is refused."""

    own_fields: ClassVar[tuple[str, ...]] = ()
    adds_rows: ClassVar[bool] = False

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: models.Field, readonly: bool) -> Field:
        related = django_field.related_model
        if related is None:
            widget: Widget = TypedWidget(django_field)
        else:
            widget = KeysWidget(related) if django_field.many_to_many else KeyWidget(related)
        return Field(attribute=field_name, column_name=field_name, widget=widget)

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
            result = Result()
            result.append_base_error(Error(problem))
            return result
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
    """Spreadsheets change the ends of lines within a cell, and white space at its ends."""
    return " ".join(text.split())


def exchange_of(
    model: type[models.Model],
    *,
    own_fields: tuple[str, ...] = (),
    hidden: tuple[str, ...] = (),
    import_key: tuple[str, ...] = (),
    adds_rows: bool = False,
) -> type[Exchange]:
    """The Exchange of a model."""
    key, number = key_of(model), model._meta.pk.name
    import_key = import_key or (key,)
    options = {
        "exclude": (*hidden, number) if key != number else hidden,
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
