"""Records that a page is to show: each once under its anchor, with its source and its flags."""

from collections import Counter

from django.conf import settings
from django.test.html import Element
from django.utils import translation

from sources.models import Citation, Discrepancy
from sources.passages import citing_models
from tests.dom import by_id, elements, given


def records_of(path: str) -> list[Citation]:
    """All records of the documents that name this page and an anchor on it as their own address."""
    with translation.override(settings.LANGUAGE_CODE):
        return [
            record
            for model in citing_models()
            for record in model._default_manager.select_related("document", *model.passage_related)
            if record.get_absolute_url().startswith(f"{path}#")
        ]


def anchor_of(record: Citation) -> str:
    return record.get_absolute_url().partition("#")[2]


def assert_each_once(page: Element, records: list[Citation]) -> None:
    found = Counter(given(element)["id"] for element in elements(page) if "id" in given(element))
    assert {anchor_of(record): found[anchor_of(record)] for record in records} == {
        anchor_of(record): 1 for record in records
    }
    assert max(found.values()) == 1, "no anchor stands twice"


def assert_sourced(page: Element, records: list[Citation]) -> None:
    """Each leads to its line and to the register's entries on it; the page is in English."""
    flags = Discrepancy.objects.flags_for(records)
    for record in records:
        links = {given(link)["href"] for link in elements(by_id(page, anchor_of(record)), "a")}
        assert record.source_url in links, record
        flagged = {flag.get_absolute_url() for flag in flags[record._meta.label, record.pk]}
        assert flagged <= links, record
