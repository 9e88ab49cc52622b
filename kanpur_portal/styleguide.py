"""Every component of the portal on one page, for those who build and check pages."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from exports.models import MarketLink, MarketNote
from exports.scheme_result import Proof, SumRow, SumTable
from interventions.models import ActionUpdate
from interventions.schedule import Schedule, WorkStatus
from sources.marks import Flag, Marks, PrintedText

SAMPLE_CHART = mark_safe(
    '<svg viewBox="0 0 300 60"><g fill="#0b5558">'
    '<path d="M10 40h60v15H10z"/><path d="M90 25h60v30H90z"/><path d="M170 10h60v45h-60z"/></g></svg>'
)
SAMPLE_MARKS = [
    {"ref": "D-000", "summary": _("Sample: what is wrong in the document."), "url": "#discrepancy"},
    {"ref": "D-999", "summary": _("Sample: another thing that is wrong."), "url": "#discrepancy"},
]
SAMPLE_ENTRIES = [
    {
        "id": "sample-entry",
        "heading": _("Sample: an update"),
        "meta": _("Sample: who reported it, and when"),
        "tags": [{"value": "in_progress", "label": WorkStatus.IN_PROGRESS.label}],
        "body": [_("Sample: what was done, in the officer's words.")],
        "links": [{"url": "#timeline", "label": _("Sample: a link to evidence")}],
    },
    {"heading": _("Sample: an entry with a heading only")},
]


def sample_texts() -> list[PrintedText]:
    """Two printed sentences: of one line, and of many with many flags."""
    few, many = (
        Marks(
            url="#marks",
            lines=",".join(str(line) for line in range(1, count + 1)),
            document=gettext("Sample: a document"),
            places=tuple((str(line), "#marks") for line in range(1, count + 1)),
            record="",
            flags=tuple(
                Flag(
                    ref=f"D-00{number}",
                    summary=gettext("Sample: what is wrong in the document."),
                    url="#marks",
                    cut_off=False,
                )
                for number in range(count)
            ),
        )
        for count in (1, 9)
    )
    return [
        PrintedText("sample-text-1", "1", "Sample words.", "", few),
        PrintedText("sample-text-2", "2", "More sample words.", "A sample note.", many),
    ]


def sample_facts() -> list[MarketNote]:
    """One that was looked up, one that was not."""
    looked_up = MarketNote(
        certainty=MarketNote.Certainty.REPORTED,
        source=gettext("Sample: who says so"),
        verified_on=timezone.localdate(),
    )
    return [looked_up, MarketNote(certainty=MarketNote.Certainty.UNVERIFIED)]


def sample_sum() -> SumTable:
    """A sum of two steps, the first bound by its cap."""
    proof = Proof(printed="Sample words.", marks=sample_texts()[0].marks)
    steps = [("₹ 3", gettext("Sample: the cap")), ("₹ 2", gettext("Sample: the rate"))]
    rows = (SumRow(gettext("Sample: a cost"), "₹ 4", "", "₹ 3", bound, pays, proof) for pays, bound in steps)
    return SumTable("", tuple(rows), "₹ 5", "₹ 5")


class SampleForm(forms.Form):
    text = forms.CharField(label=_("Sample: text"), help_text=_("Sample: what to write here."))
    choice = forms.ChoiceField(label=_("Sample: choice"), choices=WorkStatus, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        label=_("Sample: several"), choices=Schedule, widget=forms.CheckboxSelectMultiple, required=False
    )
    selected = forms.ChoiceField(label=_("Sample: list"), choices=WorkStatus, required=False)
    day = forms.DateField(label=_("Sample: date"), required=False, widget=forms.DateInput({"type": "date"}))
    words = forms.CharField(label=_("Sample: long text"), widget=forms.Textarea, required=False)
    file = forms.FileField(label=_("Sample: file"), required=False)
    agreed = forms.BooleanField(label=_("Sample: a box to tick"), required=False)


class SampleFilters(forms.Form):
    heading = forms.CharField(label=_("Sample: text"), required=False)
    status = forms.ChoiceField(label=_("Sample: list"), choices=WorkStatus, required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not request.user.is_staff:
        raise PermissionDenied
    context = {
        "statuses": WorkStatus.choices,
        "schedules": Schedule.choices,
        "confidences": ActionUpdate.Confidence.choices,
        "roles": MarketLink.Role.choices,
        "facts": sample_facts(),
        "notice_kinds": ["info", "success", "warning", "error"],
        "figure_kinds": ["printed", "computed", "reported"],
        "discrepancies": SAMPLE_MARKS,
        "texts": sample_texts(),
        "entries": SAMPLE_ENTRIES,
        "form": SampleForm({"day": "x"}, prefix="sample"),
        "filters": SampleFilters(prefix="filter"),
        "chips": [{"label": _("Sample: a filter"), "remove_url": "#filter_bar"}],
        "page": Paginator(range(30), 10).page(2),
        "svg": SAMPLE_CHART,
        "sum_table": sample_sum(),
        "header": [_("Sample: row"), _("Sample: number")],
        "rows": [[_("Sample: first"), "1"], [_("Sample: second"), "2"], [_("Sample: third"), "3"]],
    }
    return render(request, "styleguide.html", context)
