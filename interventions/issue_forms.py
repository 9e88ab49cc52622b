"""Forms on exporters' issues. They read what was typed; the rules are those of the actions."""

from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from interventions.forms import ClusterField
from interventions.issue_rules import (
    MAX_EMAIL,
    MAX_PHONE,
    MAX_PUBLISHED,
    MAX_TEXT,
    offices_with_officers,
)
from interventions.models import Action, Authority, IssueTopic
from sources.bilingual import localized
from sources.forms import ActionForm, OpenForm, Text


def _words(label: Any, *, limit: int = MAX_TEXT, rows: int = 5, **more: Any) -> Text:
    return Text(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **more)


class IssueForm(OpenForm):
    """What an exporter brings before the office. Only topic and text are asked for."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=[("", _("choose")), *IssueTopic.choices])
    cluster = ClusterField(
        Cluster.objects.all(), label=_("Cluster"), required=False, empty_label=_("not said")
    )
    text = _words(
        _("What happened?"),
        rows=8,
        help_text=_(
            "In Hindi or English. What you tried, since when, and at which office. No Aadhaar or PAN, "
            "no account numbers."
        ),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=MAX_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("For letters that say when there is a reply."),
        error_messages={"invalid": _("Enter an address such as name@example.org.")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=MAX_PHONE,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("If the office may call you with questions."),
    )
    may_publish = forms.BooleanField(
        label=_("When it is solved, the portal may publish it in other words, without my name"),
        required=False,
        help_text=_("You can take this back on the page of your issue at any time."),
    )
    field_order = ("topic", "cluster", "text", "email", "phone", "may_publish", "website")


class StepForm(ActionForm):
    """One of several forms on a page; `do` says which of them was sent."""

    name: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"id_{self.name}_%s"

    def values(self) -> dict[str, Any]:
        """As the action takes them; only for a valid form."""
        return dict(self.cleaned_data)


class MessageForm(StepForm):
    name = "message"
    text = _words(_("Your further message"))


class RatingForm(StepForm):
    name = "rating"
    satisfied = forms.TypedChoiceField(
        label=_("Are you satisfied with the answer?"),
        choices=[("yes", _("satisfied")), ("no", _("not satisfied"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    text = _words(
        _("Your words"),
        rows=4,
        required=False,
        help_text=_("Needed if you are not satisfied: say what is missing."),
    )


class WithdrawForm(StepForm):
    name = "withdraw"
    sure = forms.BooleanField(label=_("I no longer want an answer"))

    def values(self) -> dict[str, Any]:
        return {}


class EraseForm(WithdrawForm):
    name = "erase"
    sure = forms.BooleanField(label=_("Delete my e-mail address and telephone number now"))


class ConsentForm(StepForm):
    name = "consent"
    given = forms.TypedChoiceField(
        label=_("May the portal publish this issue in other words, without your name, when it is solved?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )


class OfficeField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Authority) -> str:
        return f"{localized(obj, 'short_name')} · {localized(obj, 'name')}"


class PlanActionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Action) -> str:
        return f"{obj.reference} {localized(obj, 'title')}"


class OfficeForm(StepForm):
    """What an officer writes rests on the state of the issue that they have read."""

    revision = forms.IntegerField(label=_("revision"), widget=forms.HiddenInput, min_value=0)

    def see(self, revision: int) -> None:
        """The officer is shown what became of the issue: the next submission rests on that."""
        data = cast(QueryDict, self.data).copy()
        data["revision"] = str(revision)
        self.data = data


class ReplyForm(OfficeForm):
    name = "reply"
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("interim", _("interim reply: how far it is; the last day to answer stays")),
            ("answer", _("answer: what was done")),
        ],
        widget=forms.RadioSelect,
    )
    text = _words(
        _("Your words to the exporter"),
        rows=6,
        help_text=_("In the exporter's language. An issue of another office is handed on, not answered."),
    )

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "kind"}


class ForwardForm(OfficeForm):
    name = "forward"
    to = OfficeField(
        offices_with_officers(),
        to_field_name="slug",
        label=_("Office"),
        empty_label=_("choose"),
        help_text=_("Offices whose officers use the portal: in others nobody there would read it."),
        error_messages={
            "invalid_choice": _("Choose an office of the list: in others nobody there would read it."),
        },
    )
    text = _words(_("Why"), rows=3, help_text=_("The exporter reads it."))


class TieForm(OfficeForm):
    name = "tie"
    action = PlanActionField(
        Action.objects.order_by("position"),
        to_field_name="reference",
        required=False,
        label=_("Action of the plan that should cure this"),
        empty_label=_("none"),
    )


class PublishForm(OfficeForm):
    name = "publish"
    problem = _words(
        _("The problem, in your own words"),
        limit=MAX_PUBLISHED,
        rows=4,
        help_text=_("Everyone reads it. Leave out everything by which somebody could be recognised."),
    )
    solution = _words(_("How it was solved"), limit=MAX_PUBLISHED, rows=4)
