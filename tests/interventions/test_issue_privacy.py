"""What an exporter wrote stands nowhere but on the two pages of the issue, and goes when its time is over."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver
from django.utils import timezone, translation

from interventions import tasks
from interventions.exporter_actions import Sent, erase_contact, raise_issue, rate_issue, set_consent
from interventions.issue_actions import answer_issue, publish_issue, reply_interim, tie_issue
from interventions.issue_schedule import RATING_DAYS, RETENTION_DAYS
from interventions.issue_upkeep import close_quiet_issues, erase_old_words, send_issue_letters
from interventions.models import Action, ExporterIssue, IssueEntry, IssueKey, IssueLetter, Plan, SolvedIssue
from kanpur_portal.celery import app
from sources.throttling import OpenFormThrottle
from tests.role_table import TABLE

pytestmark = pytest.mark.usefixtures("plan")
SECRETS = ("zebrawords", "zebratail", "zebramail", "9876501234", "zebramessage", "zebraanswer", "zebrarating")


@pytest.fixture
def sent(plan: Plan, officer: User) -> Sent:
    """An issue with a secret in every place where one can write."""
    from interventions.exporter_actions import add_message

    sent = raise_issue(
        topic="scheme", text="zebrawords zebratail", email="zebramail@example.org", phone="9876501234"
    )
    add_message(issue=sent.issue, text="zebramessage")
    reply_interim(by=officer, issue=sent.issue, revision=1, text="zebraanswer 1")
    action = Action.objects.get(reference="KN-13")
    tie_issue(by=officer, issue=sent.issue, revision=2, action=action)
    answer_issue(by=officer, issue=sent.issue, revision=3, text="zebraanswer 2")
    return sent


def now(sent: Sent) -> ExporterIssue:
    return ExporterIssue.objects.get(pk=sent.issue.pk)


def address(sent: Sent) -> str:
    return f"/issues/{sent.issue.number}/?key={sent.key}"


def later(days: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(days), tick=False)


class TestNobodyElseReadsIt:
    def test_no_public_address_shows_a_word_of_it(self, client: Client, sent: Sent) -> None:
        """Every address that everyone may open, and searches."""
        # The index of provenance and its pages take long, and hold nothing but what cites a document.
        slow = ("api-passages", "source", "api-schema")
        public = [
            url
            for name, (url, read, *_) in TABLE.items()
            if read.startswith("o") and not name.startswith(slow) and not name.endswith("-detail")
        ]
        public += ["/sitemap.xml", "/robots.txt", "/data.json", "/issues/solved.csv", "/api/v1/issues/"]
        public += [f"{place}?q=zebrawords" for place in ("/search/", "/plan/", "/discrepancies/")]
        assert len(public) > 80
        for url in public:
            response = client.get(url)
            body = b"".join(response)
            typed = "q=zebrawords" in url  # what was searched for stands in its own box
            found = [one for one in SECRETS if one.encode() in body and not (typed and one == "zebrawords")]
            assert not found, url
            assert sent.key.encode() not in body

    def test_no_word_in_the_log(self, client: Client, sent: Sent, caplog: Any, officer: User) -> None:
        with caplog.at_level(logging.DEBUG):
            client.post("/issues/new/", {"topic": "x", "text": "zebrawords", "email": "zebramail"})
            client.post("/issues/new/", {"topic": "other", "text": "zebrawords"})
            client.get(address(sent))
            client.get(address(sent) + "zebraanswer")  # 404, which is logged
            client.post(address(sent), {"text": "zebramessage"})  # 400
            Client(enforce_csrf_checks=True).post(address(sent), {"do": "message", "text": "zebramessage"})
            send_issue_letters()
        said = "\n".join(record.getMessage() for record in caplog.records)
        # At this level the database's own statements are told, in a place that production does not listen to.
        lines = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
        assert "/issues/" in said
        for line in lines:
            assert sent.key not in line
            assert "key=" not in line
            assert not [one for one in SECRETS if one in line], line

    def test_no_page_of_it_is_kept_for_others(self, client: Client, sent: Sent) -> None:
        assert client.get(address(sent)).status_code == 200
        IssueKey.objects.all().delete()
        assert client.get(address(sent)).status_code == 404

    def test_the_back_office_has_no_door_to_it(self) -> None:
        """Deny by default: an administrator keeps the portal, and handles no case."""
        private = {ExporterIssue, IssueEntry, IssueKey, IssueLetter, SolvedIssue}
        assert not private & set(admin.site._registry)
        names = {model.__name__ for model in apps.get_models()}
        assert not names & {f"Historical{model.__name__}" for model in private}

    def test_every_address_of_issues_is_known(self) -> None:
        """A new one has to be thought about here."""

        def routes(patterns: Any) -> list[str]:
            return [
                route
                for one in patterns
                for route in ([str(one.pattern)] if isinstance(one, URLPattern) else routes(one.url_patterns))
            ]

        found = {route for route in routes(get_resolver().url_patterns) if route.startswith("issues")}
        assert found == {
            "issues/",
            "issues/new/",
            "issues/solved/",
            "issues/solved.<file:file_format>",
            "issues/<issue:pk>/",
            "issues/<issue:pk>/office/",
        }


class TestLetters:
    @pytest.fixture(autouse=True)
    def outbox(self) -> None:
        mail.outbox.clear()

    @pytest.mark.parametrize(("language", "subject"), [("en", "is received"), ("hi", "प्राप्त")])
    def test_one_in_the_exporters_language_with_a_link_that_opens(
        self, client: Client, language: str, subject: str
    ) -> None:
        with translation.override(language):
            sent = raise_issue(topic="other", text="zebrawords", email="zebramail@example.org")
        assert send_issue_letters() == 1
        (letter,) = mail.outbox
        assert letter.to == ["zebramail@example.org"]
        assert sent.issue.number in letter.subject
        assert subject in letter.subject
        assert "zebrawords" not in letter.body
        (path,) = re.findall(r"http://127\.0\.0\.1:\d+(\S+key=\S+)", letter.body)
        assert path.startswith("/hi/" if language == "hi" else "/issues/")
        assert "zebrawords" in client.get(path).text
        assert sent.key not in letter.body  # a link of its own
        assert send_issue_letters() == 0

    def test_a_letter_for_each_reply(self, sent: Sent) -> None:
        assert send_issue_letters() == 3
        assert [re.sub(r".*I-\d+:? ", "", letter.subject) for letter in mail.outbox] == [
            "is received",
            "there is an interim reply",
            "there is an answer",
        ]
        assert not [one for letter in mail.outbox for one in SECRETS[2:] if one in letter.body]

    def test_none_without_an_address_or_after_it_is_erased(self, sent: Sent) -> None:
        raise_issue(topic="other", text="No address.")
        erase_contact(issue=sent.issue, key=sent.key)
        send_issue_letters()
        assert not mail.outbox

    def test_a_mail_server_that_is_away(self, sent: Sent, settings: Any) -> None:
        settings.EMAIL_BACKEND = "tests.interventions.test_issue_privacy.Away"
        assert send_issue_letters() == 0
        assert set(IssueLetter.objects.values_list("state", "error")) == {
            ("failed", "ConnectionRefusedError")
        }
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert send_issue_letters() == 3


class Away(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


class TestRetention:
    def test_words_go_and_facts_stay(self, client: Client, sent: Sent, officer: User) -> None:
        set_consent(issue=sent.issue, given=True)
        rate_issue(issue=now(sent), satisfied=True, text="zebrarating")
        publish_issue(by=officer, issue=now(sent), revision=6, problem="A claim.", solution="Paid.")
        with later(RETENTION_DAYS - 1):
            assert erase_old_words() == 0
        with later(RETENTION_DAYS + 1):
            assert erase_old_words() == 1
            assert erase_old_words() == 0
            assert not [one for one in SECRETS if one in client.get(address(sent)).text]
            assert "were deleted on" in client.get(address(sent)).text
        values = [
            str(value)
            for model in apps.get_app_config("interventions").get_models()
            for row in model._base_manager.values()
            for value in row.values()
        ]
        assert not [value for value in values for one in SECRETS if one in value]
        assert (now(sent).topic, now(sent).satisfied) == ("scheme", True)
        assert IssueEntry.objects.filter(kind="answer", by=officer).exists()
        assert SolvedIssue.objects.get().problem == "A claim."

    def test_silence_closes_an_answer_but_nothing_else(self, sent: Sent) -> None:
        waiting = raise_issue(topic="other", text="Not answered.")
        with later(RATING_DAYS - 1):
            assert close_quiet_issues() == 0
        with later(RATING_DAYS + 1):
            assert close_quiet_issues() == 1
            assert close_quiet_issues() == 0
        assert (now(sent).state, now(sent).satisfied, now(waiting).state) == ("closed", None, "open")
        with later(RETENTION_DAYS * 3):
            assert erase_old_words() == 1
        assert now(waiting).text == "Not answered."

    def test_it_happens_each_night(self, sent: Sent) -> None:
        scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
        assert {
            "interventions.tasks.close_quiet_issues",
            "interventions.tasks.erase_old_words",
            "interventions.tasks.send_issue_letters",
        } <= scheduled
        with later(RATING_DAYS + 1):
            tasks.close_quiet_issues()
        with later(RATING_DAYS + RETENTION_DAYS + 3):
            tasks.erase_old_words()
        assert now(sent).erased_at

    def test_the_notice_tells_the_days(self, client: Client) -> None:
        page = client.get("/issues/new/").text
        assert f"{RETENTION_DAYS} days after the issue is closed" in page
        assert "What stays: number, topic, cluster" in page

    def test_an_entry_is_not_changed_otherwise(self, sent: Sent) -> None:
        entry = sent.issue.entries.first()
        for write in (entry.save, entry.delete, IssueEntry.objects.all().delete):
            with pytest.raises(TypeError):
                write()
        with pytest.raises(TypeError):
            IssueEntry.objects.update(text="x")


class TestFlood:
    SAID = {"topic": "other", "text": "Again."}

    def test_the_eleventh_within_an_hour_is_put_off_and_kept(self, client: Client) -> None:
        assert [client.post("/issues/new/", self.SAID).status_code for _time in range(10)] == [302] * 10
        response = client.post("/issues/new/", self.SAID)
        assert (response.status_code, "Again." in response.text) == (429, True)
        assert 0 < int(response["Retry-After"]) <= 3600
        assert ExporterIssue.objects.count() == 10
        assert client.post("/issues/new/", self.SAID, REMOTE_ADDR="10.1.2.3").status_code == 302

    def test_a_slip_costs_no_place(self, client: Client) -> None:
        wrong = self.SAID | {"phone": "call me"}
        assert [client.post("/issues/new/", wrong).status_code for _time in range(11)] == [400] * 11
        assert client.post("/issues/new/", self.SAID).status_code == 302

    def test_two_dozen_at_once(self) -> None:
        throttle = OpenFormThrottle(RequestFactory().post("/issues/new/"), "issues", per_hour=10)
        with ThreadPoolExecutor(24) as pool:
            allowed = list(pool.map(lambda _one: throttle.allow(), range(24)))
        assert allowed.count(True) == 10

    def test_the_forms_are_counted_apart(self, client: Client) -> None:
        said = {"document": "export-plan", "line": "254", "text": "A misprint."}
        assert [client.post("/corrections/new/", said).status_code for _time in range(6)][-1] == 429
        assert client.post("/issues/new/", self.SAID).status_code == 302

    def test_no_address_is_kept(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        kept: list[str] = []
        monkeypatch.setattr(cache, "add", lambda *said, **more: kept.append(f"{said}{more}") or True)
        client.post("/issues/new/", self.SAID, REMOTE_ADDR="203.0.113.77")
        assert [one for one in kept if "issues" in one]
        assert not [one for one in kept if "203.0.113.77" in one]
