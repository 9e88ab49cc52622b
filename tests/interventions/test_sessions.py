"""What an officer typed outlives the end of a session, and a page that has become too old."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from interventions.models import ActionUpdate, EvidenceFile, Milestone, Plan
from tests.dom import elements, read, words
from tests.forms import as_it_stands

FORM = "/plan/KN-07/update/"
PASSWORD = "correct horse 42"
TYPED = {
    "work_status": "partly_done",
    "confidence": "red",
    "done": "पंक्ति एक\nline two",
    "reason": "Rain & flood",
    "pending_with": "The bank",
    "pending_since": timezone.localdate().isoformat(),
    "finish_by": (timezone.localdate() + timedelta(9)).isoformat(),
    "date_reason": "Agreed.",
    "evidence_link": "https://example.org/x",
}


def sign_in(client: Client, user: User, after: str) -> Any:
    user.set_password(PASSWORD)
    user.save()
    return client.post(after, {"login": user.username, "password": PASSWORD})


@pytest.mark.parametrize("language", ["", "/hi"])
def test_the_text_is_there_after_signing_in_again(
    client: Client, officer: User, plan: Plan, language: str
) -> None:
    url = language + FORM
    response = client.post(url, {"revision": 0, **TYPED, "files": [SimpleUploadedFile("a.pdf", b"%PDF-1.7")]})
    assert response.status_code == 302
    assert response.url == f"{language}/accounts/login/?next={url}"
    assert not ActionUpdate.objects.exists()
    assert not EvidenceFile.objects.exists()
    back = sign_in(client, officer, response.url)
    assert back.url == url
    page = client.get(url)
    assert TYPED.items() <= as_it_stands(page.text).items()
    assert elements(read(page.text), "div", class_="notice")
    # It stays until it is filed, and not longer.
    assert TYPED.items() <= as_it_stands(client.get(url).text).items()
    assert client.post(url, as_it_stands(page.text)).status_code == 302
    assert ActionUpdate.objects.get().done == TYPED["done"]
    assert as_it_stands(client.get(url).text)["done"] == ""


def test_what_was_counted_is_there_too(client: Client, officer: User, plan: Plan) -> None:
    name = f"milestone_{Milestone.objects.get(slug='iec-camp').pk}"
    counted = {f"{name}_quantity": "2", f"{name}_on": timezone.localdate().isoformat()}
    url = "/plan/KN-01/update/"
    response = client.post(url, {"revision": 0, **counted})
    sign_in(client, officer, response.url)
    assert counted.items() <= as_it_stands(client.get(url).text).items()


def test_a_long_text_with_line_breaks_is_kept_whole(client: Client, officer: User, plan: Plan) -> None:
    text = "\n".join(["x" * 99] * 40)
    response = client.post(FORM, {"done": text.replace("\n", "\r\n")})
    sign_in(client, officer, response.url)
    assert as_it_stands(client.get(FORM).text)["done"] == text


def test_texts_of_several_actions_do_not_mix(client: Client, officer: User, plan: Plan) -> None:
    for number in range(1, 8):
        response = client.post(f"/plan/KN-{number:02}/update/", {"done": f"About {number}."})
    sign_in(client, officer, response.url)
    shown = {
        number: as_it_stands(client.get(f"/plan/KN-{number:02}/update/").text)["done"]
        for number in range(1, 8)
    }
    assert shown == {number: f"About {number}." if number > 2 else "" for number in range(1, 8)}


def test_others_see_nothing_of_it(client: Client, officer: User, signed_in: Callable[[User], Client]) -> None:
    client.post(FORM, TYPED)
    assert as_it_stands(signed_in(officer).get(FORM).text)["done"] == ""


@pytest.mark.parametrize(
    "typed",
    [{}, {"done": ""}, {"done": "\x00"}, {"done": "x" * 100_000}, {"nothing": "x"}, {"revision": "x"}],
)
def test_anything_may_be_posted_without_a_session(client: Client, plan: Plan, typed: dict[str, str]) -> None:
    for reference in ("KN-07", "ZZ-99"):
        assert client.post(f"/plan/{reference}/update/", typed).status_code == 302


def test_a_page_that_is_too_old_comes_back_with_the_text(plan: Plan, officer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    for language in ("", "/hi"):
        response = client.post(language + FORM, {"revision": 0, **TYPED, "csrfmiddlewaretoken": "x" * 64})
        assert response.status_code == 403
        assert not ActionUpdate.objects.exists()
        assert TYPED.items() <= as_it_stands(response.text).items()
        assert words(elements(read(response.text), "div", class_="error-summary")[0])
    token = elements(read(response.text), "input", name="csrfmiddlewaretoken")[0]
    filed = client.post(
        FORM, as_it_stands(response.text) | {"csrfmiddlewaretoken": dict(token.attributes)["value"]}
    )
    assert filed.status_code == 302
    assert ActionUpdate.objects.get().done == TYPED["done"]


def test_too_old_a_page_of_somebody_who_may_not_report(plan: Plan, analyst: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(analyst)
    response = client.post(FORM, TYPED)
    assert response.status_code == 403
    assert as_it_stands(response.text) == {}


def test_other_forms_say_that_they_are_too_old(plan: Plan, deputy: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(deputy)
    for url in ("/plan/KN-07/review/", "/my/tokens/", "/accounts/logout/"):
        response = client.post(url, {"note": "x"})
        assert response.status_code == 403
        assert "The form had expired" in response.text


@pytest.mark.parametrize("who", ["analyst", "other_officer"])
def test_who_may_not_report_is_told_so(
    request: pytest.FixtureRequest, plan: Plan, signed_in: Callable[[User], Client], who: str
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for language, said in (("", "only on actions that name your authority"), ("/hi", "")):
        for response in (client.get(language + FORM), client.post(language + FORM, TYPED)):
            assert response.status_code == 403
            assert said in response.text
    assert client.get("/plan/KN-99/update/").status_code == 404
