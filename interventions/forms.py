"""The officer's form. It reads what was typed; the rules are those of interventions.actions."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from interventions.actions import Achievement, Report
from interventions.models import Action, ActionUpdate, EvidenceFile, Milestone, UpdateReview
from interventions.rules import MAX_LENGTHS, MAX_QUANTITY
from interventions.schedule import Timeline, WorkStatus
from sources.bilingual import localized
from sources.forms import ActionForm, Text

# What the report takes from the form as it is.
REPORT_FIELDS = (
    "work_status",
    "confidence",
    "done",
    "reason",
    "pending_with",
    "pending_since",
    "evidence_link",
    "start_by",
    "finish_by",
    "date_reason",
)
# The dates of the action, each with what it was when the officer opened the form.
SEEN = {"start_by": "seen_start_by", "finish_by": "seen_finish_by"}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = FilesInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(item, initial) for item in data or []]


class ClusterField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Cluster) -> str:
        return localized(obj, "name")


class UpdateForm(ActionForm):
    """What an officer reports on one action."""

    shown_at: ClassVar[dict[str, str]] = {"evidence_files": "files"}

    revision = forms.IntegerField(label=_("revision"), widget=forms.HiddenInput, min_value=0)
    work_status = forms.ChoiceField(
        label=_("How far is the work?"), choices=WorkStatus, widget=forms.RadioSelect
    )
    confidence = forms.ChoiceField(
        label=_("Will it be done in time?"), choices=ActionUpdate.Confidence, widget=forms.RadioSelect
    )
    done = Text(
        label=_("What was done"),
        max_length=MAX_LENGTHS["done"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Since the last update; in Hindi or English. Names of trainees or applicants do not belong here."
        ),
    )
    reason = Text(
        label=_("Reason"),
        max_length=MAX_LENGTHS["reason"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for amber and red, for dropping and for reopening."),
    )
    pending_with = forms.CharField(
        label=_("Pending with"),
        max_length=MAX_LENGTHS["pending_with"],
        required=False,
        help_text=_("Office or department. Needed when the action is behind."),
    )
    pending_since = forms.DateField(label=_("Pending since"), required=False, widget=DateInput)
    start_by = forms.DateField(label=_("Start by"), required=False, widget=DateInput)
    finish_by = forms.DateField(label=_("Finish by"), required=False, widget=DateInput)
    seen_start_by = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_finish_by = forms.CharField(required=False, widget=forms.HiddenInput)
    date_reason = forms.CharField(
        label=_("Why the date moves"),
        max_length=MAX_LENGTHS["date_reason"],
        required=False,
        help_text=_("Needed when you set or change a date. The old date stays in the history."),
    )
    evidence_link = forms.URLField(
        label=_("Link to evidence"),
        max_length=MAX_LENGTHS["evidence_link"],
        required=False,
        assume_scheme="https",
        help_text=_("Everyone who reads the plan sees this address."),
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Files"),
        required=False,
        help_text=_("PDF, JPEG or PNG, up to 10 MB each, at most 5. Only signed-in staff can open them."),
    )

    def __init__(self, *args: Any, action: Action, user: User, **kwargs: Any) -> None:
        self.action, self.user = action, user
        kwargs["initial"] = self.starting_values(action) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if action.timeline == Timeline.CONTINUOUS:
            for name in (*SEEN, *SEEN.values(), "date_reason"):
                del self.fields[name]
        elif action.work_status != WorkStatus.NOT_STARTED:
            del self.fields["start_by"], self.fields["seen_start_by"]
        self.milestones = list(action.milestones.all())
        for milestone in self.milestones:
            self._add_milestone(milestone)

    @staticmethod
    def starting_values(action: Action) -> dict[str, Any]:
        return {
            "revision": action.revision,
            "work_status": action.work_status,
            **{name: getattr(action, name) for name in SEEN},
            **{seen: getattr(action, name) for name, seen in SEEN.items()},
        }

    def _add_milestone(self, milestone: Milestone) -> None:
        name = f"milestone_{milestone.pk}"
        self.fields[f"{name}_quantity"] = forms.IntegerField(
            label=_("How many"), required=False, min_value=1, max_value=MAX_QUANTITY
        )
        self.fields[f"{name}_on"] = forms.DateField(label=_("On"), required=False, widget=DateInput)
        if milestone.each_cluster:
            self.fields[f"{name}_cluster"] = ClusterField(
                Cluster.objects.all(), label=_("Cluster"), required=False
            )

    def groups(self) -> dict[str, Any]:
        """The fields in the order and folds of the page; a fold with something in it stands open."""
        folds = {
            "pending": ("pending_with", "pending_since"),
            "date": ("start_by", "finish_by", "date_reason"),
            "evidence": ("evidence_link", "files"),
        }
        groups: dict[str, Any] = {
            "main_fields": [self[name] for name in ("work_status", "confidence", "done", "reason")]
        }
        for fold, names in folds.items():
            fields = [self[name] for name in names if name in self.fields]
            groups[f"{fold}_fields"] = fields
            groups[f"{fold}_open"] = any(field.errors or field.value() for field in fields)
        # An action that is behind has to say with whom it is pending, unless it is green.
        groups["pending_open"] = groups["pending_open"] or self.action.standing().behind
        return groups

    def see(self, action: Action) -> None:
        """The officer is shown what became of the action: the next submission rests on that."""
        dates = {name: str(getattr(action, name) or "") for name in self.untouched_dates()}
        seen = {SEEN[name]: day for name, day in dates.items()}
        self.data = put(self.data, {"revision": str(action.revision), **dates, **seen})

    def untouched_dates(self) -> list[str]:
        """The dates that the officer left as they were when the form was opened."""
        return [
            name
            for name, seen in SEEN.items()
            if name in self.fields and self.data.get(name, "") == self.data.get(seen, "")
        ]

    def milestone_groups(self) -> list[dict[str, Any]]:
        """The fields of each milestone, for the template."""
        names = ("quantity", "on", "cluster")
        return [
            {
                "title": localized(milestone, "title"),
                "target": milestone.target_as_printed,
                "fields": [
                    self[f"milestone_{milestone.pk}_{name}"]
                    for name in names
                    if f"milestone_{milestone.pk}_{name}" in self.fields
                ],
            }
            for milestone in self.milestones
        ]

    def staged_files(self) -> list[EvidenceFile]:
        """Files that were attached in an earlier try of this form."""
        named = self.data.getlist("staged") if isinstance(self.data, QueryDict) else []
        numbers = [int(pk) for pk in named if pk.isascii() and pk.isdecimal() and len(pk) < 16]
        return list(
            EvidenceFile.objects.filter(pk__in=numbers, owner=self.user, action=self.action, update=None)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, seen in SEEN.items():
            if cleaned.get(seen) and not self.data.get(name):
                self.add_error(name, _("A date that is set can be moved, but not taken away."))
        for milestone in self.milestones:
            name = f"milestone_{milestone.pk}"
            if bool(cleaned.get(f"{name}_quantity")) != bool(cleaned.get(f"{name}_on")):
                missing = "on" if cleaned.get(f"{name}_quantity") else "quantity"
                if f"{name}_{missing}" not in self.errors:
                    self.add_error(f"{name}_{missing}", _("Give both: how many, and on which day."))
        return cleaned

    def report(self, evidence_files: list[EvidenceFile]) -> Report:
        """The form as the action takes it; only for a valid form."""
        own = {name: self.cleaned_data[name] for name in REPORT_FIELDS if name in self.cleaned_data}
        own |= dict.fromkeys(self.untouched_dates())
        return Report(**own, achievements=tuple(self._achievements()), evidence_files=tuple(evidence_files))

    def _achievements(self) -> list[Achievement]:
        found = []
        for milestone in self.milestones:
            name = f"milestone_{milestone.pk}"
            quantity, on = self.cleaned_data[f"{name}_quantity"], self.cleaned_data[f"{name}_on"]
            if quantity and isinstance(on, date):
                found.append(Achievement(milestone, on, quantity, self.cleaned_data.get(f"{name}_cluster")))
        return found


class ReviewForm(ActionForm):
    """The second person's decision on the update that they have read."""

    number = forms.IntegerField(label=_("Number"), widget=forms.HiddenInput, min_value=1)
    outcome = forms.ChoiceField(label=_("Decision"), choices=UpdateReview.Outcome, widget=forms.RadioSelect)
    note = Text(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return the update."),
    )

    def see(self, number: int) -> None:
        """The second person is shown this update: the next decision is on it."""
        self.data = put(self.data, {"number": str(number)})


def put(data: Mapping[str, Any], values: dict[str, str]) -> QueryDict:
    """What was posted, with other values in some places."""
    changed = QueryDict(mutable=True)
    changed.update(data)
    for name, value in values.items():
        changed[name] = value
    return changed
