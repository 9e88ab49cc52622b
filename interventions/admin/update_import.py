"""Updates from a CSV file. Each row is filed by the importing user, as if typed into the form."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field

from interventions.actions import Report, StaleRevision, file_update
from interventions.forms import REPORT_FIELDS, UpdateForm
from interventions.models import Action, ActionUpdate
from sources.admin.exchange import Exchange, hold
from sources.admin.widgets import KeyWidget, PlainWidget


class RowForm(forms.Form):
    """One row: the fields of the officer's form, and the action that they are about."""

    action = forms.ModelChoiceField(
        Action.objects.all(),
        to_field_name="reference",
        error_messages={"invalid_choice": gettext_lazy("There is no action “%(value)s”.")},
    )


for _name in ("revision", *REPORT_FIELDS):
    RowForm.base_fields[_name] = UpdateForm.base_fields[_name]


class UpdateImport(Exchange):
    class Meta:
        model = ActionUpdate
        fields = ()
        import_id_fields = ("action", "revision")
        force_init_instance = True
        report_skipped = True

    own_fields = tuple(RowForm.base_fields)
    adds_rows = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields = {
            name: Field(attribute=name, column_name=name, widget=PlainWidget())
            for name in RowForm.base_fields
        }
        self.fields["action"].widget = KeyWidget(Action)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        hold(Action)  # it is these that a report locks

    def import_instance(self, instance: Any, row: dict[str, str], **kwargs: Any) -> None:
        form = RowForm(row)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        for name, value in form.cleaned_data.items():
            setattr(instance, name, value)

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def save_instance(self, instance: Any, is_create: bool, row: dict[str, str], **kwargs: Any) -> None:
        report = Report(**{name: getattr(instance, name) for name in REPORT_FIELDS})
        try:
            update = file_update(
                by=kwargs["user"], action=instance.action, revision=instance.revision, report=report
            )
        except PermissionDenied as error:
            raise ValidationError({"action": str(error)}) from error
        except StaleRevision as stale:
            raise ValidationError({"revision": _stale(stale)}) from stale
        instance.pk, instance.number = update.pk, update.number


def _stale(stale: StaleRevision) -> str:
    return _(
        "%(action)s is at revision %(now)s, not %(file)s: others have reported since. Read that first."
    ) % {
        "action": stale.action.reference,
        "now": stale.action.revision,
        "file": stale.since,
    }
