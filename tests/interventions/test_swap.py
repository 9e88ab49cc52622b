"""A list that is changed in its page is the page that a reload would bring."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.test.html import Element

from interventions.models import Plan
from tests.dom import by_id, elements, given, read, replace, without

QUERIES = [
    "",
    "?q=&heading=common&cluster=&authority=&timeline=&status=&schedule=&silent=&awaiting=",
    "?cluster=leather",
    "?schedule=overdue&authority=diepc",
    "?q=nothing+of+the+kind",
    "?q=%E0%A4%B6%E0%A4%BF%E0%A4%B5%E0%A4%BF%E0%A4%B0+%26+%22x%22",
]


def swapped(page: Element, part: str) -> Element:
    """The page after htmx has put the answer in: the target, and what is marked to be swapped beside it."""
    answer = read(f"<main>{part}</main>")
    replace(page, "plan-results", by_id(answer, "plan-results"))
    for beside in elements(answer, **{"hx-swap-oob": "true"}):
        replace(page, given(beside)["id"], without(beside, "hx-swap-oob"))
    return page


def compared(page: Element) -> Element:
    """Without what a script does not renew: the filters, which the reader has just set, and the head."""
    (filters,) = elements(page, "form", class_="filter-fields")
    filters.children = []
    (head,) = elements(page, "head")
    head.children = []
    for field in elements(page, "input", name="csrfmiddlewaretoken"):
        field.attributes = []
    return page


@pytest.mark.parametrize("language", ["", "/hi"])
@pytest.mark.parametrize("who", ["anonymous", "officer"])
def test_the_swap_equals_the_reload(busy_plan: Plan, officer: User, language: str, who: str) -> None:
    client = Client()
    if who == "officer":
        client.force_login(officer)
    for before in QUERIES[:2]:
        for after in QUERIES:
            page = read(client.get(f"{language}/plan/{before}").text)
            part = client.get(f"{language}/plan/{after}", headers={"HX-Request": "true"})
            assert part.status_code == 200
            reload = read(client.get(f"{language}/plan/{after}").text)
            assert compared(swapped(page, part.text)) == compared(reload), (before, after)


def test_the_part_is_only_a_part_and_varies_by_who_asks(client: Client, plan: Plan) -> None:
    part = client.get("/plan/", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in client.get("/plan/")["Vary"]


def test_going_back_to_a_page_that_the_browser_forgot_brings_the_whole_page(
    client: Client, plan: Plan
) -> None:
    """htmx then asks with both headers, and puts the answer in place of the whole body."""
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    for _twice in range(2):
        client.get("/plan/?cluster=plastic", headers={"HX-Request": "true"})
        assert "<html" in client.get("/plan/?cluster=plastic", headers=headers).text


def test_a_refused_filter_is_no_part_to_be_swapped_in(client: Client, plan: Plan) -> None:
    assert client.get("/plan/?colour=red", headers={"HX-Request": "true"}).status_code == 400
