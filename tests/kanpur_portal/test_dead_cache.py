"""Redis is away: pages are read all the same, and what counts tries refuses in words."""

import logging
import time
from typing import Any

import pytest
from django.test import Client

from interventions.models import ExporterIssue
from sources import caching, charts
from sources.charts import Bar, bars, draw
from tests.servers import free_port

pytestmark = pytest.mark.usefixtures("db", "printed_plan", "dead_redis")

PAGES = (
    "/",
    "/clusters/leather/",
    "/markets/",
    "/hi/plan/",
    "/search/?q=saddlery",
    "/charts/leather-table-5.vl.json",
    "/api/v1/actions/",
    "/api/v1/schemes/mda/estimate/?stall_1=5",
    "/accounts/login/",
    "/issues/new/",
)
PICTURE = bars([Bar("one", "Boots", "₹ 5 lakh", 5)])


@pytest.fixture
def dead_redis(settings: Any) -> None:
    address = f"redis://127.0.0.1:{free_port()}/0"
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {name: {"BACKEND": backend, "LOCATION": address} for name in settings.CACHES}
    charts._drawn.cache_clear()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_read_without_it(address: str) -> None:
    assert Client().get(address).status_code == 200


def test_a_picture_is_drawn_without_it_and_one_line_says_so(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="sources.caching"):
        assert "Boots" in draw(PICTURE)
        charts._drawn.cache_clear()
        assert "Boots" in draw(PICTURE)
    assert [record.getMessage() for record in caplog.records] == [
        "The cache does not answer (ConnectionError); the portal goes on without it."
    ]


def test_it_is_asked_again_after_a_while(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    draw(PICTURE)
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES = dict.fromkeys(settings.CACHES, memory)
    made: list[str] = []

    def make() -> str:
        made.append("drawn")
        return made[-1]

    begun = time.monotonic()
    for passed, times in ((1, 2), (60, 3)):
        monkeypatch.setattr(caching.time, "monotonic", lambda passed=passed: begun + passed)
        for _turn in range(2):
            caching.remembered("picture", make, seconds=60)
        assert len(made) == times, f"after {passed} seconds"


def test_an_issue_is_put_off_and_nothing_typed_is_lost() -> None:
    answer = Client().post("/issues/new/", {"topic": "customs", "text": "Held at the port since May."})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Held at the port since May." in answer.text
    assert "send it again in a few minutes" in answer.text
    assert not ExporterIssue.objects.exists()


def test_a_correction_is_put_off_and_nothing_typed_is_lost() -> None:
    typed = {"document": "export-plan", "line": "35", "text": "This figure is wrong."}
    answer = Client().post("/corrections/new/", typed)
    assert answer.status_code == 503
    assert "This figure is wrong." in answer.text and "send it again in a few minutes" in answer.text


def test_nobody_tries_a_password_uncounted() -> None:
    answer = Client().post("/accounts/login/", {"login": "officer", "password": "wrong"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Pages can be read as usual" in answer.text
