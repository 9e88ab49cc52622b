"""The officers' forms of the calendar. They read what was typed; the rules are those of the actions."""

from copy import deepcopy
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from interventions.actions import Report
from interventions.event_actions import Particulars, counts_within
from interventions.event_rules import FIXED_WHEN_HELD, MAX_LENGTHS, organisers
from interventions.forms import DateInput, UpdateForm, put
from interventions.models import Action, Authority, Event, Milestone
from interventions.rules import MAX_QUANTITY
from sources.bilingual import localized
from sources.forms import ActionForm, Text

# The fields of the report on the milestone's action, as the form of an update has them.
REPORTED = ("done", "confidence", "reason", "pending_with", "pending_since")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class AuthorityField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Authority) -> str:
        return localized(obj, "short_name")


class ClustersField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Cluster) -> str:
        return localized(obj, "name")


class MilestoneField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Milestone) -> str:
        return f"{obj.action.reference} · {localized(obj, 'title')}"


class EventForm(ActionForm):
    """What an officer says of an event. Without `event` it is a new one."""

    revision = forms.IntegerField(label=_("revision"), widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label=_("Kind of event"), choices=Event.Kind, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title in English"),
        max_length=MAX_LENGTHS["title"],
        required=False,
        help_text=_("One language is enough; readers of the other are shown this one."),
    )
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=MAX_LENGTHS["title_hi"], required=False)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    starts_at = forms.TimeField(
        label=_("Begins at"),
        required=False,
        widget=TimeInput,
        help_text=_("Indian time. Leave both times empty where it takes whole days."),
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=DateInput, help_text=_("Empty: the first day.")
    )
    ends_at = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput)
    place = forms.CharField(label=_("Place in English"), max_length=MAX_LENGTHS["place"], required=False)
    place_hi = forms.CharField(label=_("Place in Hindi"), max_length=MAX_LENGTHS["place_hi"], required=False)
    online_link = forms.URLField(
        label=_("Link to take part online"),
        max_length=MAX_LENGTHS["online_link"],
        required=False,
        assume_scheme="https",
        help_text=_("Everyone can read it: no link that is meant for some alone."),
    )
    organiser = AuthorityField(Authority.objects.none(), label=_("Organiser"), empty_label=_("choose"))
    clusters = ClustersField(
        Cluster.objects.all(),
        label=_("For which clusters?"),
        required=False,
        help_text=_("None marked: for all."),
    )
    description = Text(
        label=_("Description in English"),
        max_length=MAX_LENGTHS["description"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Who should come, what to bring. Names of persons and telephone numbers do not belong here."
        ),
    )
    description_hi = Text(
        label=_("Description in Hindi"),
        max_length=MAX_LENGTHS["description_hi"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    link = forms.URLField(
        label=_("Link to more about it"),
        max_length=MAX_LENGTHS["link"],
        required=False,
        assume_scheme="https",
    )
    milestone = MilestoneField(
        Milestone.objects.none(),
        label=_("Milestone of the plan that it serves"),
        required=False,
        empty_label=_("none"),
        help_text=_("When you mark the event as held, it counts towards this milestone by itself."),
    )
    status = forms.ChoiceField(
        label=_("Does it take place?"),
        choices=[
            (Event.Status.PLANNED, _("yes, as planned")),
            (Event.Status.CANCELLED, _("no, it is cancelled")),
        ],
        widget=forms.RadioSelect,
        help_text=_("A cancelled event stays in the calendar as cancelled, so that nobody comes in vain."),
    )

    def __init__(self, *args: Any, user: User, event: Event | None = None, **kwargs: Any) -> None:
        self.event = event
        allowed = organisers(user)
        begun = starting_values(event) if event else _new_values(allowed)
        kwargs["initial"] = begun | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        authorities = {authority.pk for authority in allowed} | ({event.organiser_id} if event else set())
        self._offer("organiser", Authority.objects.filter(pk__in=authorities))
        actions = Action.objects.reported_by(user)
        milestones = Milestone.objects.filter(action__in=actions).select_related("action")
        if event and event.milestone_id:
            milestones |= Milestone.objects.filter(pk=event.milestone_id).select_related("action")
        self._offer("milestone", milestones)
        if event is None:
            del self.fields["status"], self.fields["revision"]
        elif event.status == Event.Status.HELD:
            for name in (*FIXED_WHEN_HELD, "status"):
                del self.fields[name]

    def _offer(self, name: str, rows: Any) -> None:
        cast(forms.ModelChoiceField, self.fields[name]).queryset = rows

    def see(self, event: Event) -> None:
        """The officer is told that the event has changed: the next submission rests on what it is now."""
        self.data = put(self.data, {"revision": str(event.revision)})

    def particulars(self) -> Particulars:
        """The form as the action takes it; only for a valid form. What it does not ask for stays."""
        said = dict(self.cleaned_data)
        said.pop("revision", None)
        if self.event:
            said = {**starting_values(self.event), **said}
            said.pop("revision")
        said["ends_on"] = said["ends_on"] or said["starts_on"]
        said["clusters"] = frozenset(said["clusters"])
        return Particulars(**said)


def starting_values(event: Event) -> dict[str, Any]:
    names = ("revision", *Particulars.__dataclass_fields__)
    values = {name: getattr(event, name) for name in names if name != "clusters"}
    return values | {"clusters": list(event.clusters.all())}


def _new_values(allowed: list[Authority]) -> dict[str, Any]:
    return {"organiser": allowed[0]} if len(allowed) == 1 else {}


class HeldForm(ActionForm):
    """That an event was held. Where it serves a milestone, with what an update of the action must say."""

    revision = forms.IntegerField(label=_("revision"), widget=forms.HiddenInput, min_value=0)
    quantity = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=MAX_QUANTITY,
        help_text=_("What the milestone counts, such as the units that took part."),
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": event.revision} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if event.milestone is None or not counts_within(event.milestone):
            del self.fields["quantity"]
        if event.milestone:
            self.fields |= {name: deepcopy(UpdateForm.base_fields[name]) for name in REPORTED}
            self.fields["confidence"].label = _("Will the action be done in time?")

    def report(self) -> Report | None:
        """For the action, which puts in its status and what is counted; only for a valid form."""
        if "confidence" not in self.fields:
            return None
        return Report(work_status="", **{name: self.cleaned_data[name] for name in REPORTED})

    def see(self, event: Event) -> None:
        self.data = put(self.data, {"revision": str(event.revision)})
