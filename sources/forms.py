"""Forms of the documents' room. They read what was typed; the rules are those of sources.actions."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sources.bilingual import localized
from sources.models import CorrectionRequest, Document
from sources.rules import allowed_lines, outside


class Text(forms.CharField):
    """A line break counts as one sign, as it does while one types; browsers send two."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class ActionForm(forms.Form):
    """A form whose rules are those of an action."""

    # Where the action's errors are shown, if not at the field of the same name.
    shown_at: ClassVar[dict[str, str]] = {}

    def show_errors(self, error: ValidationError) -> None:
        """Put the errors of the action beside the fields they belong to."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in by_field.items():
            name = self.shown_at.get(field, field)
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class OpenForm(ActionForm):
    """A form that everyone may send, without an account and without a puzzle."""

    # People do not see it and leave it empty; programs that fill in every field do not.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty: it is there to stop programs that send forms."))
        return ""


class LineForm(forms.Form):
    """Which line of a document to go to."""

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = document.line_count
        self.fields["line"] = forms.IntegerField(
            label=_("Line"),
            min_value=1,
            max_value=last,
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), allowed_lines(last)
            ),
        )


class DocumentField(forms.ModelChoiceField):
    """A document by its slug, shown by its title in the reader's language."""

    def __init__(self) -> None:
        super().__init__(
            Document.objects.all(), to_field_name="slug", label=_("Document"), empty_label=_("choose")
        )

    def label_from_instance(self, obj: Document) -> str:
        return localized(obj, "title")


class PlaceForm(forms.Form):
    """A line of one of the documents."""

    document = DocumentField()
    line = forms.IntegerField(label=_("Line"), min_value=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        document, line = cleaned.get("document"), cleaned.get("line")
        if document and line and (refusal := outside(line, document.line_count)):
            self.add_error("line", refusal)
        return cleaned


class RecordSelect(forms.Select):
    """Records are named in English in every language."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"]:
            option["attrs"]["lang"] = "en"
        return option


class CorrectionForm(PlaceForm, OpenForm):
    """What somebody says is wrong with a line. Without a place it asks for one."""

    record = forms.ChoiceField(
        label=_("What it is about"),
        required=False,
        widget=RecordSelect,
        error_messages={"invalid_choice": _("This record does not cite the line.")},
    )
    text = Text(
        label=_("What is wrong, and what is right?"),
        max_length=CorrectionRequest._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Everyone can read these words. Leave out names, telephone numbers and addresses, also your own."
        ),
    )
    field_order = ("document", "line", "record", "text", "website")

    def __init__(self, *args: Any, records: dict[str, dict[str, str]] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if records is None:
            del self.fields["record"]
            return
        cast(forms.ChoiceField, self.fields["record"]).choices = [
            ("", _("the line as a whole")),
            *((kind, list(alike.items())) for kind, alike in records.items()),
        ]
        for name in ("document", "line"):
            self.fields[name].widget = forms.HiddenInput()
