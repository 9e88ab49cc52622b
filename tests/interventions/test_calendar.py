"""The pages of the calendar, and the officers' forms: what is typed is entered, or comes back whole."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clusters.models import Cluster
from interventions.event_page import when
from interventions.models import ActionUpdate, Authority, Event, Milestone
from tests.dom import by_id, elements, given, read, words
from tests.events import change, enter, in_days

NEW = "/calendar/events/new/"


@pytest.fixture
def at_work(officer: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(officer)


def typed(**more: Any) -> dict[str, Any]:
    diepc = Authority.objects.get(slug="diepc")
    said = {"kind": "camp", "title": "A camp", "starts_on": in_days(7).isoformat(), "organiser": diepc.pk}
    return {**said, **more}


def shown(response: Any) -> dict[str, list[str]]:
    """What the form would send if it were submitted as it stands."""
    (form,) = (form for form in elements(read(response.text), "form") if "data-draft" in given(form))
    values: dict[str, list[str]] = {}
    for field in elements(form):
        name = given(field).get("name", "")
        if field.name == "input" and (
            given(field).get("type") not in ("checkbox", "radio") or "checked" in given(field)
        ):
            values.setdefault(name, []).append(given(field).get("value", ""))
        elif field.name == "textarea":
            values[name] = [words(field)]
        elif field.name == "select":
            values[name] = [
                given(option)["value"] for option in elements(field, "option") if "selected" in given(option)
            ]
    return values


def errors(response: Any) -> list[str]:
    return [
        words(item)
        for summary in elements(read(response.text), "div", class_="error-summary")
        for item in elements(summary, "li")
    ]


def titles(url: str, client: Client | None = None) -> list[str]:
    response = (client or Client()).get(url)
    assert response.status_code == 200
    tables = elements(read(response.text), "table", class_="events")
    return [words(elements(row, "a")[0]) for table in tables for row in elements(table, "tr")[1:]]


WHEN: list[tuple[tuple[date, time | None, date, time | None], str, str]] = [
    (
        (date(2026, 12, 14), time(10), date(2026, 12, 14), time(16, 30)),
        "Monday, 14 December 2026, 10:00 to 16:30",
        "सोमवार, 14 दिसंबर 2026, 10:00 से 16:30 तक",
    ),
    (
        (date(2026, 12, 14), time(10), date(2026, 12, 14), None),
        "Monday, 14 December 2026, from 10:00",
        "सोमवार, 14 दिसंबर 2026, 10:00 से",
    ),
    (
        (date(2026, 12, 14), None, date(2026, 12, 14), None),
        "Monday, 14 December 2026",
        "सोमवार, 14 दिसंबर 2026",
    ),
    ((date(2026, 12, 14), None, date(2026, 12, 16), None), "14 to 16 December 2026", "14 से 16 दिसंबर 2026"),
    (
        (date(2026, 11, 30), None, date(2026, 12, 2), None),
        "30 November to 2 December 2026",
        "30 नवंबर से 2 दिसंबर 2026",
    ),
    (
        (date(2026, 12, 30), None, date(2027, 1, 2), None),
        "30 December 2026 to 2 January 2027",
        "30 दिसंबर 2026 से 2 जनवरी 2027",
    ),
    (
        (date(2026, 12, 14), time(10), date(2026, 12, 16), time(17)),
        "14 December 2026, 10:00 to 16 December 2026, 17:00",
        "14 दिसंबर 2026, 10:00 से 16 दिसंबर 2026, 17:00",
    ),
]


@pytest.mark.parametrize(("days", "english", "hindi"), WHEN, ids=lambda value: str(value)[:30])
def test_days_as_people_write_them(days: tuple[Any, ...], english: str, hindi: str) -> None:
    starts_on, starts_at, ends_on, ends_at = days
    event = Event(starts_on=starts_on, starts_at=starts_at, ends_on=ends_on, ends_at=ends_at)
    assert when(event) == english
    with translation.override("hi"):
        assert when(event) == hindi


def test_an_empty_calendar_says_how_to_subscribe(plan: Any) -> None:
    page = Client().get("/calendar/")
    tree = read(page.text)
    assert "No event is entered yet" in page.text
    (link,) = elements(elements(tree, "div", class_="empty-state")[0], "a")
    assert by_id(tree, given(link)["href"].removeprefix("#"))
    subscribed = [given(link)["href"] for link in elements(by_id(tree, "subscribe"), "a")]
    assert subscribed == [
        f"webcal://testserver/calendar{name}.ics"
        for name in ("", *(f"/{slug}" for slug in Cluster.objects.values_list("slug", flat=True)))
    ]
    assert "webcal://testserver/hi/calendar.ics" in Client().get("/hi/calendar/").text


def test_what_is_to_come_by_months_and_the_past_on_request(officer: User) -> None:
    for title, day, said in (
        ("second", in_days(40), {}),
        ("first", in_days(0), {}),
        ("running", in_days(-3), {"ends_on": in_days(1)}),
        ("over", in_days(-1), {}),
        ("long over", in_days(-70), {}),
    ):
        enter(officer, title=title, starts_on=day, **said)
    assert titles("/calendar/") == ["running", "first", "second"]
    assert titles("/calendar/?when=past") == ["over", "long over"]
    assert titles("/calendar/?when=") == ["long over", "running", "over", "first", "second"]
    tree = read(Client().get("/calendar/").text)
    months = [words(heading) for heading in elements(tree, "h2")]
    assert months[-2].endswith(str(in_days(40).year))
    assert len(months) >= 3


def test_filters_by_kind_and_cluster(officer: User) -> None:
    leather = frozenset(Cluster.objects.filter(slug="leather"))
    enter(officer, title="fair", kind="fair", clusters=leather)
    enter(officer, title="camp for leather", clusters=leather)
    enter(officer, title="camp for all")
    assert titles("/calendar/?type=fair") == ["fair"]
    assert titles("/calendar/?cluster=leather") == ["fair", "camp for leather", "camp for all"]
    assert titles("/calendar/?cluster=plastic") == ["camp for all"]
    assert titles("/calendar/?cluster=leather&type=camp&when=upcoming") == [
        "camp for leather",
        "camp for all",
    ]
    assert "No event matches these filters" in Client().get("/calendar/?type=seminar").text
    assert "No event is planned at present" not in Client().get("/calendar/?when=past").text
    page = read(Client().get("/calendar/?type=fair").text)
    files = [given(link)["href"] for link in elements(page, "a") if "format=" in given(link).get("href", "")]
    assert [row["title"] for row in Client().get(files[1]).json()["results"]] == ["fair"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("type=party", "party"),
        ("type=fair&type=camp", "more than once"),
        ("when=soon", "soon"),
        ("cluster=steel", "Cluster"),
        ("colour=red", "colour"),
        ("type=%00", "Kind of event"),
        ("cluster=" + "x" * 10_000, "Cluster"),
    ],
)
def test_a_filter_that_is_none_is_named(officer: User, query: str, named: str) -> None:
    enter(officer)
    response = Client().get(f"/calendar/?{query}")
    assert response.status_code == 400
    assert named in " ".join(errors(response))
    assert not elements(read(response.text), "table", class_="events")


@pytest.mark.parametrize("page", ["0", "99", "x", "१२", "9" * 40, "-1"])
def test_a_page_of_the_list_that_is_not_there(officer: User, page: str) -> None:
    assert Client().get(f"/calendar/?page={page}").status_code == 404


def test_the_page_of_an_event(officer: User) -> None:
    event = enter(
        officer, title="", title_hi="शिविर", place="Vikas Bhavan", description="Bring <b>papers</b>."
    )
    english, hindi = (Client().get(prefix + event.get_absolute_url()) for prefix in ("", "/hi"))
    heading = elements(read(english.text), "h1")[0]
    assert (words(heading), given(heading)["lang"]) == ("शिविर", "hi")
    (place,) = (found for found in elements(read(hindi.text), "span", lang="en") if "Vikas" in words(found))
    assert words(place) == "Vikas Bhavan"
    assert "&lt;b&gt;papers" in english.text
    assert f"/calendar/events/{event.slug}.ics" in english.text
    assert "/edit/" not in english.text
    assert Client().get("/calendar/events/nothing/").status_code == 404
    change(event, officer, status="cancelled")
    assert "This event is cancelled" in Client().get(event.get_absolute_url()).text
    assert titles("/calendar/") == ["शिविर"]


def test_an_officer_enters_an_event(at_work: Client, officer: User) -> None:
    leather, plastic = Cluster.objects.filter(slug__in=["leather", "plastic"])
    assert f'href="{NEW}"' in at_work.get("/calendar/").text
    begun = shown(at_work.get(NEW))
    assert begun["organiser"] == [str(Authority.objects.get(slug="diepc").pk)], "the only office"
    said = typed(
        title_hi="शिविर",
        starts_at="10:00",
        ends_at="16:30",
        ends_on="",
        place="Hall 1",
        description="Line one\r\nline two",
        online_link="example.org/room",
        clusters=[leather.pk, plastic.pk],
        milestone=Milestone.objects.get(slug="iec-camp").pk,
    )
    response = at_work.post(NEW, said)
    event = Event.objects.get()
    assert (response.status_code, response.url) == (302, f"{event.get_absolute_url()}?filed=new")
    assert (event.starts_at, event.ends_on, event.ends_at) == (time(10), in_days(7), time(16, 30))
    assert event.description == "Line one\nline two"
    assert event.online_link == "https://example.org/room"
    assert set(event.clusters.all()) == {leather, plastic}
    assert "data-draft-filed" in at_work.get(response.url).text


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "Title in English"),
    ({"title": "x" * 10_000}, "Title in English"),
    ({"description": "x" * 10_000}, "Description in English"),
    ({"description": "a\0b"}, "Description in English"),
    ({"place": "a\x1bb"}, "Place in English"),
    ({"starts_on": ""}, "First day"),
    ({"starts_on": "31-02-2027"}, "First day"),
    ({"starts_on": "9999-12-31"}, "First day"),
    ({"ends_on": in_days(6).isoformat()}, "Last day"),
    ({"starts_at": "25:00"}, "Begins at"),
    ({"starts_at": "16:00", "ends_at": "10:00"}, "Ends at"),
    ({"kind": "party"}, "Kind of event"),
    ({"organiser": "999999999999999999999"}, "Organiser"),
    ({"milestone": "x"}, "Milestone"),
    ({"clusters": ["0", "x", "\0"]}, "For which clusters?"),
    ({"link": "javascript:alert(1)"}, "Link to more about it"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG, ids=lambda value: str(value)[:40])
def test_an_error_is_named_and_costs_nothing(at_work: Client, wrong: dict[str, Any], field: str) -> None:
    said = typed(title_hi="शिविर" if wrong != {"title": ""} else "", place_hi="सभागार")
    response = at_work.post(NEW, {**said, **wrong})
    assert response.status_code == 422
    assert any(text.startswith(field) for text in errors(response)), errors(response)
    assert not Event.objects.exists()
    kept = shown(response)
    assert kept["place_hi"] == ["सभागार"]
    assert [kept[name] for name in ("kind", "starts_on") if name not in wrong] == [
        [said[name]] for name in ("kind", "starts_on") if name not in wrong
    ]


def test_an_event_is_changed_and_cancelled(at_work: Client, officer: User) -> None:
    event = enter(officer, clusters=frozenset(Cluster.objects.filter(slug="leather")), starts_at=time(9, 30))
    url = f"{event.get_absolute_url()}edit/"
    said = shown(at_work.get(url))
    assert (said["starts_at"], said["status"], said["revision"]) == (["09:30"], ["planned"], ["0"])
    response = at_work.post(url, {**said, "title": "Another", "status": "cancelled"})
    assert response.status_code == 302
    event.refresh_from_db()
    assert (event.title, event.status, event.starts_at) == ("Another", "cancelled", time(9, 30))
    assert [cluster.slug for cluster in event.clusters.all()] == ["leather"]
    # Sent once more from the page that is now too old: shown beside what it is by now, and taken then.
    again = at_work.post(url, {**said, "title": "A third"})
    assert again.status_code == 409
    assert by_id(read(again.text), "changes-heading")
    kept = shown(again)
    assert (kept["title"], kept["revision"]) == (["A third"], ["1"])
    assert at_work.post(url, kept).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.status) == ("A third", "planned")


def test_a_held_event_is_marked_and_its_words_put_right(at_work: Client, officer: User) -> None:
    camp = Milestone.objects.get(slug="iec-camp")
    event = enter(officer, milestone=camp, starts_on=in_days(-1))
    url = f"{event.get_absolute_url()}held/"
    assert "KN-01" in at_work.get(url).text
    wrong = at_work.post(url, {"revision": 0, "confidence": "red", "done": "Forty came."})
    assert wrong.status_code == 422
    assert errors(wrong) == ["Reason: Amber or red needs a reason."]
    assert shown(wrong)["done"] == ["Forty came."]
    assert at_work.post(url, {"revision": 0, "confidence": "green", "done": "Forty came."}).status_code == 302
    assert at_work.post(url, {"revision": 0, "confidence": "green"}).status_code == 422
    update = ActionUpdate.objects.get()
    assert update.achievements.get().milestone == camp
    page = Client().get(event.get_absolute_url())
    assert f'href="{update.get_absolute_url()}"' in page.text
    assert f'href="{event.get_absolute_url()}"' in Client().get("/plan/KN-01/").text
    edit = f"{event.get_absolute_url()}edit/"
    said = shown(at_work.get(edit))
    assert not {"status", "starts_on", "milestone", "clusters"} & said.keys()
    response = at_work.post(edit, {**said, "place": "Hall 2", "status": "cancelled"})
    assert response.status_code == 302
    event.refresh_from_db()
    assert (event.place, event.status, event.milestone) == ("Hall 2", "held", camp)


def test_an_event_without_a_milestone_is_held_with_one_tap(at_work: Client, officer: User) -> None:
    event = enter(officer, starts_on=in_days(-1))
    said = shown(at_work.get(f"{event.get_absolute_url()}held/"))
    assert set(said) == {"csrfmiddlewaretoken", "revision"}
    assert at_work.post(f"{event.get_absolute_url()}held/", said).status_code == 302
    event.refresh_from_db()
    assert event.status == "held"


def test_forms_of_others_stay_closed(
    officer: User, other_officer: User, analyst: User, signed_in: Callable[[User], Client]
) -> None:
    event = enter(officer)
    for path in ("edit/", "held/"):
        for user in (other_officer, analyst):
            assert signed_in(user).get(event.get_absolute_url() + path).status_code == 403
            assert signed_in(user).post(event.get_absolute_url() + path, typed()).status_code == 403
    assert signed_in(analyst).get(NEW).status_code == 403
    refused = signed_in(other_officer).post(NEW, typed())
    assert refused.status_code == 422
    assert errors(refused)[0].startswith("Organiser")
    assert Event.objects.count() == 1


def test_what_was_typed_outlives_the_session(client: Client, officer: User) -> None:
    event = enter(officer, starts_on=in_days(-1), milestone=Milestone.objects.get(slug="iec-camp"))
    leather, plastic = Cluster.objects.filter(slug__in=["leather", "plastic"])
    said = typed(title="Typed on the bus", clusters=[leather.pk, plastic.pk], description="a\r\nb" * 900)
    url = event.get_absolute_url()
    posted: dict[str, dict[str, Any]] = {
        NEW: said,
        f"{url}edit/": {**said, "revision": 0, "status": "cancelled"},
        f"{url}held/": {"revision": 0, "confidence": "green", "done": "Thirty came."},
    }
    for form, values in posted.items():
        asked = client.post(form, values)
        assert (asked.status_code, asked.url) == (302, f"/accounts/login/?next={form}")
    client.force_login(officer)
    new, edit, held = (shown(client.get(form)) for form in posted)
    for kept in (new, edit):
        assert kept["title"] == ["Typed on the bus"]
        assert kept["clusters"] == [str(leather.pk), str(plastic.pk)]
        assert len(kept["description"][0]) > 1000
    assert (edit["status"], held["confidence"], held["done"]) == (["cancelled"], ["green"], ["Thirty came."])
    assert client.post(f"{url}held/", held).status_code == 302
    client.post(NEW, {**new, "description": ""})
    assert shown(client.get(NEW))["title"] == [""]


def test_a_page_too_old_to_be_trusted_gives_the_text_back(officer: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    event = enter(officer)
    for url in (NEW, f"{event.get_absolute_url()}edit/"):
        response = client.post(url, typed(title="Typed on the bus", revision=0, status="planned"))
        assert response.status_code == 403
        assert shown(response)["title"] == ["Typed on the bus"]
    old = client.post(f"{event.get_absolute_url()}held/", {"revision": 0})
    assert (old.status_code, "too old" in errors(old)[0]) == (403, True)
    assert Event.objects.get().title == "A camp"


@pytest.mark.usefixtures("version_is_remembered")
def test_no_page_asks_more_for_more_events(at_work: Client, officer: User) -> None:
    def asked(url: str) -> int:
        at_work.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert at_work.get(url).status_code == 200
        return len(queries)

    event = enter(officer, clusters=frozenset(Cluster.objects.all()))
    urls = ("/calendar/", "/api/v1/events/", event.get_absolute_url())
    before = [asked(url) for url in urls]
    for number in range(10):
        enter(officer, title=f"Camp {number}", clusters=frozenset(Cluster.objects.all()[:3]))
    assert [asked(url) for url in urls] == before
    assert max(before) <= 14
