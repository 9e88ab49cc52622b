"""Two officers save the same row: the second is shown what changed, and loses nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from interventions.actions import review_update
from interventions.models import Action, ActionUpdate, EvidenceFile
from tests.dom import by_id, elements, given, read, words
from tests.forms import as_it_stands

FORM = "/plan/KN-07/update/"
ReportOn = Callable[..., ActionUpdate]


def day(distance: int) -> Any:
    return timezone.localdate() + timedelta(distance)


@pytest.fixture
def opened(officer: User, signed_in: Callable[[User], Client]) -> tuple[Client, dict[str, str]]:
    """The officer has the form open, and has typed."""
    client = signed_in(officer)
    values = as_it_stands(client.get(FORM).text)
    # It will turn out that it has started: then no start date is asked for any more.
    values = {name: value for name, value in values.items() if "start_by" not in name}
    return client, values | {
        "confidence": "green",
        "done": "शिविर लगा।\nTwo lines.",
        "work_status": "partly_done",
    }


@pytest.mark.parametrize("language", ["", "/hi"])
def test_the_second_is_shown_what_the_first_wrote_and_keeps_their_own(
    opened: tuple[Client, dict[str, str]], deputy: User, report_on: ReportOn, language: str
) -> None:
    client, mine = opened
    report_on("KN-07", deputy, done="Theirs, first.")
    file = SimpleUploadedFile("list.pdf", b"%PDF-1.7")
    response = client.post(language + FORM, mine | {"files": [file]})
    assert response.status_code == 409
    assert ActionUpdate.objects.count() == 1
    page = read(response.text)
    (changes,) = [section for section in elements(page, "section") if elements(section, id="changes-heading")]
    assert "Theirs, first." in words(changes)
    assert len(elements(changes, "li", id="update-1")) == 1
    assert len([entry for entry in elements(changes, "li") if "id" in given(entry)]) == 1
    again = as_it_stands(response.text)
    assert again["revision"] == "1"
    assert again["staged"] == str(EvidenceFile.objects.get().pk)
    assert {name: again[name] for name in mine if name != "revision"} == {
        name: value for name, value in mine.items() if name != "revision"
    }
    # Submitted as it stands, it is filed after theirs.
    assert client.post(language + FORM, again).status_code == 302
    filed = ActionUpdate.objects.get(number=2)
    assert (filed.done, filed.evidence_files.count()) == (mine["done"], 1)


def test_all_that_happened_meanwhile_is_shown_and_nothing_else(
    opened: tuple[Client, dict[str, str]], officer: User, deputy: User, report_on: ReportOn
) -> None:
    client, mine = opened
    report_on("KN-07", officer, done="Seen by now.")
    mine["revision"] = "1"
    closing = report_on("KN-07", officer, work_status="completed", done="Not seen.")
    review_update(by=deputy, update=closing, outcome="returned", note="Not seen either.")
    page = read(client.post(FORM, mine).text)
    (changes,) = [section for section in elements(page, "section") if elements(section, id="changes-heading")]
    assert [given(entry)["id"] for entry in elements(changes, "li") if "id" in given(entry)] == [
        "review-2",
        "update-2",
    ]
    assert "Seen by now." not in words(changes)


def test_a_date_that_the_first_moved_is_not_moved_back_by_the_second(
    opened: tuple[Client, dict[str, str]], officer: User, deputy: User, report_on: ReportOn
) -> None:
    """Who did not touch the date has nothing to say about it."""
    client, _ = opened
    report_on("KN-07", officer, finish_by=day(9), date_reason="Agreed.")
    mine = as_it_stands(client.get(FORM).text) | {"confidence": "green"}
    report_on("KN-07", deputy, finish_by=day(40), date_reason="The bank is slow.")
    response = client.post(FORM, mine)
    assert response.status_code == 409
    again = as_it_stands(response.text)
    assert again["finish_by"] == day(40).isoformat(), "the form shows the date that now holds"
    assert client.post(FORM, again).status_code == 302
    assert Action.objects.get(reference="KN-07").finish_by == day(40)


def test_a_date_that_both_moved_is_the_seconds_to_decide(
    opened: tuple[Client, dict[str, str]], officer: User, deputy: User, report_on: ReportOn
) -> None:
    client, _ = opened
    report_on("KN-07", officer, finish_by=day(9), date_reason="Agreed.")
    mine = as_it_stands(client.get(FORM).text)
    mine |= {"confidence": "green", "finish_by": day(20).isoformat(), "date_reason": "Agreed anew."}
    report_on("KN-07", deputy, finish_by=day(40), date_reason="The bank is slow.")
    again = as_it_stands(client.post(FORM, mine).text)
    assert (again["finish_by"], again["date_reason"]) == (day(20).isoformat(), "Agreed anew.")
    assert client.post(FORM, again).status_code == 302
    change = ActionUpdate.objects.get(number=3).date_changes.get()
    assert (change.old_date, change.new_date) == (day(40), day(20))


def test_a_start_date_set_before_somebody_else_said_that_it_has_started(
    opened: tuple[Client, dict[str, str]], deputy: User, report_on: ReportOn
) -> None:
    client, mine = opened
    report_on("KN-07", deputy, work_status="in_progress", done="Begun.")
    response = client.post(FORM, mine | {"start_by": day(9).isoformat(), "date_reason": "Later."})
    assert response.status_code == 409
    assert as_it_stands(response.text)["date_reason"] == "Later."
    refused = client.post(FORM, as_it_stands(response.text))
    assert refused.status_code == 422, "a reason without a date is told of, not dropped"
    assert by_id(read(refused.text), "content")


def test_a_conflict_after_a_conflict(
    opened: tuple[Client, dict[str, str]], deputy: User, report_on: ReportOn
) -> None:
    client, mine = opened
    for number in (1, 2):
        report_on("KN-07", deputy, done=f"Theirs, {number}.")
        response = client.post(FORM, mine)
        assert response.status_code == 409
        assert f"Theirs, {number}." in words(read(response.text))
        mine = as_it_stands(response.text)
    assert client.post(FORM, mine).status_code == 302
    assert ActionUpdate.objects.count() == 3
