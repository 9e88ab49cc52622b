"""Reads the pages of the clusters."""

from functools import cache

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


@cache
def printed_page(slug: str, language: str = "") -> Element:
    """Of the plan as printed, made once for all tests that only read it: the four take seconds."""
    return page_of(Client(), slug, language)


def row(page: Element, record: ClusterRow) -> str:
    """The words that stand at a record's anchor."""
    return words(by_id(page, record.anchor))
