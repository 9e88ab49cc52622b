"""Filing updates: the same rules as on the page, told field by field."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from interventions.actions import review_update
from interventions.models import Action, ActionUpdate, Authority, Milestone, Plan
from kanpur_portal import roles
from tests.api.conftest import UPDATES, Program, errors, problem
from tests.factories import AuthorityFactory, ClusterFactory, MilestoneFactory, UserFactory, token_of

PDF = b"%PDF-1.7\nAttendance of the camp"


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_an_officer_files_an_update_with_a_token(
    officers_program: Program, officer: User, milestone: Milestone, body: dict[str, Any]
) -> None:
    said = {
        "reason": "The hall was closed.",
        "confidence": "amber",
        "pending_with": "The estate office",
        "pending_since": day(-3),
        "done": "शिविर लगा।",
        "evidence_link": "https://example.org/camp",
        "finish_by": day(90),
        "date_reason": "Set at the meeting.",
        "achievements": [{"milestone": "fairs", "achieved_on": day(-1), "quantity": 2}],
    }
    response = officers_program.post(UPDATES, body | said)
    assert response.status_code == 201, response.content
    shown = response.json()
    assert response["Location"] == shown["api_url"] == f"http://testserver/api/v1/updates/{shown['id']}/"
    assert officers_program.get(response["Location"]).json() == shown
    expected = {
        **body,
        **said,
        "achievements": [{**said["achievements"][0], "cluster": None}],  # type: ignore[dict-item]
        "date_changes": [
            {"which": "finish_by", "old_date": None, "new_date": day(90), "reason": "Set at the meeting."}
        ],
        "number": 1,
        "authority": "an-office",
        "reported_by": officer.first_name,
        "evidence_count": 0,
        "evidence_files": [],
        "review": None,
        "kind": "reported",
        "url": "http://testserver/plan/KN-07/#update-1",
    }
    for name in ("revision", "finish_by", "date_reason"):
        del expected[name]
    assert {name: shown[name] for name in expected} == expected
    action = Action.objects.get()
    assert (action.revision, action.work_status, action.finish_by.isoformat()) == (1, "in_progress", day(90))


def test_the_public_reads_no_names_of_persons(
    public: Program, action: Action, officer: User, deputy: User, report_on: Callable[..., ActionUpdate]
) -> None:
    update = report_on(action, officer, work_status="completed", done="All of it.")
    review_update(by=deputy, update=update, outcome="returned", note="Which days?")
    response = public.get(UPDATES)
    (shown,) = response.json()["results"]
    assert shown["reported_by"] is None
    assert shown["evidence_files"] is None
    assert shown["review"].keys() == {"outcome", "note", "reviewed_at"}
    for person in (officer, deputy):
        for address in (UPDATES, "/api/v1/actions/", "/api/v1/actions/KN-07/"):
            content = public.get(address).content.decode()
            assert person.first_name not in content
            assert person.username not in content


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (roles.OFFICER, True),
        (roles.DEPUTY_COMMISSIONER, True),
        (roles.ANALYST, False),
        (roles.ADMINISTRATOR, False),
    ],
)
def test_who_reported_is_for_those_who_report_or_review(
    role: str, sees: bool, action: Action, officer: User, report_on: Callable[..., ActionUpdate]
) -> None:
    report_on(action, officer)
    reader = Program(token_of(UserFactory(role=role)))
    (shown,) = reader.get(UPDATES).json()["results"]
    assert (shown["reported_by"] == officer.first_name) is sees


def test_a_session_needs_the_csrf_token(officer: User, body: dict[str, Any]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    refused = browser.post(UPDATES, body, content_type="application/json")
    assert "CSRF" in problem(refused, 403)["detail"]
    browser.get("/my/")
    token = browser.cookies["csrftoken"].value if "csrftoken" in browser.cookies else None
    assert token
    filed = browser.post(UPDATES, body, content_type="application/json", headers={"x-csrftoken": token})
    assert filed.status_code == 201, filed.content


def test_nobody_reports_without_signing_in(public: Program, body: dict[str, Any]) -> None:
    response = public.post(UPDATES, body)
    problem(response, 401)
    assert response["WWW-Authenticate"] == "Token"
    assert not ActionUpdate.objects.exists()


@pytest.mark.parametrize("role", [roles.OFFICER, roles.ANALYST, roles.ADMINISTRATOR])
def test_whose_authority_is_not_named_may_not_report(role: str, body: dict[str, Any]) -> None:
    program = Program(token_of(UserFactory(role=role, authority=AuthorityFactory())))
    assert "authority" in problem(program.post(UPDATES, body), 403)["detail"]
    assert not ActionUpdate.objects.exists()


def test_a_deputy_commissioner_reports_on_any_action(deputy: User, body: dict[str, Any]) -> None:
    response = Program(token_of(deputy)).post(UPDATES, body)
    assert response.status_code == 201
    assert response.json()["authority"] is None


def test_who_writes_on_an_older_revision_is_shown_what_was_written_since(
    officers_program: Program,
    action: Action,
    deputy: User,
    body: dict[str, Any],
    report_on: Callable[..., ActionUpdate],
) -> None:
    report_on(action, deputy)
    closing = report_on(action, deputy, work_status="completed", done="All of it.")
    review_update(
        by=UserFactory(role=roles.DEPUTY_COMMISSIONER), update=closing, outcome="returned", note="?"
    )
    report_on(action, deputy, done="The rest.")
    for revision, unseen in ((0, [1, 2, 3]), (1, [2, 3]), (2, [2, 3]), (3, [3])):
        described = problem(officers_program.post(UPDATES, body | {"revision": revision}), 409)
        assert described["revision"] == 4
        assert [update["number"] for update in described["updates"]] == unseen
    assert officers_program.post(UPDATES, body | {"revision": 99}).json()["updates"] == []
    assert officers_program.post(UPDATES, body | {"revision": 4}).status_code == 201


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"work_status": "nearly_done"}, "work_status"),
        ({"confidence": "blue"}, "confidence"),
        ({"confidence": "amber"}, "reason"),
        ({"confidence": "red", "reason": "  "}, "reason"),
        ({"work_status": "completed"}, "done"),
        ({"work_status": "dropped"}, "reason"),
        ({"pending_with": "The bank"}, "pending_since"),
        ({"pending_since": day(-2)}, "pending_with"),
        ({"pending_with": "The bank", "pending_since": day(2)}, "pending_since"),
        ({"finish_by": day(30)}, "date_reason"),
        ({"finish_by": day(-1), "date_reason": "Late."}, "finish_by"),
        ({"finish_by": day(9000), "date_reason": "Late."}, "finish_by"),
        ({"start_by": day(30), "date_reason": "Late."}, "start_by"),
        ({"reason": "x" * 2001}, "reason"),
        ({"pending_with": "x" * 201, "pending_since": day(-2)}, "pending_with"),
        ({"done": "x" * 4001}, "done"),
        ({"date_reason": "x" * 1001}, "date_reason"),
        ({"evidence_link": "ftp://example.org/x"}, "evidence_link"),
        ({"evidence_link": "camp.pdf"}, "evidence_link"),
        ({"evidence_link": f"https://example.org/{'x' * 500}"}, "evidence_link"),
    ],
)
def test_an_error_of_a_rule_names_its_field(
    said: dict[str, Any], field: str, officers_program: Program, body: dict[str, Any]
) -> None:
    assert errors(officers_program.post(UPDATES, body | said)).keys() == {field}
    assert not ActionUpdate.objects.exists()
    assert Action.objects.get().revision == 0


def test_an_action_that_is_behind_says_with_whom_it_is_pending(
    officers_program: Program, body: dict[str, Any]
) -> None:
    Plan.objects.update(starts_on=timezone.localdate() - timedelta(days=400))
    said = {"work_status": "not_started", "confidence": "red", "reason": "No hall."}
    assert errors(officers_program.post(UPDATES, body | said)).keys() == {"pending_with", "pending_since"}


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"quantity": 0}, "achievements[0].quantity"),
        ({"quantity": 1_000_001}, "achievements[0].quantity"),
        ({"quantity": "many"}, "achievements[0].quantity"),
        ({"achieved_on": "yesterday"}, "achievements[0].achieved_on"),
        ({"achieved_on": day(2)}, "achievements"),
        ({"achieved_on": "2001-01-01"}, "achievements"),
        ({"milestone": "no-such"}, "achievements[0].milestone"),
        ({"milestone": "of-another-action"}, "achievements"),
        ({"cluster": "no-such"}, "achievements[0].cluster"),
        ({"cluster": "leather"}, "achievements"),
        ({"amount": 3}, "achievements[0].amount"),
    ],
)
def test_an_error_of_an_achievement_says_of_which(
    item: dict[str, Any], field: str, officers_program: Program, milestone: Milestone, body: dict[str, Any]
) -> None:
    ClusterFactory(slug="leather")
    MilestoneFactory(slug="of-another-action")
    achievement = {"milestone": "fairs", "achieved_on": day(-1), "quantity": 2} | item
    assert errors(officers_program.post(UPDATES, body | {"achievements": [achievement]})).keys() == {field}


def test_files_come_as_a_form(
    officers_program: Program,
    public: Program,
    authority: Authority,
    milestone: Milestone,
    body: dict[str, Any],
) -> None:
    form = body | {
        "done": "A camp.",
        "achievements[0]milestone": "fairs",
        "achievements[0]achieved_on": day(-1),
        "achievements[0]quantity": "2",
        "files": [SimpleUploadedFile("camp.pdf", PDF), SimpleUploadedFile("list.pdf", PDF)],
    }
    response = officers_program.upload(UPDATES, form)
    assert response.status_code == 201, response.content
    shown = response.json()
    (first, second) = shown["evidence_files"]
    assert (first["name"], first["content_type"], first["size"]) == ("camp.pdf", "application/pdf", len(PDF))
    assert second["url"].startswith("http://testserver/plan/KN-07/evidence/")
    assert shown["achievements"] == [
        {"milestone": "fairs", "achieved_on": day(-1), "quantity": 2, "cluster": None}
    ]
    (row,) = public.get(UPDATES).json()["results"]
    assert (row["evidence_count"], row["evidence_files"]) == (2, None)


@pytest.mark.parametrize(
    "files",
    [
        [SimpleUploadedFile("camp.exe", b"MZ")],
        [SimpleUploadedFile("camp.pdf", b"MZ, in disguise")],
        [SimpleUploadedFile("camp.pdf", PDF), SimpleUploadedFile("camp.png", PDF)],
        [SimpleUploadedFile("camp.pdf", b"")],
        [SimpleUploadedFile(f"camp{number}.pdf", PDF) for number in range(6)],
    ],
    ids=["program", "disguised", "wrong ending", "empty", "too many"],
)
def test_a_file_that_is_refused_leaves_nothing_behind(
    files: list[SimpleUploadedFile], officers_program: Program, body: dict[str, Any]
) -> None:
    kept = default_storage.listdir("")[1] if default_storage.exists("") else []
    for file in files:
        file.seek(0)
    found = errors(officers_program.upload(UPDATES, body | {"files": files}))
    assert all(str(field).startswith("files") for field in found)
    assert (default_storage.listdir("")[1] if default_storage.exists("") else []) == kept


def test_files_of_an_update_that_a_rule_refuses_are_removed(
    officers_program: Program, body: dict[str, Any]
) -> None:
    form = body | {"confidence": "red", "files": [SimpleUploadedFile("camp.pdf", PDF)]}
    kept = default_storage.listdir("")[1] if default_storage.exists("") else []
    assert errors(officers_program.upload(UPDATES, form)).keys() == {"reason"}
    assert default_storage.listdir("")[1] == kept
