"""A portal with its fixtures, one row at least of every table, and somebody in each role."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone, translation

from clusters.models import Place, Tannery
from interventions.actions import Achievement, Report, file_update, review_update
from interventions.models import Action, Authority, Digest, EvidenceFile, Plan, PlanSnapshot, Posting
from kanpur_portal import roles
from kanpur_portal.models import ApiToken, DatasetVersion
from sources.models import CorrectionRequest, Document
from tests.events import enter
from tests.imports.batches import SHA, batch, change, reject, series


@pytest.fixture(scope="module", autouse=True)
def portal(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    """The plan and all that belongs to it; each test undoes its own writes."""
    with django_db_blocker.unblock():
        people = {name: _person(name) for name in (*roles.ROLES, "superuser")}
        _report(people[roles.OFFICER], people[roles.DEPUTY_COMMISSIONER])
        for number in (1, 2):
            enter(people[roles.OFFICER], title=f"Camp {number}")
            Tannery.objects.create(name=f"Tannery {number}", place=Place.objects.get(slug="banthar"))
            reject(batch("checked"), 2)
            series(currency=("INR", "USD")[number - 1])
            change(by=batch(), earlier=batch(), number=number)
            DatasetVersion.objects.create(
                number=number, made_at=timezone.now(), data_version=1, sha256=SHA, size=1, datasets={}
            )
    yield


def _person(role: str) -> User:
    user = User.objects.create_user(
        role,
        is_superuser=role == "superuser",
        is_staff=role in (roles.ADMINISTRATOR, "superuser"),
        password=None,
    )
    if role in roles.ROLES:
        user.groups.set([Group.objects.get(name=role)])
    if role in (roles.OFFICER, roles.DEPUTY_COMMISSIONER):
        Posting.objects.create(user=user, authority=Authority.objects.get(slug="diepc"))
    return user


def _report(officer: User, deputy: User) -> None:
    """Two rows of each kind that people and tasks write: lists are counted on both, and on one."""
    for reference in ("KN-01", "KN-04"):
        _completed(officer, deputy, Action.objects.get(reference=reference))
    today = timezone.localdate()
    dates = {"start_by": today + timedelta(days=40), "finish_by": today + timedelta(days=90)}
    moved = Report("not_started", "green", date_reason="Set at the meeting.", **dates)
    file_update(by=deputy, action=Action.objects.get(reference="KN-11"), revision=0, report=moved)
    counts = dict.fromkeys(
        ("in_progress", "partly_done", "completed", "dropped", "due_soon", "overdue", "silent"), 0
    )
    document = Document.objects.get(slug="export-plan")
    for number, user in enumerate((officer, deputy)):
        day = today - timedelta(days=number)
        PlanSnapshot.objects.create(plan=Plan.objects.get(), taken_on=day, total=29, not_started=29, **counts)
        Digest.objects.create(officer=user, for_day=today)
        ApiToken.objects.create(
            user=user, name="Reader", digest=ApiToken.digest_of(user.username), expires_at=timezone.now()
        )
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DP"})
        CorrectionRequest.objects.create(document=document, line=1031 + number, text="A misprint?")


def _completed(officer: User, deputy: User, action: Action) -> None:
    evidence = EvidenceFile.objects.create(
        owner=officer,
        action=action,
        file=ContentFile(b"%PDF-1.4", "list.pdf"),
        name="list.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
    )
    report = Report(
        work_status="completed",
        confidence="green",
        done="Four camps held.",
        achievements=(Achievement(action.milestones.get(), timezone.localdate(), 1),),
        evidence_files=(evidence,),
    )
    update = file_update(by=officer, action=action, revision=0, report=report)
    review_update(by=deputy, update=update, outcome="returned", note="Which days?")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request for a Hindi page leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def signed_in(db: None) -> Callable[[str], Client]:
    """A browser in which somebody of that role is signed in."""

    def client(role: str) -> Client:
        browser = Client()
        browser.force_login(
            User.objects.get(username=role), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return browser

    return client


@pytest.fixture
def administrator(signed_in: Callable[[str], Client]) -> Client:
    return signed_in(roles.ADMINISTRATOR)


@pytest.fixture
def superuser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("superuser")
