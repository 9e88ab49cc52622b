"""Forms of the data editors. They read what was typed; the rules are those of exports.import_actions."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exports.import_actions import ask_to_apply, ask_to_revoke, check_day
from exports.imports.layouts import Question, clean_answers, questions
from exports.models import ImportBatch
from sources.forms import ActionForm

MAX_BYTES = 200 * 1024 * 1024
# So many choices are shown all at once; more are a list to open.
FEW = 6
CHOOSE = _("Choose one of these.")
TICK = _("Tick this box if you want it, then go on.")

# What files of each layout look like.
LAYOUT_HELP: dict[str, Any] = {
    ImportBatch.Layout.OWN: _(
        "A CSV in UTF-8. Its first row names the columns: reporter, flow, hs_code, partner, basis, period "
        "(or period_start), currency and amount; where there are any, also source, hs_edition, quantity, "
        "quantity_unit and provisional."
    ),
    ImportBatch.Layout.DGCIS: _(
        "A table of the Export Import Data Bank, of goods or of countries by financial year: as it was "
        "downloaded, or as CSV."
    ),
    ImportBatch.Layout.TRADEMAP: _(
        "A list of importing or supplying markets, or of exporters or importers of a product: as it was "
        "downloaded, with its ending .xls or .txt."
    ),
    ImportBatch.Layout.COMTRADE: _("As it was downloaded, with all columns."),
}


def check_size(file: UploadedFile) -> None:
    """What comes through a browser or a program; the command of the server takes larger files."""
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 200 MB: divide it."))


def question_field(question: Question) -> forms.Field:
    """The control that fits what is asked."""
    said: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help_text,
        "required": question.required,
    }
    if not question.choices:
        return forms.CharField(max_length=20, **said)
    said["error_messages"] = {"required": CHOOSE}
    if question.required and len(question.choices) <= FEW:
        return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **said)
    nothing = ("", _("choose") if question.required else _("not said"))
    return forms.ChoiceField(choices=[nothing, *question.choices], **said)


class LayoutForm(forms.Form):
    """Which kind of table it is: that decides what else is asked."""

    layout = forms.ChoiceField(
        label=_("Where does the table come from?"),
        choices=ImportBatch.Layout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class ImportForm(ActionForm):
    """A file, where it is from, and what files of its layout do not say."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Up to 200 MB. It is checked first; nothing changes before you apply it."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    retrieved_on = forms.DateField(
        label=_("Retrieved on"),
        help_text=_("The day on which the table was taken from its source."),
        error_messages={"required": _("Say the day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source_url = forms.URLField(
        label=_("Address it came from"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Of the page where others find the same table. Everyone can read it."),
        error_messages={
            "invalid": _("Write the whole address, such as https://tradestat.commerce.gov.in/eidb/.")
        },
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, help_text=_("Read by data editors alone.")
    )

    def __init__(self, *args: Any, layout: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        self.asked = {question.name: question_field(question) for question in questions(layout)}
        self.fields |= self.asked
        self.fields["retrieved_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.order_fields([*self.asked, "file"])

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        check_size(file)
        return file

    def clean(self) -> dict[str, Any]:
        """With what is wrong in the answers, so that all is told at once."""
        cleaned = super().clean() or {}
        if day := cleaned.get("retrieved_on"):
            try:
                check_day(day)
            except ValidationError as error:
                self.show_errors(error)
        try:
            self.answers = clean_answers(self.layout, {name: cleaned.get(name, "") for name in self.asked})
        except ValidationError as error:
            for name, words in error.message_dict.items():
                if name not in self.errors:
                    self.add_error(name, words)
        return cleaned

    def values(self) -> dict[str, Any]:
        """As the action takes them; only for a valid form."""
        said = {name: self.cleaned_data[name] for name in ImportForm.base_fields}
        return {**said, "layout": self.layout, "answers": self.answers}


class StepForm(ActionForm):
    """What a data editor does with an import; `do` says which of the forms was sent."""

    name: ClassVar[str]
    done: ClassVar[Any]  # what the editor is told afterwards

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch

    def act(self, *, by: User) -> None:
        raise NotImplementedError


class ApplyForm(StepForm):
    name = "apply"
    done = _("You asked for it to be applied.")
    # The number that the editor has seen: if the file was checked again meanwhile, nothing happens.
    rejected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    sure = forms.BooleanField(error_messages={"required": TICK})

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, batch=batch, **kwargs)
        count = batch.rejected or 0
        self.fields["rejected"].initial = count
        self.fields["sure"].label = ngettext(
            "Apply it without the rejected row", "Apply it without the %(count)s rejected rows", count
        ) % {"count": number_format(count)}
        if not count:
            del self.fields["sure"]

    def act(self, *, by: User) -> None:
        ask_to_apply(self.batch, rejected=self.cleaned_data["rejected"], by=by)


class RevokeForm(StepForm):
    name = "revoke"
    done = _("You asked for it to be revoked.")
    sure = forms.BooleanField(
        label=_("Take its figures back, and put back what stood there before"),
        error_messages={"required": TICK},
    )

    def act(self, *, by: User) -> None:
        ask_to_revoke(self.batch, by=by)


STEPS: dict[str, type[StepForm]] = {form.name: form for form in (ApplyForm, RevokeForm)}
