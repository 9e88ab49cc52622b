"""The home page in one screen, and the two health checks."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.test import Client

from clusters.models import Cluster
from interventions.actions import Report, file_update
from interventions.models import Action
from kanpur_portal import roles
from tests.dom import elements, given, read, words
from tests.factories import UserFactory

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


@pytest.fixture
def deputy(db: None) -> User:
    return UserFactory(role=roles.DEPUTY_COMMISSIONER)


@pytest.mark.usefixtures("printed_plan")
class TestHome:
    @LANGUAGES
    def test_the_four_clusters_and_the_doors(self, client: Client, db: None, language: str) -> None:
        page = read(client.get(f"{language}/").text)
        links = {given(link).get("href", "") for link in elements(page, "a")}
        assert {f"{language}/plan/", f"{language}/challenges/", f"{language}/api/docs/"} <= links
        for cluster in Cluster.objects.all():
            assert (cluster.name_hi if language else cluster.name) in words(page)
            assert f"{language}/clusters/{cluster.slug}/challenges/" in links
        assert len(elements(page, "h1")) == 1

    @LANGUAGES
    def test_what_changed_lately(self, client: Client, deputy: User, language: str) -> None:
        for number in (5, 6, 7, 8, 9, 10):
            action = Action.objects.get(reference=f"KN-{number:02}")
            file_update(by=deputy, action=action, revision=0, report=Report("in_progress", "green"))
        page = read(client.get(f"{language}/").text)
        (timeline,) = elements(page, "ol", class_="timeline")
        headings = [words(heading).split(" · ")[0] for heading in elements(timeline, "h3")]
        assert headings == ["KN-10", "KN-09", "KN-08", "KN-07", "KN-06"], "the five latest"
        assert deputy.first_name not in words(page)
        links = [given(link)["href"] for link in elements(timeline, "a")]
        assert links[0] == f"{language}/plan/KN-10/#update-1"

    @LANGUAGES
    def test_nothing_reported_yet(self, client: Client, db: None, language: str) -> None:
        response = client.get(f"{language}/")
        assert response.status_code == 200
        assert not elements(read(response.text), "ol", class_="timeline")

    def test_ready(self, client: Client, db: None) -> None:
        response = client.get("/readyz")
        assert (response.status_code, response.json()) == (200, {"status": "ready"})
        assert "no-store" in response["Cache-Control"]

    def test_a_database_that_does_not_answer(
        self, client: Client, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*args: Any) -> None:
            raise DatabaseError("gone")

        monkeypatch.setattr(Cluster.objects, "exists", fails)
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
