"""A development project as its report prints it, ready for its page."""

from dataclasses import dataclass
from typing import Any

from clusters.areas import area_name
from clusters.models import Organisation, Place, Statement
from interventions.models import Project, ProjectActivity, ProjectObjective, ProjectPartner, ProjectResult
from sources.bilingual import localized
from sources.downloads import api_file_addresses
from sources.formatting import printed_amount
from sources.marks import Key, Marks, PrintedText, key_of, marks_for, printed_texts


@dataclass(frozen=True)
class ResultRow:
    """A printed result with the counts that its words state; `of` says what a count is of."""

    text: PrintedText
    amounts: tuple[tuple[str, str], ...]  # of, amount
    url: str


@dataclass(frozen=True)
class PartnerRow:
    text: PrintedText
    role: str
    name: str
    url: str


@dataclass(frozen=True)
class NamedRow:
    """An organisation or place that the report names, with the page that has it."""

    name: str
    url: str
    district: str  # of a place
    marks: Marks


def project_page(project: Project) -> dict[str, Any]:
    """Everything that the project's report says, in a bounded number of queries."""
    document = project.document
    statements = list(Statement.objects.filter(document=document).select_related("document"))
    objectives, activities, results = (
        list(model.objects.filter(project=project).select_related("document"))
        for model in (ProjectObjective, ProjectActivity, ProjectResult)
    )
    partners = list(project.projectpartners.select_related("document", "organisation"))
    organisations = list(Organisation.objects.filter(document=document).select_related("document"))
    places = list(Place.objects.filter(document=document).select_related("document", "cluster"))
    records = [*statements, *objectives, *activities, *results, *partners, *organisations, *places]
    marks = marks_for([project, *records])
    return {
        "project": project,
        "name": localized(project, "name"),
        "marks": marks[key_of(project)],
        "duration": _duration(project),
        "cluster": {"url": project.cluster.get_absolute_url(), "name": localized(project.cluster, "name")},
        "document_title": localized(document, "title"),
        "statements": printed_texts(statements, marks),
        "objectives": printed_texts(objectives, marks),
        "activities": printed_texts(activities, marks),
        "results": [_result_row(result, marks) for result in results],
        "partners": [_partner_row(partner, marks) for partner in partners],
        "organisations": [_named_row(organisation, marks) for organisation in organisations],
        "places": [_named_row(place, marks) for place in places],
        "files": api_file_addresses(ProjectResult),
    }


def _duration(project: Project) -> str:
    """As printed; the days that the project stands for are fields of its own."""
    return next((number.as_printed for number in project.printed_numbers if number.field == "duration"), "")


def _result_row(result: ProjectResult, marks: dict[Key, Marks]) -> ResultRow:
    return ResultRow(
        text=printed_texts([result], marks)[0],
        amounts=tuple(
            ("" if number.field == number.unit else number.field, printed_amount(number))
            for number in result.printed_numbers
            if number.value is not None and number.unit not in ("row", "rank")
        ),
        url=result.url,
    )


def _partner_row(partner: ProjectPartner, marks: dict[Key, Marks]) -> PartnerRow:
    return PartnerRow(
        text=printed_texts([partner], marks)[0],
        role=str(partner.get_role_display()),
        name=localized(partner.organisation, "name"),
        url=partner.organisation.get_absolute_url(),
    )


def _named_row(record: Organisation | Place, marks: dict[Key, Marks]) -> NamedRow:
    return NamedRow(
        name=localized(record, "name"),
        url=record.get_absolute_url(),
        district=area_name(getattr(record, "district_name", "")),
        marks=marks[key_of(record)],
    )
