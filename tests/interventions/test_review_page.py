"""The second person's decision, and the evidence that it rests on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interventions.actions import stage_evidence
from interventions.models import Action, ActionUpdate, EvidenceFile, UpdateReview
from kanpur_portal import roles
from tests.dom import elements, given, read, words
from tests.factories import UserFactory

REVIEW = "/plan/KN-07/review/"
ReportOn = Callable[..., ActionUpdate]
SignedIn = Callable[[User], Client]


@pytest.fixture
def closing(officer: User, report_on: ReportOn) -> ActionUpdate:
    report_on("KN-07", officer, done="Begun.")
    return report_on("KN-07", officer, work_status="completed", done="Standards agreed.")


def decision(client: Client, **said: str) -> dict[str, str]:
    """What the form on the action's page would send."""
    forms = elements(read(client.get("/plan/KN-07/").text), "form", action=REVIEW)
    hidden = {
        given(field)["name"]: given(field)["value"]
        for form in forms
        for field in elements(form, "input", type="hidden")
        if given(field)["name"] != "csrfmiddlewaretoken"
    }
    return hidden | said


@pytest.mark.parametrize(
    ("outcome", "note", "status"), [("confirmed", "", "completed"), ("returned", "Which?", "in_progress")]
)
def test_the_decision_is_recorded(
    closing: ActionUpdate, deputy: User, signed_in: SignedIn, outcome: str, note: str, status: str
) -> None:
    client = signed_in(deputy)
    response = client.post(REVIEW, decision(client, outcome=outcome, note=note))
    assert (response.status_code, response.url) == (302, "/plan/KN-07/")
    action = Action.objects.get(reference="KN-07")
    assert (action.work_status, action.awaiting_confirmation) == (status, False)
    assert "Your decision on update 2 is recorded." in words(read(client.get(response.url).text))


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "returned"},
        {"outcome": "returned", "note": " \n"},
        {"outcome": "maybe", "note": "x"},
        {"note": "Without a decision."},
        {"outcome": "returned", "note": "x" * 2001},
    ],
)
def test_a_decision_that_does_not_hold_together(
    closing: ActionUpdate, deputy: User, signed_in: SignedIn, said: dict[str, str]
) -> None:
    client = signed_in(deputy)
    response = client.post(REVIEW, decision(client, **said))
    assert response.status_code == 422
    page = read(response.text)
    assert words(elements(page, "div", class_="error-summary")[0])
    assert words(elements(page, "textarea")[0]) == said.get("note", "").strip()
    assert not UpdateReview.objects.exists()


def test_nobody_confirms_what_they_have_not_seen(
    closing: ActionUpdate, officer: User, deputy: User, report_on: ReportOn, signed_in: SignedIn
) -> None:
    """While the Deputy Commissioner reads, the officer files another closing report."""
    client = signed_in(deputy)
    read_by_then = decision(client, outcome="confirmed")
    report_on("KN-07", officer, work_status="completed", done="Something quite different.")
    response = client.post(REVIEW, read_by_then)
    assert response.status_code == 422
    assert not UpdateReview.objects.exists()
    assert "Something quite different." in response.text
    # Having read it, they decide on that one.
    assert client.post(REVIEW, decision(client, outcome="confirmed")).status_code == 302
    assert UpdateReview.objects.get().update.number == 3


def test_a_decision_on_nothing(deputy: User, signed_in: SignedIn) -> None:
    client = signed_in(deputy)
    response = client.post(REVIEW, {"outcome": "confirmed"})
    assert response.status_code == 422
    assert words(elements(read(response.text), "div", class_="error-summary")[0])
    assert client.post("/plan/KN-99/review/", {"outcome": "confirmed"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "99", "x", "9" * 40, "\x00", "-1"])
def test_a_decision_on_an_update_that_is_not_there(
    closing: ActionUpdate, deputy: User, signed_in: SignedIn, number: str
) -> None:
    client = signed_in(deputy)
    said = decision(client, outcome="confirmed")
    assert said, "the form says which update it is about"
    assert client.post(REVIEW, said | dict.fromkeys(said.keys() - {"outcome"}, number)).status_code in (
        404,
        422,
    )
    assert not UpdateReview.objects.exists()


@pytest.mark.parametrize("said", [{"outcome": "confirmed"}, {}])
def test_who_may_not_decide(
    closing: ActionUpdate,
    officer: User,
    other_officer: User,
    analyst: User,
    deputy: User,
    signed_in: SignedIn,
    said: dict[str, str],
) -> None:
    said = decision(signed_in(deputy)) | said
    for user in (officer, other_officer, analyst, UserFactory(role=roles.ADMINISTRATOR)):
        assert signed_in(user).post(REVIEW, said).status_code == 403, user
    assert Client().post(REVIEW, said).url.startswith("/accounts/login/")
    assert signed_in(deputy).get(REVIEW).status_code == 405
    assert not UpdateReview.objects.exists()


def test_nor_the_one_who_reported(deputy: User, report_on: ReportOn, signed_in: SignedIn) -> None:
    report_on("KN-07", deputy, work_status="completed", done="Standards agreed.")
    assert signed_in(deputy).post(REVIEW, {"outcome": "confirmed", "number": "1"}).status_code == 403


class TestEvidence:
    @pytest.fixture
    def file(self, officer: User, report_on: ReportOn) -> EvidenceFile:
        action = Action.objects.get(reference="KN-07")
        upload = SimpleUploadedFile("उपस्थिति (camp).pdf", b"%PDF-1.7 names")
        staged = stage_evidence(by=officer, action=action, files=[upload])
        report_on("KN-07", officer, evidence_files=tuple(staged))
        return EvidenceFile.objects.get()

    def address(self, file: Any, reference: str = "KN-07") -> str:
        return f"/plan/{reference}/evidence/{getattr(file, 'pk', file)}/"

    def test_staff_open_it_and_it_is_saved_not_shown(
        self, file: EvidenceFile, officer: User, other_officer: User, deputy: User, signed_in: SignedIn
    ) -> None:
        for user in (officer, other_officer, deputy):
            response = signed_in(user).get(self.address(file))
            assert response.status_code == 200
            assert b"".join(response.streaming_content) == b"%PDF-1.7 names"
            assert response["Content-Type"] == "application/pdf"
            assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%A4%89")
            assert response["X-Content-Type-Options"] == "nosniff"
            assert "no-store" in response["Cache-Control"]

    def test_nobody_else_does(self, file: EvidenceFile, analyst: User, signed_in: SignedIn) -> None:
        for user in (analyst, UserFactory(role=None), UserFactory(role=roles.ANALYST)):
            assert signed_in(user).get(self.address(file)).status_code == 403
        assert Client().get(self.address(file)).url.startswith("/accounts/login/")

    def test_a_staged_file_is_nobodys_to_read_yet(self, officer: User, signed_in: SignedIn) -> None:
        action = Action.objects.get(reference="KN-07")
        upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
        (staged,) = stage_evidence(by=officer, action=action, files=[upload])
        assert signed_in(officer).get(self.address(staged)).status_code == 404

    @pytest.mark.parametrize("number", ["0", "999999", "9" * 40, "x", "1.0", "-1"])
    def test_a_number_that_is_none(
        self, file: EvidenceFile, officer: User, signed_in: SignedIn, number: str
    ) -> None:
        assert signed_in(officer).get(self.address(number)).status_code == 404

    def test_a_file_of_another_action(self, file: EvidenceFile, officer: User, signed_in: SignedIn) -> None:
        assert signed_in(officer).get(self.address(file, "KN-08")).status_code == 404

    def test_a_file_that_is_gone_from_the_disk(
        self, file: EvidenceFile, officer: User, signed_in: SignedIn
    ) -> None:
        file.file.storage.delete(file.file.name)
        assert signed_in(officer).get(self.address(file)).status_code == 404
