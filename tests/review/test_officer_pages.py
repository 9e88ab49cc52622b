"""What a form says of itself is not believed where the portal knows better."""

import secrets

from django.contrib.auth.models import User
from django.test import Client

from interventions.actions import Report, file_update
from interventions.forms import REPORT_FIELDS, SEEN
from interventions.models import Action, ActionUpdate
from tests.forms import as_it_stands

FORM = "/plan/KN-05/update/"
PASSWORD = "correct horse 42"
SAID = {"work_status": "in_progress", "confidence": "green"}


def test_parked_text_rests_on_what_its_officer_had_read(
    client: Client, officer: User, action: Action
) -> None:
    response = client.post(FORM, {"revision": "0", **SAID, "done": "Mine."})
    file_update(
        by=officer, action=action, revision=0, report=Report("partly_done", "green", done="A colleague's.")
    )
    officer.set_password(PASSWORD)
    officer.save()
    client.post(response.url, {"login": officer.username, "password": PASSWORD})
    conflict = client.post(FORM, as_it_stands(client.get(FORM).text))
    assert conflict.status_code == 409
    assert "changes-heading" in conflict.text
    assert ActionUpdate.objects.count() == 1
    again = as_it_stands(conflict.text)
    assert again["done"] == "Mine."
    assert client.post(FORM, again).status_code == 302


def test_a_revision_that_is_yet_to_come_shows_no_old_report_as_new(
    client: Client, officer: User, action: Action
) -> None:
    for revision in range(3):
        file_update(by=officer, action=action, revision=revision, report=Report(**SAID))
    client.force_login(officer)
    conflict = client.post(FORM, {"revision": "5", **SAID})
    assert conflict.status_code == 409
    assert "changes-heading" not in conflict.text


def test_a_visitor_parks_little(client: Client, action: Action) -> None:
    names = ("revision", *REPORT_FIELDS, *SEEN.values(), *(f"milestone_{number}_on" for number in range(40)))
    random = secrets.token_urlsafe(4000)  # cannot be compressed
    assert client.post(FORM, dict.fromkeys(names, random)).status_code == 302
    parked = client.session["parked_updates"]["KN-05"]
    assert len(parked["done"]) == 4000
    assert sum(map(len, parked.values())) < 25_000
