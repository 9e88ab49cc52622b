"""Whatever is posted to the forms: a message, and never an error of the portal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interventions.event_forms import REPORTED, EventForm
from interventions.filters import ActionFilter
from interventions.forms import ReviewForm, UpdateForm
from interventions.models import Action, ActionUpdate, Milestone, Plan
from tests.events import enter, in_days, read_calendar

FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
text = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "\x00", "\ud800", "\u202e", "😀" * 9, "x" * 5000, "\r\n" * 9, "' OR 1=1", "{{ 7 }}"]
    ),
    st.integers(-(10**40), 10**40).map(str),
    st.dates().map(str),
    st.sampled_from(
        ["9999-12-31", "0001-01-01", "2026-02-30", "१२-०५-२०२६", "NaN", "1e400", "-0", "9" * 5000]
    ),
)
sensible = {
    "work_status": st.sampled_from(["not_started", "in_progress", "partly_done", "completed", "dropped"]),
    "confidence": st.sampled_from(["green", "amber", "red"]),
    "revision": st.sampled_from(["0", "1", "2"]),
}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def names_of(reference: str) -> list[str]:
    action = Action.objects.get(reference=reference)
    return [*UpdateForm(action=action, user=User()).fields, "staged", "csrfmiddlewaretoken", "nothing"]


def encoded(posted: dict[str, Any]) -> dict[str, Any]:
    """As the test client can send it: text that UTF-8 cannot hold goes as raw bytes."""
    return {
        name: [
            value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value for value in values
        ]
        for name, values in posted.items()
    }


@pytest.mark.slow
@FUZZ
@given(data=st.data())
def test_the_officers_form(plan: Plan, deputy: User, signed_in: Callable[[User], Client], data: Any) -> None:
    client = signed_in(deputy)
    reference = data.draw(st.sampled_from(["KN-01", "KN-02", "KN-04", "KN-07"]))
    names = names_of(reference)
    posted = data.draw(
        st.dictionaries(st.sampled_from(names) | st.text(min_size=1, max_size=9), st.lists(text, max_size=2))
    )
    for name, values in sensible.items():
        if data.draw(st.booleans()):
            posted[name] = [data.draw(values)]
    if data.draw(st.booleans()):
        content = data.draw(st.binary(max_size=40) | st.just(b"%PDF-1.7"))
        posted["files"] = [
            SimpleUploadedFile(data.draw(st.sampled_from(["a.pdf", "b.PNG", "ख.jpg", "c"])), content)
        ]
    language = data.draw(st.sampled_from(["", "/hi"]))
    with undone():
        before = ActionUpdate.objects.count()
        response = client.post(f"{language}/plan/{reference}/update/", encoded(posted))
        assert response.status_code in (302, 409, 422), response.status_code
        assert ActionUpdate.objects.count() == before + (response.status_code == 302)
        if response.status_code == 302:
            assert client.get(response.url).status_code == 200


@FUZZ
@given(posted=st.dictionaries(st.sampled_from([*ReviewForm.base_fields, "x"]), st.lists(text, max_size=2)))
def test_the_second_persons_form(
    plan: Plan, officer: User, deputy: User, signed_in: Callable[[User], Client], posted: dict[str, Any]
) -> None:
    with undone():
        response = signed_in(deputy).post("/plan/KN-07/review/", encoded(posted))
        assert response.status_code in (302, 404, 422)


@FUZZ
@given(
    asked=st.dictionaries(
        st.sampled_from([*ActionFilter.base_filters, "page", "format"]) | st.text(min_size=1, max_size=9),
        text,
    ),
    where=st.sampled_from(["/plan/", "/plan.csv", "/plan.json", "/hi/plan/"]),
    part=st.booleans(),
)
def test_the_filters(plan: Plan, asked: dict[str, str], where: str, part: bool) -> None:
    query = QueryDict(mutable=True)
    query.update(
        {
            name.encode("utf-8", "replace").decode(): value.encode("utf-8", "replace").decode()
            for name, value in asked.items()
        }
    )
    headers = {"HX-Request": "true"} if part else {}
    response = Client().get(f"{where}?{query.urlencode()}", headers=headers)
    assert response.status_code in (200, 400)


@pytest.mark.slow
@settings(FUZZ, max_examples=30)
@given(data=st.data())
def test_the_form_of_an_event(
    plan: Plan, officer: User, signed_in: Callable[[User], Client], data: Any
) -> None:
    client = signed_in(officer)
    with undone():
        day = data.draw(st.sampled_from([in_days(-1), in_days(9)]))
        event = enter(officer, starts_on=day, milestone=Milestone.objects.get(slug="iec-camp"))
        form = data.draw(
            st.sampled_from(["events/new/", *(f"events/{event.slug}/{name}/" for name in ("edit", "held"))])
        )
        names = st.sampled_from([*EventForm.base_fields, *REPORTED, "x"])
        posted = data.draw(st.dictionaries(names, st.lists(text, max_size=2)))
        if data.draw(st.booleans()):
            begun = {"kind": "camp", "title": "A camp", "starts_on": "2026-12-14", "revision": "0"}
            begun |= {"organiser": str(event.organiser_id), "status": "cancelled", "confidence": "green"}
            posted = {name: [value] for name, value in begun.items()} | posted
        url = f"{data.draw(st.sampled_from(['', '/hi']))}/calendar/{form}"
        response = client.post(url, encoded(posted))
        assert response.status_code in (302, 409, 422), response.status_code
        if response.status_code == 302:
            assert client.get(response.url).status_code == 200
            assert read_calendar(client.get("/calendar.ics").content)
        Client().post(url, encoded(posted))


@FUZZ
@given(
    posted=st.dictionaries(st.sampled_from(["work_status", "done", "reason", "milestone_1_on", "x"]), text)
)
def test_without_a_session(plan: Plan, posted: dict[str, str]) -> None:
    with undone():
        client = Client()
        response = client.post(
            "/plan/KN-07/update/", encoded({name: [value] for name, value in posted.items()})
        )
        assert response.status_code == 302


@FUZZ
@given(posted=st.dictionaries(st.sampled_from(["name", "end", "x"]), text))
def test_the_tokens_form(analyst: User, signed_in: Callable[[User], Client], posted: dict[str, str]) -> None:
    with undone():
        response = signed_in(analyst).post(
            "/my/tokens/", encoded({name: [value] for name, value in posted.items()})
        )
        assert response.status_code in (200, 302, 404, 422)


def test_what_parked_text_does_to_the_form_that_shows_it(plan: Plan, deputy: User) -> None:
    """Parked text has been checked by nobody when the form is drawn."""
    camp = Milestone.objects.get(slug="iec-camp")
    strange = ["\x00", "x" * 4000, "-1", "2026-02-30", "<script>"]
    for value in strange:
        client = Client()
        names = [
            "work_status",
            "confidence",
            "pending_since",
            "finish_by",
            "seen_finish_by",
            f"milestone_{camp.pk}_on",
        ]
        client.post("/plan/KN-01/update/", dict.fromkeys(names, value))
        client.post("/plan/KN-07/update/", dict.fromkeys(names, value))
        client.force_login(deputy)
        for reference in ("KN-01", "KN-07"):
            page = client.get(f"/plan/{reference}/update/")
            assert page.status_code == 200
            assert "Your text was kept" in page.text
            assert "<script>" not in page.text
