"""A study mission as printed, ready for its page."""

from typing import Any

from clusters.models import Organisation, Statement
from sources.bilingual import localized
from sources.downloads import api_file_addresses
from sources.formatting import printed_amount
from sources.marks import key_of, marks_for, printed_texts
from trainings.models import StudyMission


def study_mission_page(mission: StudyMission) -> dict[str, Any]:
    """Everything that its document says, in a bounded number of queries."""
    statements = list(Statement.objects.filter(document=mission.document).select_related("document"))
    organisations = list(Organisation.objects.filter(document=mission.document).select_related("document"))
    marks = marks_for([mission, *statements, *organisations])
    participants = [
        printed_amount(number) for number in mission.printed_numbers if number.field == "participants"
    ]
    return {
        "mission": mission,
        "name": localized(mission, "name"),
        "marks": marks[key_of(mission)],
        "country_from": localized(mission.country_from, "name"),
        "country_to": localized(mission.country_to, "name"),
        "participants": ", ".join(participants),
        "document_title": localized(mission.document, "title"),
        "statements": printed_texts(statements, marks),
        "organisations": [
            {
                "name": localized(organisation, "name"),
                "url": organisation.get_absolute_url(),
                "marks": marks[key_of(organisation)],
            }
            for organisation in organisations
        ],
        "files": api_file_addresses(StudyMission),
    }
