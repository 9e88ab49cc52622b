"""The officer's form: what is typed is filed, or comes back whole with the reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from interventions.models import (
    Action,
    ActionUpdate,
    DateChange,
    EvidenceFile,
    Milestone,
    MilestoneAchievement,
)
from tests.dom import by_id, elements, given, read, words
from tests.forms import as_it_stands

FORM = "/plan/KN-07/update/"
ReportOn = Callable[..., ActionUpdate]


def day(distance: int) -> str:
    return (timezone.localdate() + timedelta(distance)).isoformat()


def typed(**more: Any) -> dict[str, Any]:
    return {"revision": 0, "work_status": "in_progress", "confidence": "green", **more}


def pdf(name: str = "list.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 attendance")


def shown(response: Any) -> dict[str, str]:
    return as_it_stands(response.text)


def error_texts(response: Any) -> list[str]:
    (summary,) = elements(read(response.text), "div", class_="error-summary")
    return [words(item) for item in elements(summary, "li")]


@pytest.fixture
def at_work(officer: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(officer)


@pytest.mark.parametrize("language", ["", "/hi"])
def test_an_update_in_two_minutes(at_work: Client, officer: User, language: str) -> None:
    assert at_work.get(language + FORM).status_code == 200
    said = typed(
        done="शिविर लगा।", confidence="amber", reason="वर्षा।", pending_with="बैंक", pending_since=day(-3)
    )
    dates = {"finish_by": day(30), "date_reason": "बैठक में तय।", "evidence_link": "https://example.org/x"}
    response = at_work.post(language + FORM, {**said, **dates, "files": [pdf("सूची.pdf"), pdf("second.pdf")]})
    assert response.status_code == 302
    assert response.url == f"{language}/plan/KN-07/?filed=1#update-1"
    page = at_work.get(response.url)
    assert by_id(read(page.text), "update-1")
    update = ActionUpdate.objects.get()
    assert (update.reported_by, update.done, update.pending_with) == (officer, "शिविर लगा।", "बैंक")
    assert update.date_changes.get().reason == "बैठक में तय।"
    assert [file.name for file in update.evidence_files.all()] == ["सूची.pdf", "second.pdf"]


def test_the_form_begins_with_where_the_action_stands(
    at_work: Client, officer: User, report_on: ReportOn
) -> None:
    report_on(
        "KN-07", officer, work_status="partly_done", finish_by=timezone.localdate(), date_reason="Agreed."
    )
    values = shown(at_work.get(FORM))
    assert (values["work_status"], values["finish_by"], values["revision"]) == ("partly_done", day(0), "1")
    assert "confidence" not in values, "nobody says how sure they are by default"
    assert "start_by" not in values, "it has started"
    assert "start_by" not in shown(at_work.get("/plan/KN-01/update/")), "continuous"


def test_milestones_are_reported_with_the_update(at_work: Client, plan: Any) -> None:
    events = Milestone.objects.get(slug="international-events")
    name = f"milestone_{events.pk}"
    cluster = Action.objects.get(reference="KN-15").cluster
    said = typed(**{f"{name}_quantity": "2", f"{name}_on": day(-1), f"{name}_cluster": str(cluster.pk)})
    assert at_work.post("/plan/KN-02/update/", said).status_code == 302
    found = MilestoneAchievement.objects.get()
    assert (found.milestone, found.quantity, found.cluster) == (events, 2, cluster)


EVERYTHING = {
    "work_status": "completed",
    "confidence": "amber",
    "done": "Line one\nशिविर <b>&amp;</b>",
    "reason": "Rain “here”",
    "pending_with": "The bank & co",
    "pending_since": day(-2),
    "start_by": "",
    "finish_by": day(20),
    "date_reason": "Agreed.",
    "evidence_link": "https://example.org/?a=1&b=2",
    "revision": "0",
}


@pytest.mark.parametrize("language", ["", "/hi"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"confidence": "blue"},
        {"confidence": ""},
        {"reason": ""},
        {"done": ""},
        {"date_reason": ""},
        {"pending_since": ""},
        {"pending_since": "yesterday"},
        {"finish_by": "31-02-2027"},
        {"finish_by": day(-1)},
        {"evidence_link": "not a link"},
        {"reason": "x" * 2001},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_an_error_in_one_field_costs_nothing_in_another(
    at_work: Client, plan: Any, language: str, wrong: dict[str, str]
) -> None:
    said = EVERYTHING | wrong
    response = at_work.post(language + FORM, {**said, "files": [pdf()]})
    assert response.status_code == 422
    assert not ActionUpdate.objects.exists()
    assert error_texts(response)
    kept = shown(response)
    staged = EvidenceFile.objects.get()
    assert kept.pop("staged") == str(staged.pk)
    if said["confidence"] != "amber":
        said = {name: value for name, value in said.items() if name != "confidence"}
        assert "confidence" not in kept, "no other is chosen in its place"
    assert {name: kept.get(name, "nothing") for name in said} == said
    # Put right, it is filed, with the file that was attached the first time.
    filed = at_work.post(language + FORM, EVERYTHING | {"staged": [str(staged.pk)]})
    assert filed.status_code == 302
    assert ActionUpdate.objects.get().evidence_files.get() == staged


def test_the_error_names_its_field_and_leads_to_it(at_work: Client, plan: Any) -> None:
    response = at_work.post(FORM, typed(confidence="amber"))
    assert error_texts(response) == ["Reason: Amber or red needs a reason."]
    tree = read(response.text)
    (link,) = elements(elements(tree, "div", class_="error-summary")[0], "a")
    field = by_id(tree, given(link)["href"].removeprefix("#"))
    assert (given(field)["name"], given(field)["aria-invalid"]) == ("reason", "true")


def test_a_file_left_out_the_second_time_is_not_filed(at_work: Client, plan: Any) -> None:
    at_work.post(FORM, typed(confidence="red", files=[pdf()]))
    assert at_work.post(FORM, typed()).status_code == 302
    assert EvidenceFile.objects.get().update is None


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([SimpleUploadedFile("list.pdf", b"")], "empty"),
        ([SimpleUploadedFile("list.pdf", b"MZ" * 9)], "“list.pdf” is not a PDF, JPEG or PNG file"),
        ([SimpleUploadedFile("photo.jpg", b"%PDF-1.7")], "its name must end in .pdf"),
        ([SimpleUploadedFile("list.pdf", b"%PDF-" + b"\0" * 10 * 1024 * 1024)], "larger than 10 MB"),
        ([pdf(f"{number}.pdf") for number in range(6)], "At most 5 files"),
    ],
    ids=["empty", "disguised", "wrong ending", "oversized", "six"],
)
def test_a_file_that_is_refused(at_work: Client, plan: Any, files: list[Any], said: str) -> None:
    response = at_work.post(FORM, typed(done="Held.", files=files))
    assert response.status_code == 422
    assert any(said in text and text.startswith("Files:") for text in error_texts(response)), error_texts(
        response
    )
    assert shown(response)["done"] == "Held."
    assert not ActionUpdate.objects.exists()
    assert not EvidenceFile.objects.exists()


def test_a_sixth_file_over_several_tries(at_work: Client, plan: Any) -> None:
    wrong = typed(confidence="red")
    response = at_work.post(FORM, {**wrong, "files": [pdf(f"{number}.pdf") for number in range(4)]})
    staged = [given(box)["value"] for box in elements(read(response.text), "input", name="staged")]
    assert len(staged) == 4
    response = at_work.post(FORM, {**typed(), "staged": staged, "files": [pdf("5.pdf"), pdf("6.pdf")]})
    assert response.status_code == 422
    assert error_texts(response) == ["Files: At most 5 files to an update."]
    assert at_work.post(FORM, {**typed(), "staged": staged, "files": [pdf("5.pdf")]}).status_code == 302
    assert ActionUpdate.objects.get().evidence_files.count() == 5


@pytest.mark.parametrize("forged", ["0", "999999", "x", "", "-1", "٣", "1" * 40, "\x00", "1.0"])
def test_a_forged_staged_file(at_work: Client, plan: Any, forged: str) -> None:
    assert at_work.post(FORM, typed(staged=[forged])).status_code == 302
    assert not ActionUpdate.objects.get().evidence_files.exists()


def test_the_staged_file_of_another(
    at_work: Client, deputy: User, signed_in: Callable[[User], Client]
) -> None:
    signed_in(deputy).post(FORM, typed(confidence="red", files=[pdf()]))
    file = EvidenceFile.objects.get()
    assert at_work.post(FORM, typed(staged=[str(file.pk)])).status_code == 302
    file.refresh_from_db()
    assert file.update is None


@pytest.mark.parametrize("revision", ["", "x", "-1", "1e3", "9" * 5000, "\x00"])
def test_a_forged_revision(at_work: Client, plan: Any, revision: str) -> None:
    response = at_work.post(FORM, typed(revision=revision, done="Held."))
    assert response.status_code == 422
    assert error_texts(response)
    assert shown(response)["done"] == "Held."
    assert not ActionUpdate.objects.exists()


def test_a_revision_from_the_future_is_stale_too(at_work: Client, plan: Any) -> None:
    response = at_work.post(FORM, typed(revision="9" * 40, done="Held."))
    assert response.status_code == 409
    assert shown(response)["revision"] == "0"


@pytest.mark.parametrize("ended", ["\r\n", "\n"])
def test_a_line_break_counts_as_one_sign(at_work: Client, plan: Any, ended: str) -> None:
    """A browser lets one type 4000 signs and sends two for each line break."""
    text = ended.join(["x" * 99] * 40)
    assert at_work.post(FORM, typed(done=text)).status_code == 302
    assert ActionUpdate.objects.get().done == "\n".join(["x" * 99] * 40)


@pytest.mark.parametrize("said", [{"date_reason": "Slow."}, {"finish_by": ""}], ids=["reason", "emptied"])
def test_nothing_is_dropped_in_silence(
    at_work: Client, officer: User, report_on: ReportOn, said: dict[str, str]
) -> None:
    """A reason for a date that does not move, and a date that was emptied, are told of."""
    report_on("KN-07", officer, finish_by=timezone.localdate() + timedelta(9), date_reason="Agreed.")
    response = at_work.post(FORM, shown(at_work.get(FORM)) | {"confidence": "green"} | said)
    assert response.status_code == 422
    assert DateChange.objects.count() == 1
