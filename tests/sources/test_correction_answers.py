"""What becomes of a correction request: an answer, once, or its words withheld."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sources.actions import answer_correction, withhold_correction
from sources.models import CorrectionRequest, Discrepancy
from tests.factories import UserFactory

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
NEW = "/corrections/new/"
TURNOVER = "clusters.statistic:annual-turnover-of-the-leather-cluster"
SAID = {"document": "export-plan", "line": "254", "record": TURNOVER, "text": "It is 12,000 crore."}

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def errors_of(act: Callable[..., object], **values: Any) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        act(**values)
    return set(caught.value.message_dict)


class TestAnswer:
    def test_as_an_entry_of_the_register(
        self, client: Client, asked: CorrectionRequest, administrator: User
    ) -> None:
        entry = Discrepancy.objects.get(ref="D-057")
        answer_correction(
            by=administrator, request=asked, state="accepted", answer="So it is.", discrepancy=entry
        )
        page = client.get(asked.get_absolute_url()).text
        assert "So it is." in page
        assert f'href="{entry.get_absolute_url()}"' in page
        assert administrator.username not in page
        assert "Surname" not in page

    def test_as_a_correction_of_the_data(
        self, client: Client, asked: CorrectionRequest, administrator: User
    ) -> None:
        answer_correction(
            by=administrator,
            request=asked,
            state="accepted",
            answer="A slip.",
            fixture_correction=" Line 254 reads 10,000. ",
        )
        asked.refresh_from_db()
        assert asked.fixture_correction == "Line 254 reads 10,000."
        assert "Line 254 reads 10,000." in client.get(asked.get_absolute_url()).text

    @pytest.mark.parametrize(
        ("values", "fields"),
        [
            ({"state": "accepted"}, {"discrepancy"}),
            ({"state": "accepted", "fixture_correction": " "}, {"discrepancy"}),
            ({"state": "accepted", "fixture_correction": "x" * 2001}, {"fixture_correction"}),
            ({"state": "declined", "fixture_correction": "Line 1."}, {"fixture_correction"}),
            ({"state": "open"}, {"state"}),
            ({"state": "declined", "answer": " "}, {"answer"}),
        ],
    )
    def test_what_an_answer_must_say(
        self, asked: CorrectionRequest, administrator: User, values: dict[str, Any], fields: set[str]
    ) -> None:
        said = {"by": administrator, "request": asked, "answer": "Because."}
        assert errors_of(answer_correction, **said | values) == fields
        asked.refresh_from_db()
        assert asked.state == "open"

    def test_a_declined_request_names_no_entry(self, asked: CorrectionRequest, administrator: User) -> None:
        said = {"by": administrator, "request": asked, "answer": "No.", "state": "declined"}
        entry = Discrepancy.objects.first()
        assert errors_of(answer_correction, **said, discrepancy=entry) == {"discrepancy"}

    def test_an_accepted_request_ends_in_one_place(
        self, asked: CorrectionRequest, administrator: User
    ) -> None:
        both = {"discrepancy": Discrepancy.objects.first(), "fixture_correction": "Line 254 reads 10,000."}
        said = {"by": administrator, "request": asked, "answer": "Yes.", "state": "accepted"}
        assert errors_of(answer_correction, **said, **both) == {"discrepancy"}
        answer_correction(**said, discrepancy=both["discrepancy"])
        with pytest.raises(IntegrityError, match="correction_ended_visibly"), transaction.atomic():
            CorrectionRequest.objects.filter(pk=asked.pk).update(**both)

    def test_in_the_back_office(self, client: Client, asked: CorrectionRequest) -> None:
        client.force_login(UserFactory(role="administrator", is_staff=True))
        url = reverse("admin:sources_correctionrequest_change", args=[asked.pk])
        form = {"state": "accepted", "answer": "So it is.", "discrepancy": "", "fixture_correction": ""}
        assert "Name the entry of the register" in client.post(url, form).text
        entry = Discrepancy.objects.get(ref="D-057")
        assert client.post(url, form | {"discrepancy": entry.pk}).status_code == 302
        asked.refresh_from_db()
        assert (asked.state, asked.discrepancy) == ("accepted", entry)


class TestWithholding:
    @LANGUAGES
    @pytest.mark.parametrize("answered", [False, True])
    def test_the_words_are_gone_everywhere(
        self, client: Client, asked: CorrectionRequest, administrator: User, answered: bool, language: str
    ) -> None:
        if answered:
            answer_correction(by=administrator, request=asked, state="declined", answer="It is not.")
        withhold_correction(by=administrator, request=asked, reason=" It names a person. ")
        asked.refresh_from_db()
        assert (asked.state, asked.text, asked.withheld_by) == ("withheld", "", administrator)
        assert set(asked.history.values_list("text", flat=True)) == {""}
        for address in (asked.get_absolute_url(), "/corrections/"):
            page = client.get(language + address).text
            assert "It names a person." in page
            assert "It is 12,000 crore." not in page
            assert "Surname" not in page
        assert ("It is not." in client.get(asked.get_absolute_url()).text) == answered
        (row,) = client.get("/corrections.json?state=withheld").json()["results"]
        assert (row["text"], row["withheld_reason"]) == ("", "It names a person.")
        (row,) = client.get("/api/v1/correction-requests/?state=withheld").json()["results"]
        assert (row["text"], row["withheld_reason"]) == ("", "It names a person.")

    def test_it_says_why_and_once(self, asked: CorrectionRequest, administrator: User) -> None:
        said = {"by": administrator, "request": asked}
        for reason in (" ", "x" * 501):
            assert errors_of(withhold_correction, **said, reason=reason) == {"withheld_reason"}
        withhold_correction(**said, reason="Spam.")
        with pytest.raises(ValidationError, match="withheld already"):
            withhold_correction(**said, reason="Spam.")

    @pytest.mark.parametrize("answered", [False, True])
    def test_in_the_back_office(
        self, client: Client, asked: CorrectionRequest, administrator: User, answered: bool
    ) -> None:
        if answered:
            answer_correction(by=administrator, request=asked, state="declined", answer="It is not.")
        client.force_login(UserFactory(role="administrator", is_staff=True))
        url = reverse("admin:sources_correctionrequest_change", args=[asked.pk])
        assert "Say why" in client.post(url, {"state": "withheld", "withheld_reason": ""}).text
        assert client.post(url, {"state": "withheld", "withheld_reason": "Spam."}).status_code == 302
        asked.refresh_from_db()
        assert (asked.state, asked.text, asked.answer) == ("withheld", "", "It is not." if answered else "")
        assert client.post(url, {"state": "open"}).status_code == 403
