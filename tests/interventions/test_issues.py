"""An exporter's issue from the form to its end, as the exporter sees it."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from interventions.exporter_actions import Sent, add_message, raise_issue, rate_issue, set_consent
from interventions.issue_actions import answer_issue, forward_issue, publish_issue, reply_interim
from interventions.issue_rules import MAX_CONSENTS, MAX_MESSAGES
from interventions.issue_schedule import RATING_DAYS, issue_standing
from interventions.issue_upkeep import close_quiet_issues
from interventions.models import Authority, ExporterIssue, IssueEntry, IssueKey, Plan, SolvedIssue
from tests.dom import elements, given, read, words

pytestmark = pytest.mark.usefixtures("plan")
LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
NEW = "/issues/new/"
SAID = {"topic": "scheme", "text": "मेरा दावा चार माह से लम्बित है।\nSince June."}


@pytest.fixture
def sent(plan: Plan) -> Sent:
    return raise_issue(topic="freight", text="The container stands at the port.", email="a@example.org")


def address(sent: Sent) -> str:
    return f"/issues/{sent.issue.number}/?key={sent.key}"


def now(sent: Sent) -> ExporterIssue:
    return ExporterIssue.objects.get(pk=sent.issue.pk)


def answered(sent: Sent, by: User, text: str = "The duty was paid back.") -> None:
    issue = now(sent)
    answer_issue(by=by, issue=issue, revision=issue.revision, text=text)


class TestRaising:
    @LANGUAGES
    def test_from_the_form_to_the_secret_page(self, client: Client, language: str) -> None:
        response = client.post(language + NEW, SAID)
        issue = ExporterIssue.objects.get()
        assert (issue.held_by.slug, issue.state, issue.email, issue.may_publish) == (
            "diepc",
            "open",
            "",
            False,
        )
        assert issue.language == (language.strip("/") or "en")
        place = urlsplit(response["Location"])
        assert place.path == f"{language}/issues/{issue.number}/"
        (key,) = parse_qs(place.query)["key"]
        assert len(key) >= 22  # 128 bit
        page = read(client.get(response["Location"]).text)
        assert issue.number in words(page)
        assert "Since June." in words(page)
        (link,) = elements(page, class_="secret")
        assert f"{place.path}?key={key}" in words(link)

    def test_the_key_is_kept_as_a_digest_alone(self, sent: Sent) -> None:
        (kept,) = IssueKey.objects.values_list("digest", flat=True)
        assert sent.key not in kept
        assert kept == IssueKey.digest_of(sent.key)
        columns = [
            str(value)
            for model in (ExporterIssue, IssueKey, IssueEntry)
            for row in model.objects.values()
            for value in row.values()
        ]
        assert not [value for value in columns if sent.key in value]

    def test_the_page_says_why_diepc_gets_it(self, client: Client) -> None:
        page = read(client.get(NEW).text)
        assert "DIEPC to act as a focal point for all exporters issue" in words(page)
        assert [one for one in elements(page, "a", class_="source") if given(one)["href"].endswith("#L829")]
        assert [one for one in elements(page, "a", class_="flag") if "D-020" in words(one)]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"topic": ""}, "topic"),
            ({"topic": "gossip"}, "topic"),
            ({"cluster": "999999999999999999999"}, "cluster"),
            ({"cluster": "a\x00"}, "cluster"),
            ({"text": " \n "}, "text"),
            ({"text": "x" * 10_000}, "text"),
            ({"text": "a\x00b"}, "text"),
            ({"email": "nobody"}, "email"),
            ({"email": f"{'a' * 300}@example.org"}, "email"),
            ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
            ({"phone": "call me"}, "phone"),
            ({"phone": "9" * 30}, "phone"),
            ({"phone": "((((9))))"}, "phone"),
        ],
    )
    @LANGUAGES
    def test_what_is_refused_is_named_and_kept(
        self, client: Client, language: str, wrong: dict[str, str], field: str
    ) -> None:
        response = client.post(language + NEW, SAID | wrong)
        assert response.status_code == 400
        page = read(response.text)
        (control,) = elements(page, id=f"id_{field}")
        assert given(control).get("aria-invalid") == "true"
        (text,) = elements(page, "textarea")
        assert words(text) == " ".join((SAID | wrong)["text"].split())
        assert not ExporterIssue.objects.exists()

    @pytest.mark.parametrize("phone", ["(0512) 2310000", "+91.98765.01234", "0512-2310000"])
    def test_numbers_as_people_write_them(self, client: Client, phone: str) -> None:
        assert client.post(NEW, SAID | {"phone": phone}).status_code == 302
        assert ExporterIssue.objects.get().phone == phone

    def test_devanagari_digits_are_digits(self, client: Client) -> None:
        client.post(NEW, SAID | {"phone": "+९१ ९००००  ०००००"})
        assert ExporterIssue.objects.get().phone == "+91 90000 00000"

    def test_repeated_fields_and_unknown_ones_do_no_harm(self, client: Client) -> None:
        assert (
            client.post(NEW, {**SAID, "topic": ["other", "training"], "state": "closed"}).status_code == 302
        )
        assert ExporterIssue.objects.values_list("topic", "state").get() == ("training", "open")

    def test_a_program_that_fills_in_every_field(self, client: Client) -> None:
        assert client.post(NEW, SAID | {"website": "https://example.org/"}).status_code == 400
        assert not ExporterIssue.objects.exists()

    @LANGUAGES
    def test_a_page_that_became_too_old_loses_no_text(self, sent: Sent, language: str) -> None:
        client = Client(enforce_csrf_checks=True)
        more = {"do": "message", "text": SAID["text"]}
        for url, said in ((NEW, SAID), (address(sent), more)):
            response = client.post(language + url, said)
            assert response.status_code == 403
            assert response["Cache-Control"] == "private, no-store"
            (text,) = elements(read(response.text), "textarea")
            assert words(text) == " ".join(SAID["text"].split())
        assert ExporterIssue.objects.count() == 1
        assert not IssueEntry.objects.filter(kind="message").exists()


class TestTheKey:
    @pytest.mark.parametrize("key", ["", "x", "ключ", "\x00", "k" * 5000])
    def test_a_wrong_key_and_a_number_that_is_none_look_alike(
        self, client: Client, sent: Sent, key: str
    ) -> None:
        def refused(number: str) -> tuple[int, str]:
            response = client.get(f"/issues/{number}/", {"key": key})
            return response.status_code, response.text.replace(number, "")

        assert refused(sent.issue.number) == refused("I-999999999")
        assert refused(sent.issue.number)[0] == 404

    def test_a_key_opens_its_own_issue_alone(self, client: Client, sent: Sent) -> None:
        other = raise_issue(topic="other", text="Another.")
        assert client.get(f"/issues/{other.issue.number}/?key={sent.key}").status_code == 404
        assert client.get(address(other)).status_code == 200
        assert (
            client.post(f"/issues/{other.issue.number}/?key={sent.key}", {"do": "withdraw"}).status_code
            == 404
        )

    @pytest.mark.parametrize("number", ["I-0", "I-07", "I-७", "I-" + "9" * 30, "7", "CR-7"])
    def test_what_is_no_number(self, client: Client, number: str) -> None:
        assert client.get(f"/issues/{number}/").status_code == 404

    def test_nothing_on_the_way_keeps_the_page(self, client: Client, sent: Sent) -> None:
        response = client.get(address(sent))
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "strict-origin"  # see views.issues.private
        assert "ETag" not in response
        (login,) = elements(read(response.text), id="sign-in-link")
        assert sent.key not in given(login)["href"]

    def test_no_link_of_a_page_that_is_none_tells_the_key(self, client: Client, sent: Sent) -> None:
        """A letter's address cut in two, or of a number mistyped, still holds the key."""
        for number in (f"{sent.issue.number}9", "I-x"):
            response = client.get(f"/issues/{number}/?key={sent.key}")
            (login,) = elements(read(response.text), id="sign-in-link")
            assert (response.status_code, sent.key in given(login)["href"]) == (404, False)


class TestFollowing:
    def test_who_has_it_until_when_and_what_was_said(
        self, client: Client, sent: Sent, officer: User, other_officer: User
    ) -> None:
        fieo = Authority.objects.get(slug="fieo")
        reply_interim(by=officer, issue=now(sent), revision=0, text="We asked the port.")
        forward_issue(by=officer, issue=now(sent), revision=1, to=fieo, text="They run the desk there.")
        page = read(client.get(address(sent)).text)
        said = words(page)
        assert "We asked the port." in said
        assert "Handed to FIEO" in said
        assert fieo.name in said
        assert officer.username not in said
        assert officer.first_name not in said
        assert now(sent).counted_from == timezone.localdate()
        assert "21 days from" in said

    @pytest.mark.parametrize(("days", "late"), [(0, 0), (21, 0), (22, 1), (40, 19)])
    def test_twenty_one_days(self, days: int, late: int) -> None:
        begun = date(2026, 3, 1)
        standing = issue_standing(begun, is_open=True, today=begun + timedelta(days))
        assert (standing.due_on, standing.days_late) == (date(2026, 3, 22), late)
        assert not issue_standing(begun, is_open=False, today=begun + timedelta(days)).overdue

    @pytest.mark.parametrize("days", [21, 22])
    def test_page_and_filter_agree_on_what_is_overdue(self, client: Client, sent: Sent, days: int) -> None:
        with time_machine.travel(timezone.now() + timedelta(days), tick=False):
            found = list(ExporterIssue.objects.overdue(timezone.localdate()))
            assert found == ([now(sent)] if now(sent).standing().overdue else [])
            assert bool(found) == (days == 22)
            assert ("late" in words(read(client.get(address(sent)).text))) == bool(found)

    def test_a_further_message(self, client: Client, sent: Sent) -> None:
        assert client.post(address(sent), {"do": "message", "text": "It came."}).status_code == 302
        assert "It came." in client.get(address(sent)).text

    @pytest.mark.parametrize(
        ("said", "status"),
        [
            ({}, 400),
            ({"do": "nothing"}, 400),
            ({"do": "message", "text": " "}, 400),
            ({"do": "message", "text": "x" * 4001}, 400),
            ({"do": "withdraw"}, 400),
            ({"do": "erase"}, 400),
            ({"do": "consent", "given": "perhaps"}, 400),
            ({"do": "rating", "satisfied": "yes"}, 400),
        ],
    )
    def test_what_is_not_in_order(
        self, client: Client, sent: Sent, said: dict[str, str], status: int
    ) -> None:
        assert client.post(address(sent), said).status_code == status
        assert now(sent).revision == 0

    def test_messages_are_not_a_flood(self, sent: Sent) -> None:
        for number in range(MAX_MESSAGES):
            add_message(issue=now(sent), text=f"Number {number}.")
        with pytest.raises(ValidationError):
            add_message(issue=now(sent), text="One more.")

    def test_withdrawing_ends_it(self, client: Client, sent: Sent, officer: User) -> None:
        assert client.post(address(sent), {"do": "withdraw", "sure": "on"}).status_code == 302
        assert now(sent).state == "withdrawn"
        assert client.post(address(sent), {"do": "message", "text": "Or not."}).status_code == 400
        with pytest.raises(ValidationError):
            answered(sent, officer)

    def test_erasing_the_contact_ends_links_in_letters(self, client: Client, sent: Sent) -> None:
        from interventions.issue_log import add_key

        mailed = f"/issues/{sent.issue.number}/?key={add_key(sent.issue)}"
        assert client.get(mailed).status_code == 200
        assert "all other links to this page end" in client.get(address(sent)).text
        assert client.post(address(sent), {"do": "erase", "sure": "on"}).status_code == 302
        assert (now(sent).email, now(sent).phone) == ("", "")
        assert client.get(mailed).status_code == 404
        assert "a@example.org" not in client.get(address(sent)).text
        assert client.post(address(sent), {"do": "erase", "sure": "on"}).status_code == 400


class TestRating:
    def rate(self, client: Client, sent: Sent, satisfied: str, text: str = "") -> int:
        said = {"do": "rating", "satisfied": satisfied, "text": text}
        return client.post(address(sent), said).status_code

    def test_a_good_one_closes(self, client: Client, sent: Sent, officer: User) -> None:
        answered(sent, officer)
        assert self.rate(client, sent, "yes") == 302
        assert (now(sent).state, now(sent).satisfied) == ("closed", True)
        assert self.rate(client, sent, "no", "After all.") == 400

    def test_a_poor_one_reopens_once_with_a_new_limit(
        self, client: Client, sent: Sent, officer: User
    ) -> None:
        with time_machine.travel(timezone.now() + timedelta(30), tick=False):
            answered(sent, officer)
            assert self.rate(client, sent, "no") == 400  # it says nothing
            assert self.rate(client, sent, "no", "Nothing came.") == 302
            issue = now(sent)
            assert (issue.state, issue.answered_at) == ("open", None)
            assert (issue.counted_from, issue.standing().overdue) == (timezone.localdate(), False)
            answered(sent, officer, "It was paid on Monday.")
            assert "turn to the Deputy Commissioner" not in client.get(address(sent)).text
            assert self.rate(client, sent, "no", "Half of it.") == 302
        assert (now(sent).state, now(sent).satisfied) == ("closed", False)
        page = client.get(address(sent)).text
        assert "turn to the Deputy Commissioner" in page
        assert self.rate(client, sent, "no", "Again.") == 400
        kinds = list(IssueEntry.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == ["received", "answer", "reopened", "answer", "not_satisfied"]

    def test_the_rating_of_an_answer_is_not_that_of_the_next(
        self, client: Client, sent: Sent, officer: User
    ) -> None:
        """Silence on the second answer is silence, whatever was said of the first."""
        answered(sent, officer)
        assert self.rate(client, sent, "no", "Nothing came.") == 302
        assert now(sent).satisfied is False
        answered(sent, officer, "It was paid on Monday.")
        assert now(sent).satisfied is None
        facts = words(elements(read(client.get(address(sent)).text), "dl", class_="facts")[0])
        assert "Rating" not in facts
        with time_machine.travel(timezone.now() + timedelta(RATING_DAYS + 1), tick=False):
            assert close_quiet_issues() == 1
            page = client.get(address(sent)).text
        assert (now(sent).state, now(sent).satisfied) == ("closed", None)
        assert "turn to the Deputy Commissioner" not in page
        assert IssueEntry.objects.filter(kind="reopened", text="Nothing came.").exists()

    def test_only_an_answer_is_rated(self, sent: Sent) -> None:
        with pytest.raises(ValidationError):
            rate_issue(issue=now(sent), satisfied=True)


class TestPublishing:
    @pytest.fixture
    def closed(self, sent: Sent, officer: User) -> Sent:
        set_consent(issue=now(sent), given=True)
        answered(sent, officer)
        rate_issue(issue=now(sent), satisfied=True)
        return sent

    def publish(self, sent: Sent, by: User, **said: Any) -> SolvedIssue:
        words = {
            "problem": "A container stood still.",
            "solution": "The desk at the port cleared it.",
            **said,
        }
        return publish_issue(by=by, issue=now(sent), revision=now(sent).revision, **words)

    @LANGUAGES
    def test_other_words_with_consent(
        self, client: Client, closed: Sent, officer: User, language: str
    ) -> None:
        self.publish(closed, officer)
        page = client.get(f"{language}/issues/solved/").text
        assert "A container stood still." in page
        assert "The container stands at the port." not in page
        assert closed.issue.number not in page
        (row,) = client.get("/issues/solved.json?topic=freight").json()["results"]
        assert row["solution"] == "The desk at the port cleared it."
        assert "A container stood still." in client.get("/issues/solved.csv").text
        assert client.get("/issues/solved.csv?colour=red").status_code == 400
        assert "A container" not in client.get(f"{language}/issues/solved/?topic=training").text

    def test_consent_can_be_taken_back_at_any_time(self, client: Client, closed: Sent, officer: User) -> None:
        self.publish(closed, officer)
        assert client.post(address(closed), {"do": "consent", "given": "no"}).status_code == 302
        assert "A container" not in client.get("/issues/solved/").text
        with pytest.raises(ValidationError):
            self.publish(closed, officer)

    def test_consent_is_not_a_flood_and_can_still_be_taken_back(self, client: Client, sent: Sent) -> None:
        def said(given: str) -> Any:
            return client.post(address(sent), {"do": "consent", "given": given})

        for _time in range(MAX_CONSENTS):
            assert (said("yes").status_code, said("no").status_code) == (302, 302)
        refused = said("yes")
        assert refused.status_code == 400
        assert elements(read(refused.text), "a", href="#id_consent_given_0")
        assert now(sent).may_publish is False
        assert IssueEntry.objects.count() == 1 + 2 * MAX_CONSENTS
        assert said("no").status_code == 302  # nothing changes, and nothing is written
        assert IssueEntry.objects.count() == 1 + 2 * MAX_CONSENTS

    @pytest.mark.parametrize(
        "said", [{"problem": " "}, {"solution": "Ask A@example.org."}, {"problem": "x" * 1501}]
    )
    def test_words_that_will_not_do(self, closed: Sent, officer: User, said: dict[str, str]) -> None:
        with pytest.raises(ValidationError) as caught:
            self.publish(closed, officer, **said)
        assert set(caught.value.message_dict) == set(said)

    def test_not_before_it_is_closed_and_not_if_unsolved(self, sent: Sent, officer: User) -> None:
        set_consent(issue=now(sent), given=True)
        for satisfied in (None, False, False):
            with pytest.raises(ValidationError):
                self.publish(sent, officer)
            answered(sent, officer) if now(sent).state == "open" else None
            if satisfied is not None:
                rate_issue(issue=now(sent), satisfied=satisfied, text="No.")
        assert not SolvedIssue.objects.exists()
