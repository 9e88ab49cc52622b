"""Reads the pages of the clusters."""

import pytest
from django.test import Client
from django.test.html import Element

from clusters.models import ClusterRow
from tests.dom import by_id, read, words

CLUSTERS = pytest.mark.parametrize("slug", ["leather", "engineering", "plastic", "hosiery"])


def page_of(client: Client, slug: str, language: str = "") -> Element:
    response = client.get(f"{language}/clusters/{slug}/")
    assert response.status_code == 200
    return read(response.text)


def row(page: Element, record: ClusterRow) -> str:
    """The words that stand at a record's anchor."""
    return words(by_id(page, record.anchor))
