"""The officers' side of exporters' issues: who sees which, what they may write, and two of them at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from interventions.exporter_actions import Sent, add_message, raise_issue, rate_issue, set_consent
from interventions.issue_actions import StaleIssue, answer_issue, forward_issue, publish_issue, tie_issue
from interventions.models import Action, Authority, ExporterIssue, IssueEntry, Plan
from kanpur_portal import data_version
from tests.dom import elements, given, read, words

pytestmark = pytest.mark.usefixtures("plan")
LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
Signed = Callable[[User], Client]
ANSWER = {"do": "reply", "kind": "answer", "revision": 0, "text": "The bank was asked,\nand paid."}


@pytest.fixture
def sent(plan: Plan) -> Sent:
    return raise_issue(topic="finance", text="The bank keeps the money.", email="a@example.org")


def office(sent: Sent) -> str:
    return f"/issues/{sent.issue.number}/office/"


def now(sent: Sent) -> ExporterIssue:
    return ExporterIssue.objects.get(pk=sent.issue.pk)


def to_fieo(sent: Sent, by: User) -> None:
    to = Authority.objects.get(slug="fieo")
    forward_issue(by=by, issue=now(sent), revision=now(sent).revision, to=to, text="Theirs.")


class TestWhoSeesIt:
    def test_the_office_that_holds_it_and_the_deputy(
        self, signed_in: Signed, sent: Sent, officer: User, other_officer: User, deputy: User, analyst: User
    ) -> None:
        def seen(user: User) -> tuple[int, int, bool]:
            queue = signed_in(user).get("/issues/")
            page = signed_in(user).get(office(sent))
            return queue.status_code, page.status_code, sent.issue.number in queue.text

        assert seen(officer) == (200, 200, True)
        assert seen(other_officer) == (200, 403, False)
        assert seen(deputy) == (200, 200, True)
        assert seen(analyst)[:2] == (403, 403)
        to_fieo(sent, officer)
        assert seen(officer) == (200, 403, False)
        assert seen(other_officer) == (200, 200, True)

    def test_the_action_asks_too(self, sent: Sent, other_officer: User, analyst: User, officer: User) -> None:
        for by in (other_officer, analyst):
            with pytest.raises(PermissionDenied):
                answer_issue(by=by, issue=sent.issue, revision=0, text="Paid.")
        officer.postings.all().delete()
        with pytest.raises(PermissionDenied):
            answer_issue(by=officer, issue=sent.issue, revision=0, text="Paid.")

    def test_no_words_in_the_queue(self, signed_in: Signed, sent: Sent, officer: User) -> None:
        response = signed_in(officer).get("/issues/")
        assert "The bank keeps" not in response.text
        assert response["Cache-Control"] == "private, no-store"

    def test_the_queue_does_not_ask_more_for_more(
        self, signed_in: Signed, sent: Sent, officer: User, django_assert_max_num_queries: Any
    ) -> None:
        client = signed_in(officer)
        client.get("/issues/")
        data_version.current()
        with django_assert_max_num_queries(20) as before:
            client.get("/issues/")
        for _time in range(8):
            raise_issue(topic="other", text="Another.", cluster=Cluster.objects.first())
        data_version.current()
        with django_assert_max_num_queries(len(before)):
            client.get("/issues/")


class TestQueue:
    @pytest.fixture(autouse=True)
    def several(self, sent: Sent, officer: User) -> dict[str, Sent]:
        leather = Cluster.objects.get(slug="leather")
        with time_machine.travel(timezone.now() - timedelta(30), tick=False):
            late = raise_issue(topic="training", text="No seat.", cluster=leather)
            answered = raise_issue(topic="training", text="No seat either.")
            answer_issue(by=officer, issue=answered.issue, revision=0, text="A seat was found.")
        return {"new": sent, "late": late, "answered": answered}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["late", "new", "answered"]),
            ("?state=open", ["late", "new"]),
            ("?overdue=yes", ["late"]),
            ("?topic=training", ["late", "answered"]),
            ("?cluster=leather", ["late"]),
            ("?office=fieo", []),
        ],
    )
    def test_what_is_due_first_stands_first(
        self, signed_in: Signed, several: dict[str, Sent], officer: User, query: str, expected: list[str]
    ) -> None:
        page = read(signed_in(officer).get(f"/issues/{query}").text)
        found = [words(one) for one in elements(page, "th", scope="row")]
        assert found == [several[name].issue.number for name in expected]

    @pytest.mark.parametrize("query", ["state=lost", "topic=x", "overdue=no", "colour=red", "cluster=%00"])
    def test_a_wrong_filter(self, signed_in: Signed, officer: User, query: str) -> None:
        assert signed_in(officer).get(f"/issues/?{query}").status_code == 400

    @LANGUAGES
    def test_my_page_counts_them(
        self, signed_in: Signed, officer: User, other_officer: User, language: str
    ) -> None:
        def line(user: User) -> str:
            page = read(signed_in(user).get(f"{language}/my/").text)
            (link,) = elements(page, "a", href=f"{language}/issues/?state=open")
            return words(link)

        assert "2" in line(officer).split()
        assert "0" in line(other_officer).split()


class TestWriting:
    @LANGUAGES
    def test_an_answer(self, signed_in: Signed, sent: Sent, officer: User, language: str) -> None:
        assert signed_in(officer).post(language + office(sent), ANSWER).status_code == 302
        entry = IssueEntry.objects.get(kind="answer")
        assert (entry.text, entry.by, entry.office) == (ANSWER["text"], officer, now(sent).held_by)
        assert (now(sent).state, now(sent).revision) == ("answered", 1)

    def test_the_deputy_acts_for_no_office(self, sent: Sent, deputy: User, client: Client) -> None:
        answer_issue(by=deputy, issue=sent.issue, revision=0, text="Paid.")
        assert IssueEntry.objects.get(kind="answer").office is None
        page = client.get(f"/issues/{sent.issue.number}/?key={sent.key}").text
        assert "Deputy Commissioner" in page

    @pytest.mark.parametrize(
        "text",
        [
            "This does not pertain to this office.",
            "Matter doesn’t relate to DIEPC",
            "NOT PERTAINING to us",
            "This is not concerned with this department.",
            "It does not concern our section",
            "The matter is outside our jurisdiction.",
            "It does not fall within the jurisdiction of this office.",
            "यह हमसे सम्बन्धित नहीं है",
            "यह प्रकरण इस कार्यालय से सम्बन्धित नहीं है।",
            "यह इस विभाग से संबंधित नही है",
            "यह इस कार्यालय के कार्यक्षेत्र में नहीं आता।",
            "यह प्रकरण इस कार्यालय का नहीं है।",
        ],
    )
    def test_not_ours_is_no_answer(self, signed_in: Signed, sent: Sent, officer: User, text: str) -> None:
        response = signed_in(officer).post(office(sent), ANSWER | {"text": text})
        assert response.status_code == 422
        assert "Hand it to that office" in response.text
        assert text.replace("’", "’") in response.text
        assert now(sent).state == "open"

    @pytest.mark.parametrize(
        "text",
        [
            "The delay was not related to your papers; the claim was paid on 3 May.",
            "विलम्ब आपके कागज़ों से सम्बन्धित नहीं था; दावे का भुगतान 3 मई को हुआ।",
        ],
    )
    def test_what_was_done_is_an_answer(self, sent: Sent, officer: User, text: str) -> None:
        answer_issue(by=officer, issue=sent.issue, revision=0, text=text)
        assert now(sent).state == "answered"

    def test_an_office_where_nobody_reads_gets_none(
        self, signed_in: Signed, sent: Sent, officer: User, other_officer: User
    ) -> None:
        def offered() -> set[str]:
            page = read(signed_in(officer).get(office(sent)).text)
            (select,) = elements(page, "select", id="id_forward_to")
            return {given(one)["value"] or "" for one in elements(select, "option")}

        assert offered() == {"", "diepc", "fieo"}
        other_officer.is_active = False
        other_officer.save()
        assert offered() == {"", "diepc"}
        response = signed_in(officer).post(
            office(sent), {"do": "forward", "revision": 0, "to": "fieo", "text": "Theirs."}
        )
        assert response.status_code == 422
        assert "nobody there would read it" in response.text
        assert elements(read(response.text), "a", href="#id_forward_to")
        with pytest.raises(ValidationError) as caught:
            to_fieo(sent, officer)
        assert set(caught.value.message_dict) == {"to"}
        assert now(sent).held_by.slug == "diepc"

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"text": " "}, "id_reply_text"),
            ({"text": "x" * 10_000}, "id_reply_text"),
            ({"text": "a\x00"}, "id_reply_text"),
            ({"kind": "poem"}, "id_reply_kind_0"),
            ({"do": "forward", "to": "diepc", "text": "Why not?"}, "id_forward_to"),
            ({"do": "forward", "to": "nobody", "text": "Why not?"}, "id_forward_to"),
            ({"do": "forward", "to": "diepc", "text": ""}, "id_forward_text"),
            ({"do": "tie", "action": "KN-99"}, "id_tie_action"),
        ],
    )
    def test_what_is_refused_stands_at_its_field(
        self, signed_in: Signed, sent: Sent, officer: User, said: dict[str, str], field: str
    ) -> None:
        response = signed_in(officer).post(office(sent), ANSWER | said)
        assert response.status_code == 422
        assert elements(read(response.text), "a", href=f"#{field}")
        assert now(sent).revision == 0

    @pytest.mark.parametrize("said", [{}, {"do": "erase"}, {"do": "\x00"}])
    def test_what_is_no_step(
        self, signed_in: Signed, sent: Sent, officer: User, said: dict[str, str]
    ) -> None:
        assert signed_in(officer).post(office(sent), said).status_code == 400

    @pytest.mark.parametrize("revision", ["", "-1", "x", "९", "9" * 40])
    def test_a_revision_that_nobody_saw(
        self, signed_in: Signed, sent: Sent, officer: User, revision: str
    ) -> None:
        response = signed_in(officer).post(office(sent), ANSWER | {"revision": revision})
        assert response.status_code in (409, 422)
        assert "and paid." in response.text
        assert now(sent).state == "open"

    def test_a_tied_action_shows_officers_how_many(
        self, signed_in: Signed, client: Client, sent: Sent, officer: User, analyst: User
    ) -> None:
        action = Action.objects.get(reference="KN-13")
        tie_issue(by=officer, issue=sent.issue, revision=0, action=action)
        page = words(read(signed_in(officer).get("/plan/KN-13/").text))
        assert "issues it should cure 1" in page
        assert "The bank keeps" not in page
        for reader in (client, signed_in(analyst)):
            assert "should cure" not in reader.get("/plan/KN-13/").text
        tie_issue(by=officer, issue=sent.issue, revision=1, action=None)
        assert "issues it should cure 0" in words(read(signed_in(officer).get("/plan/KN-13/").text))

    def test_the_publishing_form(self, signed_in: Signed, sent: Sent, officer: User) -> None:
        set_consent(issue=now(sent), given=True)
        answer_issue(by=officer, issue=now(sent), revision=1, text="Paid.")
        rate_issue(issue=now(sent), satisfied=True)
        said = {"do": "publish", "revision": 3, "problem": "Money stood still.", "solution": "It moved."}
        assert 'value="publish"' in signed_in(officer).get(office(sent)).text
        assert signed_in(officer).post(office(sent), said).status_code == 302
        assert "Money stood still." in Client().get("/issues/solved/").text
        with pytest.raises(StaleIssue):
            publish_issue(by=officer, issue=now(sent), revision=3, problem="A", solution="B")

    @pytest.mark.parametrize(
        "text", ["Call 98765 01234.", "Call +91-9876501234", "९८७६५-०१२३४ पर", "Ask A@Example.ORG now"]
    )
    def test_the_contact_is_not_published_however_it_is_written(
        self, sent: Sent, officer: User, text: str
    ) -> None:
        ExporterIssue.objects.update(phone="+91 98765-01234", may_publish=True)
        answer_issue(by=officer, issue=now(sent), revision=0, text="Paid.")
        rate_issue(issue=now(sent), satisfied=True)
        with pytest.raises(ValidationError) as caught:
            publish_issue(by=officer, issue=now(sent), revision=2, problem="A claim.", solution=text)
        assert set(caught.value.message_dict) == {"solution"}
        figures = "Paid 98,765 on 3 May, and 1,234 on 5 May."
        assert publish_issue(by=officer, issue=now(sent), revision=2, problem="A claim.", solution=figures)


class TestTogether:
    def test_the_second_sees_what_the_first_wrote_and_keeps_the_own_text(
        self, signed_in: Signed, sent: Sent, officer: User, deputy: User
    ) -> None:
        assert signed_in(deputy).post(office(sent), ANSWER | {"text": "I paid it."}).status_code == 302
        response = signed_in(officer).post(office(sent), ANSWER)
        assert response.status_code == 409
        page = read(response.text)
        (changes,) = elements(page, "section", role="alert")
        assert "I paid it." in words(changes)
        (text,) = elements(page, "textarea", id="id_reply_text")
        assert words(text) == "The bank was asked, and paid."
        assert IssueEntry.objects.filter(kind="answer").count() == 1

    def test_a_word_of_the_exporter_is_read_before_the_answer(
        self, signed_in: Signed, sent: Sent, officer: User
    ) -> None:
        add_message(issue=sent.issue, text="Half of it came.")
        client = signed_in(officer)
        response = client.post(office(sent), ANSWER)
        assert response.status_code == 409
        (seen,) = elements(read(response.text), id="id_reply_revision")
        assert dict(seen.attributes)["value"] == "1"
        assert client.post(office(sent), ANSWER | {"revision": 1}).status_code == 302

    def test_an_issue_handed_on_meanwhile(
        self, signed_in: Signed, sent: Sent, officer: User, other_officer: User, deputy: User
    ) -> None:
        to_fieo(sent, deputy)
        response = signed_in(officer).post(office(sent), ANSWER)
        assert response.status_code == 403
        assert "and paid." in response.text
        assert "The bank keeps" not in response.text
        assert now(sent).state == "open"

    @LANGUAGES
    def test_an_ended_session_loses_no_text(
        self, client: Client, sent: Sent, officer: User, language: str
    ) -> None:
        url = language + office(sent)
        response = client.post(url, ANSWER)
        assert (response.status_code, response["Location"]) == (302, f"{language}/accounts/login/?next={url}")
        officer.set_password("correct horse 42")
        officer.save()
        client.post(response["Location"], {"login": officer.username, "password": "correct horse 42"})
        page = read(client.get(url).text)
        assert words(elements(page, "textarea", id="id_reply_text")[0]) == "The bank was asked, and paid."
        assert client.post(url, ANSWER).status_code == 302
        assert "and paid." not in words(elements(read(client.get(url).text), "form")[0])

    @LANGUAGES
    def test_a_page_that_became_too_old_loses_no_text(
        self, sent: Sent, officer: User, other_officer: User, language: str
    ) -> None:
        for user, expected in ((officer, True), (other_officer, False)):
            client = Client(enforce_csrf_checks=True)
            client.force_login(user)
            response = client.post(language + office(sent), ANSWER)
            assert response.status_code == 403
            assert ("The bank keeps" in response.text) == expected
            assert ("and paid." in response.text) == expected
        assert now(sent).revision == 0


def test_what_is_over_is_over(sent: Sent, officer: User) -> None:
    answer_issue(by=officer, issue=sent.issue, revision=0, text="Paid.")
    with pytest.raises(ValidationError):
        answer_issue(by=officer, issue=now(sent), revision=1, text="Paid again.")
    with pytest.raises(ValidationError):
        to_fieo(sent, officer)
