"""Who to ask: every name and word stands in the documents, and nothing is added to them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.html import Element
from django.test.utils import CaptureQueriesContext

from clusters.models import Cluster
from interventions.models import Action
from kanpur_portal.help_topics import TOPICS
from tests.dom import by_id, elements, given, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]


def fixture(*names: str) -> dict[str, dict[str, Any]]:
    """The rows of these fixtures by their slug or reference."""
    rows = [
        row["fields"]
        for name in names
        for row in json.loads(Path(settings.BASE_DIR, "fixtures", f"{name}.json").read_text())
    ]
    return {row.get("slug") or row["reference"]: row for row in rows}


def page_of(client: Client, query: str = "", language: str = "") -> Element:
    response = client.get(f"{language}/help/{query}")
    assert response.status_code == 200
    return read(response.text)


def answers(page: Element, topic: str) -> list[Element]:
    section = next(part for part in elements(page, "section", **{"aria-labelledby": topic}))
    return [row for row in elements(section, "tr") if elements(row, "td")]


def test_every_row_that_is_named_is_there() -> None:
    kinds = {
        "actions": fixture("interventions__action"),
        "bullets": fixture("interventions__challenge", "interventions__intervention"),
        "organisations": fixture("clusters__organisation"),
        "schemes": fixture("exports__scheme"),
    }
    for topic in TOPICS:
        for kind, rows in kinds.items():
            assert set(getattr(topic, kind)) <= rows.keys(), topic.slug


def test_a_bullet_names_whom_it_is_said_to_name() -> None:
    bullets = fixture("interventions__challenge", "interventions__intervention")
    organisations = fixture("clusters__organisation")
    for topic in TOPICS:
        for bullet, names in topic.bullets.items():
            for name in names:
                row = organisations[name]
                known = [row["name"], row.get("short_name"), *row["quote"].split("\n")]
                said = bullets[bullet]["quote"].lower()
                assert any(word and word.lower() in said for word in known), (bullet, name)


@pytest.mark.parametrize("language", ["", "/hi"])
def test_the_answers_are_the_rows_with_their_words_and_lines(client: Client, language: str) -> None:
    rows = fixture(
        "interventions__action", "interventions__challenge", "interventions__intervention", "exports__scheme"
    ) | fixture("clusters__organisation")
    for topic in TOPICS:
        names = [*topic.schemes, *topic.organisations, *topic.actions, *topic.bullets]
        shown = answers(page_of(client, f"?topic={topic.slug}", language), topic.slug)
        assert len(shown) == len(names), topic.slug
        for name, row in zip(names, shown, strict=True):
            quote = " ".join(re.sub(r"\*\*", "", rows[name]["quote"]).split())
            assert f"“{quote}”" in words(row)
            first = re.match(r"\d+", rows[name]["lines"])
            assert first
            links = [given(link)["href"] for link in elements(row, "a")]
            assert any(link.endswith(f"#L{first[0]}") for link in links), name


def test_an_action_names_its_authorities_in_printed_order(client: Client) -> None:
    (row,) = [
        row for row in answers(page_of(client, "?topic=documents"), "documents") if "KN-01" in words(row)
    ]
    named = words(elements(row, "th")[0])
    printed = [
        link.as_printed
        for link in Action.objects.get(reference="KN-01").named_authorities.order_by("position")
    ]
    assert [named.index(name) for name in printed] == sorted(named.index(name) for name in printed)
    assert "lead" in named
    assert "supporting" in named


@pytest.mark.parametrize("cluster", ["leather", "engineering", "plastic", "hosiery"])
def test_a_cluster_has_its_own_rows_and_those_of_all(client: Client, cluster: str) -> None:
    page = page_of(client, f"?cluster={cluster}")
    own = Cluster.objects.get(slug=cluster).name
    seen = {
        words(elements(row, "td")[0])
        for topic in ("markets", "quality", "training")
        for row in answers(page_of(client, f"?cluster={cluster}&topic={topic}"), topic)
    }
    assert "all clusters" in seen
    assert all(text in ("all clusters", "not printed") or own in text for text in seen)
    organisations = fixture("clusters__organisation").values()
    listed = [
        row["name"]
        for row in organisations
        if row["kind"] in ("association", "council") and [cluster] in row.get("clusters", [])
    ]
    table = " ".join(words(row) for row in answers(page, "associations"))
    assert len(answers(page, "associations")) == len(listed) > 0
    assert all(name in table for name in listed)


def test_without_a_topic_it_asks_what_is_needed(client: Client) -> None:
    for language, cluster in (("", ""), ("/hi", "cluster=hosiery&")):
        page = page_of(client, f"?{cluster.rstrip('&')}", language)
        doors = [given(link)["href"] for link in elements(page, "a") if "topic=" in given(link)["href"]]
        assert doors == [f"?{cluster}topic={topic.slug}" for topic in TOPICS]
    assert "Who helps me to get credit and working capital? (8 places in the documents)" in words(
        by_id(page_of(client), "content")
    )


def test_a_topic_alone(client: Client) -> None:
    page = page_of(client, "?topic=finance&cluster=plastic")
    assert len(elements(page, "section")) == 2
    assert "SIDBI" in " ".join(map(words, answers(page, "finance")))


def test_where_nobody_is_named_the_page_says_what_to_do(client: Client) -> None:
    page = page_of(client, "?topic=environment&cluster=hosiery")
    assert not answers(page, "environment")
    (empty,) = elements(page, class_="empty-state")
    assert "/issues/new/" in [given(link)["href"] for link in elements(empty, "a")]


@pytest.mark.parametrize(
    "query",
    [
        "?topic=gossip",
        "?cluster=steel",
        "?cluster=%00",
        "?who=me",
        "?topic=%E0%A5%A7",
        f"?cluster={'x' * 9999}",
    ],
)
@pytest.mark.parametrize("language", ["", "/hi"])
def test_bad_values_are_refused(client: Client, query: str, language: str) -> None:
    response = client.get(f"{language}/help/?{query}")
    assert response.status_code == 400
    assert elements(read(response.text), class_="error-summary")


def test_no_contact_is_made_up(client: Client) -> None:
    main = " ".join(words(by_id(page_of(client, f"?topic={row.slug}"), "content")) for row in TOPICS)
    assert "@" not in main
    assert not re.search(r"\d[\d -]{8,}\d", re.sub(r"lines? [\d,\s-]+", "", main))


def test_queries_do_not_grow_with_the_rows(client: Client) -> None:
    counts = []
    for query in ("?topic=data", "?cluster=leather&topic=claims", ""):
        with CaptureQueriesContext(connection) as queries:
            page_of(client, query)
        counts.append(len(queries))
    assert max(counts) <= min(counts) + 2 <= 20
