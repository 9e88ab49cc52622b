"""Trainings as printed, ready for their page: one stated headcount, topics, material to learn from."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from interventions.models import ProjectResult
from sources.bilingual import localized
from sources.downloads import api_file_addresses
from sources.formatting import printed_amount
from sources.marks import Key, Marks, PrintedText, key_of, marks_for, printed_texts
from trainings.models import Programme, Resource, StudyMission, Topic

# What the numbers of a headcount count, in printed order.
_COUNTED = {
    "programmes": _("training programmes"),
    "persons": _("persons reached"),
    "tanneries": _("tanneries reached"),
}
# The results of projects that speak of an award; the documents name no other.
_AWARD_RESULTS = ("result-3",)


@dataclass(frozen=True)
class Figure:
    """One number of a headcount, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True)
class ProgrammeRow:
    name: str
    project_name: str
    project_url: str
    text: PrintedText
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class ResourceRow:
    name: str
    kind: str
    amount: str
    url: str
    text: PrintedText


@dataclass(frozen=True)
class TopicRow:
    name: str
    text: PrintedText


@dataclass(frozen=True)
class AwardRow:
    """What a project's report says of an award: the result stands on the project's page."""

    url: str
    project: str
    text: PrintedText


def training_page() -> dict[str, Any]:
    """All that is printed of trainings, in a bounded number of queries."""
    programmes, topics, resources = (
        list(model.objects.select_related("document", "project")) for model in (Programme, Topic, Resource)
    )
    awards = list(ProjectResult.objects.filter(slug__in=_AWARD_RESULTS).select_related("document", "project"))
    missions = list(StudyMission.objects.select_related("document"))
    marks = marks_for([*programmes, *topics, *resources, *awards, *missions])
    return {
        "programmes": [_programme_row(programme, marks) for programme in programmes],
        "topics": [
            TopicRow(localized(topic, "name"), text)
            for topic, text in zip(topics, printed_texts(topics, marks), strict=True)
        ],
        "stated_topics": sum(row.count or 0 for row in resources if row.count_unit == "topics"),
        "resources": [_resource_row(resource, marks) for resource in resources],
        "awards": [
            AwardRow(
                award.get_absolute_url(), localized(award.project, "name"), *printed_texts([award], marks)
            )
            for award in awards
        ],
        "own_missions": [mission_row(row, marks) for row in missions if row.of_the_district],
        "other_missions": [mission_row(row, marks) for row in missions if not row.of_the_district],
        "files": {
            model._meta.model_name: api_file_addresses(model)
            for model in (Programme, Topic, Resource, StudyMission)
        },
    }


def _programme_row(programme: Programme, marks: dict[Key, Marks]) -> ProgrammeRow:
    numbers = {number.field: replace(number, unit="") for number in programme.printed_numbers}
    return ProgrammeRow(
        name=localized(programme, "name"),
        project_name=localized(programme.project, "name"),
        project_url=programme.project.get_absolute_url(),
        text=printed_texts([programme], marks)[0],
        figures=tuple(
            Figure(printed_amount(numbers[field]), str(label)) for field, label in _COUNTED.items()
        ),
    )


def _resource_row(resource: Resource, marks: dict[Key, Marks]) -> ResourceRow:
    counts = [printed_amount(number) for number in resource.printed_numbers if number.field == "count"]
    return ResourceRow(
        name=localized(resource, "name"),
        kind=str(resource.get_kind_display()),
        amount=", ".join(counts),
        url=resource.url,
        text=printed_texts([resource], marks)[0],
    )


def mission_row(mission: StudyMission, marks: dict[Key, Marks]) -> dict[str, Any]:
    return {
        "name": localized(mission, "name"),
        "url": mission.get_absolute_url(),
        "marks": marks[key_of(mission)],
    }
