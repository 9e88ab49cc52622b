"""A portal that has nothing to show yet."""

import pytest
from django.test import Client

from clusters.models import Cluster

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def test_not_ready_before_the_plan_is_loaded(client: Client, db: None) -> None:
    assert not Cluster.objects.exists()
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "not ready"})
    assert client.get("/healthz").json() == {"status": "ok"}


@LANGUAGES
def test_every_public_page_opens_in_a_portal_without_data(client: Client, db: None, language: str) -> None:
    """Between the first start and the first load."""
    for page in (
        "/",
        "/plan/",
        "/plan.csv",
        "/plan.json",
        "/clusters/",
        "/challenges/",
        "/sources/",
        "/discrepancies/",
        "/about/",
    ):
        assert client.get(language + page).status_code == 200, page
    for page in (
        "/plan/KN-07/",
        "/sources/export-plan/",
        "/clusters/leather/",
        "/clusters/leather/challenges/",
    ):
        assert client.get(language + page).status_code == 404, page
