"""Nobody fills somebody else's mailbox through a form, or the table of sessions through sign-in."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from interventions import parking
from interventions.exporter_actions import erase_contact, raise_issue
from interventions.issue_actions import answer_issue
from interventions.issue_rules import MAX_ACKNOWLEDGEMENTS
from interventions.issue_upkeep import send_issue_letters
from interventions.models import ExporterIssue, IssueLetter, Plan
from tests.dom import read, words
from tests.interventions.test_sessions import FORM, TYPED, sign_in

pytestmark = pytest.mark.usefixtures("plan")


class TestAcknowledgements:
    @pytest.mark.parametrize(
        "spellings", [["a@example.org"], ["A@Example.org", "a+one@example.org", "a+two@EXAMPLE.ORG"]]
    )
    def test_one_mailbox_gets_a_few_a_day(self, spellings: list[str]) -> None:
        for turn in range(MAX_ACKNOWLEDGEMENTS + 3):
            raise_issue(topic="freight", text="It waits.", email=spellings[turn % len(spellings)])
        assert ExporterIssue.objects.count() == MAX_ACKNOWLEDGEMENTS + 3
        assert IssueLetter.objects.count() == MAX_ACKNOWLEDGEMENTS
        raise_issue(topic="freight", text="It waits.", email="b@example.org")
        assert IssueLetter.objects.count() == MAX_ACKNOWLEDGEMENTS + 1, "another mailbox has its own"

    def test_to_take_the_address_out_again_makes_no_room(self) -> None:
        for _turn in range(MAX_ACKNOWLEDGEMENTS + 3):
            sent = raise_issue(topic="freight", text="It waits.", email="a@example.org")
            send_issue_letters()
            erase_contact(issue=sent.issue, key=sent.key)
        assert len(mail.outbox) == MAX_ACKNOWLEDGEMENTS

    @time_machine.travel("2026-03-03T10:00:00+05:30", tick=False)
    def test_the_sender_is_told_the_same(self, client: Client) -> None:
        said = {"topic": "freight", "text": "It waits.", "email": "a@example.org"}
        pages = set()
        for _turn in range(MAX_ACKNOWLEDGEMENTS + 1):
            place = client.post("/issues/new/", said)["Location"]
            (key,) = parse_qs(urlsplit(place).query)["key"]
            page = (
                client.get(place).text.replace(key, "").replace(ExporterIssue.objects.latest("pk").number, "")
            )
            pages.add(words(read(page)))
        assert IssueLetter.objects.count() == MAX_ACKNOWLEDGEMENTS
        assert len(pages) == 1
        assert "Your issue is sent" in pages.pop()

    def test_offices_replies_are_always_sent(self, officer: User) -> None:
        for _turn in range(MAX_ACKNOWLEDGEMENTS + 1):
            raise_issue(topic="freight", text="It waits.", email="a@example.org")
        issue = ExporterIssue.objects.latest("pk")
        answer_issue(by=officer, issue=issue, revision=issue.revision, text="It was moved.")
        assert issue.letters.get().kind == "answer"


class TestParking:
    @pytest.fixture(autouse=True)
    def few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parking, "PER_HOUR", 2)

    @pytest.mark.parametrize(
        ("url", "typed"),
        [
            (FORM, TYPED),
            ("/calendar/events/new/", {"title": "A camp"}),
            ("/issues/I-1/office/", {"do": "reply", "text": "Soon."}),
        ],
    )
    def test_a_flood_is_not_kept_and_told(self, url: str, typed: dict[str, str]) -> None:
        for _turn in range(2):
            assert "Your text is kept" in said(Client(), url, typed)
        kept = Session.objects.count()
        client = Client()
        assert "yours is not kept" in said(client, url, typed)
        assert Session.objects.count() == kept
        assert "parked_updates" not in client.session

    def test_an_officer_among_them_is_told_too(self, plan: Plan, officer: User) -> None:
        for _turn in range(2):
            said(Client(), FORM, TYPED)
        client = Client()
        response = client.post(FORM, TYPED)
        assert response.status_code == 302
        sign_in(client, officer, response.url)
        assert TYPED["done"] not in client.get(FORM).text


def said(client: Client, url: str, typed: dict[str, Any]) -> str:
    return client.post(url, typed, follow=True).text
