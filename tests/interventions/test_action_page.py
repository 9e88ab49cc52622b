"""The page of one action: as printed, where it stands, what it answers, and all that happened."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from interventions.actions import Achievement, review_update, stage_evidence
from interventions.models import Action, ActionUpdate, EvidenceFile, Milestone, Parameter, Plan
from sources.periods import Every, period_of
from tests.dom import by_id, elements, given, read, words

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
ReportOn = Callable[..., ActionUpdate]


def page(client: Client, reference: str, language: str = "") -> Any:
    response = client.get(f"{language}/plan/{reference}/")
    assert response.status_code == 200
    return read(response.text)


def links(root: Any) -> list[str]:
    return [given(link).get("href", "") for link in elements(root, "a")]


@LANGUAGES
def test_every_action_has_a_page_with_its_printed_words_and_their_line(
    client: Client, plan: Plan, language: str
) -> None:
    for action in Action.objects.prefetch_related("parts", "authorities", "heading"):
        shown = page(client, action.reference, language)
        printed = words(elements(shown, "blockquote")[0])
        assert action.printed in printed
        for part in action.parts.all():
            assert f"{part.label} {part.printed}".strip() in printed
        assert f"{language}/sources/export-plan/#L{action.first_line}" in links(shown)
        for authority in action.authorities.all():
            assert f"{language}/plan/?authority={authority.slug}" in links(shown)
        assert action.authorities_as_printed in words(shown)
        assert action.timeline_as_printed in words(shown)
        assert f"{language}/plan/?heading={action.heading.slug}" in links(shown)


@LANGUAGES
def test_neighbours_lead_through_the_plan(client: Client, plan: Plan, language: str) -> None:
    def around(reference: str) -> list[str]:
        return links(elements(page(client, reference, language), "nav", class_="pagination")[0])

    assert around("KN-01") == [f"{language}/plan/KN-02/"]
    assert around("KN-14") == [f"{language}/plan/KN-13/", f"{language}/plan/KN-15/"]
    assert around("KN-29") == [f"{language}/plan/KN-28/"]


@pytest.mark.parametrize(
    ("starts_on", "reference", "said"),
    [
        (None, "KN-07", "not available: the plan has no start date"),
        (date(2025, 8, 31), "KN-07", "from 31 August 2025 to 28 February 2026"),
        (date(2025, 8, 31), "KN-09", "from 28 February 2026 to 31 August 2026"),
        (date(2025, 8, 31), "KN-13", "after 31 August 2026; the plan prints no last day"),
    ],
)
def test_the_window_in_which_it_is_to_be_initiated(
    client: Client, plan: Plan, starts_on: date | None, reference: str, said: str
) -> None:
    Plan.objects.update(starts_on=starts_on)
    assert said in words(page(client, reference))


def test_a_continuous_initiative_has_no_window(client: Client, plan: Plan) -> None:
    assert "To be initiated" not in words(page(client, "KN-01"))


def test_how_late_it_is(client: Client, plan: Plan) -> None:
    today = timezone.localdate()
    Plan.objects.update(starts_on=date(2025, 8, 31))
    late = (today - date(2026, 2, 28)).days
    assert late > 0
    assert f"was due on 28 February 2026, {late} days ago" in words(page(client, "KN-07"))


@LANGUAGES
def test_the_challenges_and_interventions_it_answers(client: Client, plan: Plan, language: str) -> None:
    answering = Action.objects.filter(interventions__isnull=False).distinct()
    assert answering.count() > 5
    for action in answering:
        shown = words(page(client, action.reference, language))
        for intervention in action.interventions.select_related("parameter__cluster"):
            assert intervention.printed in shown
            assert (intervention.parameter.name_hi if language else intervention.parameter.name) in shown
            for challenge in intervention.parameter.challenges.all():
                assert challenge.printed in shown
    idle = Action.objects.filter(interventions=None).first()
    assert not any("/challenges/#" in link for link in links(page(client, idle.reference, language)))
    assert (
        Parameter.objects.filter(cluster__slug="leather", interventions__actions__isnull=False).count() == 0
    )


@LANGUAGES
def test_milestones_show_each_period(
    client: Client, officer: User, report_on: ReportOn, language: str
) -> None:
    today = timezone.localdate()
    Plan.objects.update(starts_on=period_of(today - timedelta(days=400), Every.QUARTER).first)
    camp = Milestone.objects.get(slug="iec-camp")
    report_on("KN-01", officer, achievements=(Achievement(camp, today, 1),))
    section = by_id(page(client, "KN-01", language), "milestones")
    assert words(section)
    (table,) = elements(page(client, "KN-01", language), "table")
    rows = [
        [words(cell) for cell in row.children if not isinstance(cell, str)]
        for row in elements(table, "tr")[1:]
    ]
    assert len(rows) in (5, 6)
    with override("hi" if language else "en"):
        met, missed = gettext("met"), gettext("missed")
    assert rows[0][1:] == ["1", "1", met]
    assert [row[1:] for row in rows[1:]] == [["0", "1", missed]] * (len(rows) - 1)


def test_a_commitment_for_each_cluster_has_a_row_for_each(client: Client, plan: Plan) -> None:
    (table,) = elements(page(client, "KN-02"), "table")
    assert len(elements(table, "tr")) == 1 + 4
    (growth,) = elements(page(client, "KN-04"), "table")
    assert "not available" in words(growth)


@pytest.fixture
def story(officer: User, deputy: User, report_on: ReportOn) -> ActionUpdate:
    """A moved date, evidence, a closing report, and its return."""
    today = timezone.localdate()
    action = Action.objects.get(reference="KN-07")
    staged = stage_evidence(by=officer, action=action, files=[SimpleUploadedFile("शिविर.pdf", b"%PDF-1.7")])
    report_on(
        "KN-07",
        officer,
        confidence="amber",
        reason="Rain & <b>flood</b>.",
        pending_with="The estate office",
        pending_since=today,
        finish_by=today + timedelta(9),
        date_reason="Agreed on paper.",
        evidence_link="https://example.org/report",
        evidence_files=tuple(staged),
    )
    report_on("KN-07", officer, finish_by=today + timedelta(40), date_reason="The bank is slow.")
    closing = report_on("KN-07", officer, work_status="completed", done="Two lines.\nAnd another.")
    review_update(by=deputy, update=closing, outcome="returned", note="Which standards?")
    return closing


@LANGUAGES
def test_the_whole_history_newest_first(
    client: Client, story: ActionUpdate, officer: User, deputy: User, language: str
) -> None:
    (timeline,) = elements(page(client, "KN-07", language), "ol", class_="timeline")
    entries = [given(entry).get("id") for entry in elements(timeline, "li") if given(entry).get("id")]
    assert entries == ["review-3", "update-3", "update-2", "update-1"]
    told = words(timeline)
    today = timezone.localdate()
    with override("hi" if language else "en"):
        days = [date_format(today + timedelta(days)) for days in (9, 40)]
    for text in (
        "Which standards?",
        "Two lines. And another.",
        "The bank is slow.",
        "Rain &amp; &lt;b&gt;flood&lt;/b&gt;.",
        "The estate office",
        "Agreed on paper.",
        *days,
    ):
        assert text in told or text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") in told, (
            text
        )
    assert not elements(timeline, "b"), "what officers type is text"
    assert "https://example.org/report" in links(timeline)


def test_the_public_learns_the_office_and_not_the_person(
    story: ActionUpdate, officer: User, deputy: User, analyst: User, signed_in: Callable[[User], Client]
) -> None:
    names = (officer.first_name, deputy.first_name)
    file = EvidenceFile.objects.get()
    for client in (Client(), signed_in(analyst)):
        shown = page(client, "KN-07")
        assert not any(name in words(shown) for name in names)
        assert not any(f"/evidence/{file.pk}/" in link for link in links(shown))
        assert "1 file is kept at the office." in words(shown)
        assert file.name not in words(shown)
    for user in (officer, deputy):
        shown = page(signed_in(user), "KN-07")
        assert all(name in words(shown) for name in names)
        assert f"/plan/KN-07/evidence/{file.pk}/" in links(shown)
        assert file.name in words(shown)


def test_nothing_reported_yet_is_said(client: Client, plan: Plan) -> None:
    assert "Nothing has been reported yet" in words(page(client, "KN-07"))


def test_who_is_offered_what(
    story: ActionUpdate,
    officer: User,
    other_officer: User,
    deputy: User,
    analyst: User,
    report_on: ReportOn,
    signed_in: Callable[[User], Client],
) -> None:
    report_on("KN-07", officer, work_status="completed", done="The two standards.")
    offered = {}
    for user in (officer, other_officer, deputy, analyst):
        shown = page(signed_in(user), "KN-07")
        forms = {given(form).get("action") for form in elements(shown, "form")}
        offered[user] = ("/plan/KN-07/update/" in links(shown), "/plan/KN-07/review/" in forms)
    assert offered == {
        officer: (True, False),
        other_officer: (False, False),
        deputy: (True, True),
        analyst: (False, False),
    }
    anonymous = page(Client(), "KN-07")
    assert "/plan/KN-07/update/" not in links(anonymous)


@pytest.mark.parametrize("reference", ["KN-00", "KN-30", "KN-999", "ZZ-07"])
def test_an_action_that_is_not_there(client: Client, plan: Plan, reference: str) -> None:
    for language in ("", "/hi"):
        assert client.get(f"{language}/plan/{reference}/").status_code == 404


@pytest.mark.parametrize("spelling", ["kn-07", "KN-7", "KN-07x", "KN-0700", "%00", "KN-०७"])
def test_a_reference_that_is_none(client: Client, plan: Plan, spelling: str) -> None:
    assert client.get(f"/plan/{spelling}/").status_code == 404
