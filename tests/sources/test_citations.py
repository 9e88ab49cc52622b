"""Which record carries which line, and which flags it carries for it."""

from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.test.html import Element
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusters.models import Cluster
from interventions.models import Action, ActionPart, Challenge, Intervention, Milestone
from sources.lines import parse_lines
from sources.models import Discrepancy, Document, Reading
from sources.passages import citing_models, document_counts, passages
from tests.dom import elements, read, words
from tests.dom import given as attributes
from tests.factories import ActionFactory, DiscrepancyFactory, DocumentFactory, ReadingFactory

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
ranges = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 5)).map(lambda pair: f"{pair[0]}-{sum(pair)}"),
    min_size=1,
    max_size=3,
).map(",".join)


def plain_lines(text: str) -> set[int]:
    """The lines of a citation, read in a plain way."""
    found: set[int] = set()
    for piece in text.split(","):
        first, _, last = piece.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(own=ranges, readings=st.lists(st.tuples(st.booleans(), ranges), max_size=5))
def test_a_record_is_flagged_where_it_shares_a_line(
    db: None, own: str, readings: list[tuple[bool, str]]
) -> None:
    here, elsewhere = DocumentFactory(slug="here"), DocumentFactory(slug="elsewhere")
    Discrepancy.objects.all().delete()
    expected = set()
    for number, (same_document, lines) in enumerate(readings):
        found = DiscrepancyFactory(ref=f"D-{number:03}", reading=None)
        ReadingFactory(discrepancy=found, document=here if same_document else elsewhere, lines=lines)
        if same_document and plain_lines(own) & plain_lines(lines):
            expected.add(found.ref)
    record = Cluster(pk=7, document=here, lines=own)
    flags = Discrepancy.objects.flags_for([record])
    assert [flag.ref for flag in flags["clusters.Cluster", 7]] == sorted(expected)


def test_flags_take_two_queries_for_any_number_of_records(
    printed_plan: None, db: None, django_assert_num_queries: Any
) -> None:
    records = [*Action.objects.all(), *ActionPart.objects.all(), *Challenge.objects.all()]
    with django_assert_num_queries(2):
        flags = Discrepancy.objects.flags_for(records)
    assert len(flags) == len(records)
    assert {flag.ref for flag in flags["interventions.Action", Action.objects.get(reference="KN-14").pk]} >= {
        "D-039"
    }
    assert Discrepancy.objects.flags_for([]) == {}


@pytest.mark.parametrize(
    ("lines", "quote", "field"),
    [
        ("7", "One\nTwo", "quote"),
        ("7,9", "One", "quote"),
        ("7", " \n", "quote"),
        ("5001", "One", "lines"),
        ("5001,9", "One\nTwo", "lines"),
        ("9,4999-5001", "One\nTwo", "lines"),
        ("nine", "One", "lines"),
        ("9-8", "One", "lines"),
    ],
)
def test_a_citation_that_does_not_hold_together(db: None, lines: str, quote: str, field: str) -> None:
    action = ActionFactory()
    action.lines, action.quote = lines, quote
    with pytest.raises(ValidationError) as caught:
        action.full_clean()
    assert field in caught.value.message_dict


def test_a_citation_that_does(db: None) -> None:
    action = ActionFactory()
    action.lines, action.quote = "5000,7-9", "One\n\nTwo"
    action.full_clean()
    assert (action.printed, action.first_line) == ("One Two", 5000)
    assert action.source_url == "/sources/a-plan/#L5000"


def ids_of(page: Element, start: str) -> list[str]:
    found = (attributes(element).get("id", "") for element in elements(page))
    return [one for one in found if one.startswith(start) and one[len(start) :].isdigit()]


class TestPassages:
    pytestmark = pytest.mark.usefixtures("printed_plan", "db")

    def test_every_model_that_cites_is_asked(self) -> None:
        assert {Action, ActionPart, Challenge, Intervention, Milestone, Reading, Cluster} <= set(
            citing_models()
        )

    def test_every_citation_of_every_record_is_a_passage(self) -> None:
        for document in Document.objects.all():
            found = list(passages(document))
            expected = [
                (str(lines), piece)
                for model in citing_models()
                for record in model._default_manager.filter(document=document)
                for lines, piece in zip(record.line_ranges, record.quote.split("\n"), strict=True)
            ]
            assert sorted((str(passage.lines), passage.quote) for passage in found) == sorted(expected)
            assert document_counts()[document.pk].passages == len(expected)
            assert all(passage.label and passage.kind for passage in found)

    @LANGUAGES
    def test_a_document_shows_the_words_of_every_action(self, client: Client, language: str) -> None:
        text = words(read(client.get(f"{language}/sources/export-plan/").text))
        for action in Action.objects.all():
            assert all(piece in text for piece in action.quote.split("\n"))

    @LANGUAGES
    def test_every_source_mark_of_the_plan_leads_to_its_anchor(self, client: Client, language: str) -> None:
        targets = {
            link
            for page in (
                "/plan/",
                "/plan/KN-03/",
                "/plan/KN-01/",
                "/clusters/hosiery/challenges/",
                "/discrepancies/",
            )
            for element in elements(read(client.get(language + page).text), "a")
            if "/sources/" in (link := attributes(element).get("href", "")) and "#" in link
        }
        pages = {link.partition("#")[0] for link in targets}
        anchors = {
            url: Counter(attributes(element).get("id") for element in elements(read(client.get(url).text)))
            for url in pages
        }
        assert len(targets) > 60
        for link in targets:
            url, _, anchor = link.partition("#")
            assert anchors[url][anchor] == 1, link

    @LANGUAGES
    def test_every_flag_leads_to_its_entry(self, client: Client, language: str) -> None:
        register = read(client.get(f"{language}/discrepancies/").text)
        entries = {
            attributes(element)["id"]
            for element in elements(register)
            if attributes(element).get("id", "")[:2] == "D-"
        }
        assert entries == set(Discrepancy.objects.values_list("ref", flat=True))
        flags = [
            attributes(link)["href"]
            for page in ("/plan/", "/plan/KN-14/", "/clusters/leather/challenges/")
            for link in elements(read(client.get(language + page).text), "a", class_="flag")
        ]
        assert len(flags) > 10
        assert all(
            flag.partition("#")[0] == f"{language}/discrepancies/" and flag.partition("#")[2] in entries
            for flag in flags
        )

    @LANGUAGES
    def test_a_document_without_citations_and_one_that_is_none(self, client: Client, language: str) -> None:
        assert client.get(f"{language}/sources/study-mission/").status_code == 200
        for slug in ("nothing", "EXPORT-PLAN", "x" * 500, "%00"):
            assert client.get(f"{language}/sources/{slug}/").status_code == 404
            assert client.get(f"{language}/sources/{slug}.csv").status_code == 404

    @pytest.mark.parametrize("page", ["sources/export-plan", "discrepancies", "clusters/hosiery/challenges"])
    def test_their_files_hold_what_the_page_shows(self, client: Client, page: str) -> None:
        """A reading of the register is a flag at the line of a document; its words stand in the register."""
        rows = client.get(f"/{page}.json").json()["results"]
        rows = [row for row in rows if row.get("record_type") != "sources.reading"]
        text = client.get(f"/{page}.csv").content.decode()
        assert rows
        assert text.count("\n") >= len(rows)
        shown = words(read(client.get(f"/{page}/").text))
        quotes = [row[name] for row in rows for name in row if name in ("quote", "source.quote", "printed")]
        assert quotes
        assert all(piece in shown for quote in quotes for piece in quote.split("\n"))


def test_lines_are_the_same_however_they_are_read(printed_plan: None, db: None) -> None:
    for model in citing_models():
        for text in model._default_manager.values_list("lines", flat=True):
            found = {line for lines in parse_lines(text) for line in range(lines.first, lines.last + 1)}
            assert found == plain_lines(text)
