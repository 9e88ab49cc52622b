"""The plan's list: all of it under its headings, each filter, and counts that open what they count."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from interventions.filters import ActionFilter
from interventions.models import Action, Authority, Heading, Plan
from interventions.schedule import Schedule, Timeline, WorkStatus
from sources.models import Discrepancy
from tests.dom import by_id, elements, given, read, words

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
HEADINGS = [
    "Increasing the overall exports from the state",
    "Common interventions across sectors/ clusters",
    "Product 2: Engineering goods",
    "Product 3: Plastic Products",
    "Product 4: Hosiery and Textile Product",
]


def references(response: Any) -> list[str]:
    """The actions that a list shows, in its order."""
    assert response.status_code == 200, response.status_code
    results = by_id(read(response.text), "plan-results")
    return [given(row)["id"] for row in elements(results, "tr") if given(row).get("id")]


def counted(response: Any) -> dict[str, int]:
    """The list's counts by the address that each opens."""
    bar = elements(read(response.text), "ul", class_="counts")[0]
    return {given(link)["href"]: int(words(elements(link, "b")[0])) for link in elements(bar, "a")}


@LANGUAGES
def test_29_actions_in_printed_order_under_five_printed_headings(
    client: Client, plan: Plan, language: str
) -> None:
    response = client.get(f"{language}/plan/")
    assert references(response) == [f"KN-{number:02}" for number in range(1, 30)]
    results = by_id(read(response.text), "plan-results")
    shown = [words(heading) for heading in elements(results, "h2", class_="group-heading")]
    if language:
        assert shown == list(Heading.objects.values_list("name_hi", flat=True))
        assert all(heading in words(results) for heading in HEADINGS), "and as printed beside it"
    else:
        assert shown == HEADINGS
    per_heading = [len(elements(table, "tr")) - 1 for table in elements(results, "table")]
    assert per_heading == [4, 10, 4, 4, 7]


@LANGUAGES
def test_every_row_says_what_is_printed_and_where(client: Client, plan: Plan, language: str) -> None:
    rows = {
        given(row)["id"]: row
        for row in elements(read(client.get(f"{language}/plan/").text), "tr")
        if given(row).get("id")
    }
    for action in Action.objects.prefetch_related("parts"):
        row = rows[action.reference]
        printed = elements(row, "div", class_="printed")[0]
        assert given(printed)["lang"] == "en"
        for text in (action.printed, *(part.printed for part in action.parts.all())):
            assert words(read(f"<p>{text}</p>")) in words(printed) or text in words(printed), action.reference
        (source,) = elements(row, "a", class_="source")
        assert given(source)["href"] == f"{language}/sources/export-plan/#L{action.first_line}"
        assert (action.title_hi if language else action.title) in words(row)


@LANGUAGES
def test_leather_has_no_rows_and_the_list_says_so(client: Client, plan: Plan, language: str) -> None:
    leather = Cluster.objects.get(slug="leather")
    for url, said in (("/plan/", True), ("/plan/?cluster=leather", True), ("/plan/?cluster=plastic", False)):
        results = by_id(read(client.get(language + url).text), "plan-results")
        links = [given(link)["href"] for link in elements(results, "a")]
        assert (f"{language}/clusters/leather/challenges/" in links) is said, url
    assert references(client.get(f"{language}/plan/?cluster=leather")) == []
    notice = words(by_id(read(client.get(f"{language}/plan/").text), "plan-results"))
    assert (leather.name_hi if language else "no actions for Product 1: Leather products") in notice


@LANGUAGES
def test_cut_off_lines_are_marked_with_what_is_wrong(client: Client, plan: Plan, language: str) -> None:
    rows = [row for row in elements(read(client.get(f"{language}/plan/").text), "tr") if given(row).get("id")]
    marked = {given(row)["id"]: elements(row, "p", class_="cut-off") for row in rows}
    cut_off = {"KN-03": "D-032", "KN-14": "D-039", "KN-23": "D-042"}
    assert {reference for reference, marks in marked.items() if marks} == set(cut_off)
    assert Action.objects.get(reference="KN-14").lines == "1051"
    for reference, discrepancy in cut_off.items():
        found = Discrepancy.objects.get(ref=discrepancy)
        assert words(marked[reference][0]) == (found.summary_hi if language else found.summary)


# The meaning of each filter, told of an action and its standing today.
MEANING: dict[str, Callable[[Action, Any, str], bool]] = {
    "heading": lambda action, _, value: action.heading.slug == value,
    "cluster": lambda action, _, value: (action.cluster.slug if action.cluster else "none") == value,
    "authority": lambda action, _, value: value in {named.slug for named in action.authorities.all()},
    "timeline": lambda action, _, value: action.timeline == value,
    "status": lambda action, _, value: action.work_status == value,
    "schedule": lambda _, standing, value: standing.schedule == value,
    "silent": lambda _, standing, value: standing.silent == (value == "yes"),
    "awaiting": lambda action, _, value: action.awaiting_confirmation == (value == "yes"),
}


def choices(name: str) -> list[str]:
    """Every value that a filter offers."""
    field = ActionFilter({}).form.fields[name]
    values = [str(getattr(value, "value", value)) for value, _label in field.choices]
    return [value for value in values if value]


def test_every_filter_shows_exactly_its_actions(client: Client, busy_plan: Plan) -> None:
    assert set(MEANING) == set(ActionFilter.base_filters) - {"q"}
    actions = list(Action.objects.with_facts().with_printed_text())
    today = timezone.localdate()
    for name, meaning in MEANING.items():
        found = []
        for value in choices(name):
            expected = [
                action.reference for action in actions if meaning(action, action.standing(today), value)
            ]
            shown = references(client.get("/plan/", {name: value}))
            assert shown == expected, (name, value)
            found += shown
        if name not in ("authority", "awaiting"):
            assert sorted(found) == [f"KN-{number:02}" for number in range(1, 30)], f"{name} parts the plan"


def test_the_choices_of_a_filter_are_all_there_are(plan: Plan) -> None:
    assert set(choices("heading")) == set(Heading.objects.values_list("slug", flat=True))
    assert set(choices("cluster")) == {*Cluster.objects.values_list("slug", flat=True), "none"}
    assert set(choices("authority")) == set(Authority.objects.values_list("slug", flat=True))
    assert choices("timeline") == Timeline.values
    assert choices("status") == WorkStatus.values
    assert choices("schedule") == Schedule.values


def test_the_busy_plan_has_an_action_in_every_state(client: Client, busy_plan: Plan) -> None:
    """So that no filter above was tried on nothing."""
    for name in ("timeline", "status", "schedule", "silent", "awaiting", "heading", "authority"):
        for value in choices(name):
            assert references(client.get("/plan/", {name: value})), (name, value)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("KN-07", ["KN-07"]),
        ("kn-07", ["KN-07"]),
        ("every three months", ["KN-01"]),
        ("MONTHS three", ["KN-01"]),
        ("UPEBP", ["KN-04"]),
        ("शिविर", ["KN-01"]),
        ("nothing of the kind", []),
        ("100%_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_words_are_looked_for_everywhere(client: Client, plan: Plan, q: str, expected: list[str]) -> None:
    assert references(client.get("/plan/", {"q": q})) == expected


def test_words_in_the_parts_are_found(client: Client, plan: Plan) -> None:
    part = Action.objects.get(reference="KN-23").parts.last()
    assert "KN-23" in references(client.get("/plan/", {"q": " ".join(part.printed.split()[:6])[:100]}))


@pytest.mark.parametrize("q", ["x" * 100, "a " * 50, "%", "\\", "*" * 100, "(" * 100, "é", "क" * 100])
def test_any_words_are_no_error(client: Client, plan: Plan, q: str) -> None:
    assert client.get("/plan/", {"q": q}).status_code == 200


def test_filters_narrow_each_other(client: Client, busy_plan: Plan) -> None:
    both = references(client.get("/plan/?authority=banks&timeline=intermediate"))
    assert both == ["KN-09", "KN-10"]
    assert references(client.get("/plan/?authority=banks&timeline=intermediate&status=partly_done")) == [
        "KN-09"
    ]


@LANGUAGES
@pytest.mark.parametrize(
    "query",
    ["", "?heading=common", "?authority=diepc&silent=no", "?q=export", "?schedule=overdue", "?cluster=none"],
)
def test_every_count_opens_the_list_that_it_counts(
    client: Client, busy_plan: Plan, language: str, query: str
) -> None:
    counts = counted(client.get(f"{language}/plan/{query}"))
    assert len(counts) > 1
    for address, count in counts.items():
        assert len(references(client.get(address))) == count, address


@LANGUAGES
def test_counts_of_the_other_pages_too(client: Client, busy_plan: Plan, language: str) -> None:
    home = counted(client.get(f"{language}/"))
    assert len(home) > 5
    for address, count in home.items():
        assert len(references(client.get(address))) == count, address
    links = [
        link
        for page in ("/challenges/", "/")
        for link in elements(read(client.get(language + page).text), "a")
        if "?cluster=" in given(link).get("href", "")
    ]
    assert len(links) >= 4
    for link in links:
        (cluster,) = parse_qs(urlsplit(given(link)["href"]).query)["cluster"]
        digits = [int(word) for word in words(link).replace(":", " ").split() if word.isdigit()]
        rows = references(client.get(given(link)["href"]))
        assert not digits or digits[0] == len(rows), (cluster, words(link))


@LANGUAGES
def test_chips_take_one_filter_away(client: Client, plan: Plan, language: str) -> None:
    page = read(client.get(f"{language}/plan/?cluster=plastic&timeline=long&q=export").text)
    chips = elements(by_id(page, "plan-results"), "a", class_="chip")
    assert [parse_qs(urlsplit(given(chip)["href"]).query) for chip in chips] == [
        {"cluster": ["plastic"], "timeline": ["long"]},
        {"q": ["export"], "timeline": ["long"]},
        {"q": ["export"], "cluster": ["plastic"]},
    ]
    assert all(given(chip)["href"].startswith(f"{language}/plan/") for chip in chips)


def test_the_language_link_keeps_the_filters(client: Client, plan: Plan) -> None:
    query = "?cluster=plastic&q=%E0%A4%B6+%26"
    link = by_id(read(client.get(f"/plan/{query}").text), "language-link")
    assert given(link)["href"] == f"/hi/plan/{query}"
    back = by_id(read(client.get(f"/hi/plan/{query}").text), "language-link")
    assert given(back)["href"] == f"/plan/{query}"


@LANGUAGES
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?colour=red", "colour"),
        ("?cluster=plastic&STATUS=x", "STATUS"),
        ("?status=done", None),
        ("?cluster=steel", None),
        ("?heading=%00", None),
        ("?cluster=%00", None),
        ("?q=%00", None),
        (f"?q={'x' * 101}", None),
        ("?authority=99999999999999999999", None),
        ("?timeline=short&timeline=soon", None),
        ("?silent=perhaps", None),
        ("?%00=1", None),
    ],
)
def test_what_is_no_filter_or_no_value_of_it_is_refused(
    client: Client, plan: Plan, language: str, query: str, named: str | None
) -> None:
    response = client.get(f"{language}/plan/{query}")
    assert response.status_code == 400
    summary = elements(read(response.text), "div", class_="error-summary")
    assert len(summary) == 1
    if named:
        assert f"“{named}”" in words(summary[0])
        assert "timeline" in words(summary[0]), "and the filters that there are"
    for ending in ("csv", "json"):
        refused = client.get(f"{language}/plan.{ending}{query}")
        assert refused.status_code == 400
        assert refused["Content-Type"].startswith("text/plain")
        assert named is None or named in refused.text
