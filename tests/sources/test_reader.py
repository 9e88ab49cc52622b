"""A document line by line: every line once, with what is carried from it."""

import gzip
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kanpur_portal.anonymous_cache import MAX_BYTES
from sources.models import Document, OmittedLine
from sources.numbers import PrintedNumber, PrintedPeriod
from sources.passages import document_counts, passages, passages_at
from sources.quotes import text_lines, texts_by_sha256
from sources.reader import number_text, reader_page
from tests.dom import by_id, elements, given, read, words
from tests.factories import ActionFactory, DiscrepancyFactory, DocumentFactory, ReadingFactory

DOCUMENTS = ("export-plan", "leather-city", "leather-project", "study-mission")
LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])
ANCHOR = re.compile(r'id="L(\d+)"')


def shown(slug: str = "lines") -> list[Any]:
    return reader_page(Document.objects.get(slug=slug))["rows"]


def outline(rows: list[Any]) -> list[tuple[str, tuple[int, ...], list[str]]]:
    return [(str(row.lines), row.anchors, [quote.words for quote in row.quotes]) for row in rows]


class TestRows:
    """Documents made for the purpose, a few lines long."""

    pytestmark = pytest.mark.usefixtures("db")

    def test_lines_stand_in_order_and_blanks_are_drawn_together(self) -> None:
        document = DocumentFactory(slug="lines", line_count=12)
        for lines, quote in (("9", "Nine"), ("3-5", "Three to five"), ("4", "Four"), ("2,9", "Two\nNine")):
            ActionFactory(document=document, lines=lines, quote=quote)
        assert outline(shown()) == [
            ("1", (1,), []),
            ("2", (2,), ["Two"]),
            ("3-5", (3, 5), ["Three to five"]),
            ("4", (4,), ["Four"]),
            ("6-8", (6, 7, 8), []),
            ("9", (9,), ["Nine"]),
            ("10-12", (10, 11, 12), []),
        ]

    def test_ranges_with_the_same_first_line_share_its_anchor(self) -> None:
        document = DocumentFactory(slug="lines", line_count=2)
        ActionFactory(document=document, lines="1-2", quote="One and two")
        ActionFactory(document=document, lines="1", quote="One")
        assert outline(shown()) == [("1", (1,), ["One"]), ("1-2", (2,), ["One and two"])]

    def test_words_that_several_records_share_stand_once(self) -> None:
        document = DocumentFactory(slug="lines", line_count=1)
        for reference in ("TS-91", "TS-92"):
            ActionFactory(document=document, lines="1", quote="Germany, Japan", reference=reference)
        (row,) = shown()
        (quote,) = row.quotes
        ((kind, records),) = quote.records
        assert kind == "action"
        assert [record.url for record in records] == ["/plan/TS-91/", "/plan/TS-92/"]

    def test_a_line_of_the_register_alone_is_flagged_and_not_carried(self) -> None:
        document = DocumentFactory(slug="lines", line_count=3)
        found = DiscrepancyFactory(ref="D-901", reading=None)
        ReadingFactory(discrepancy=found, document=document, lines="2", quote="Two")
        page = reader_page(document)
        (row,) = [row for row in page["rows"] if row.quotes]
        assert [flag.ref for flag in row.flags] == ["D-901"]
        assert row.quotes[0].records == ()
        assert (page["counts"].lines_carried, page["counts"].lines_omitted, page["blank"]) == (0, 1, 2)

    def test_a_reading_is_a_flag_beside_the_record_and_no_record(self) -> None:
        document = DocumentFactory(slug="lines", line_count=1)
        ActionFactory(document=document, lines="1", quote="One of two")
        ReadingFactory(discrepancy=DiscrepancyFactory(reading=None), document=document, quote="two")
        (row,) = shown()
        assert [quote.words for quote in row.quotes] == ["One of two"]
        assert len(row.flags) == 1

    def test_a_document_of_which_nothing_is_carried(self) -> None:
        assert outline(list(reader_page(DocumentFactory(slug="lines", line_count=3))["rows"])) == [
            ("1-3", (1, 2, 3), [])
        ]

    def test_the_queries_do_not_grow_with_the_document(self, django_assert_max_num_queries: Any) -> None:
        document = DocumentFactory(slug="lines", line_count=50)
        ActionFactory(document=document, lines="1")
        with django_assert_max_num_queries(70) as first:
            reader_page(document)
        for number in range(2, 12):
            ActionFactory(document=document, lines=str(number))
            ReadingFactory(discrepancy=DiscrepancyFactory(reading=None), document=document, lines=str(number))
        with django_assert_max_num_queries(len(first)):
            reader_page(document)


FY_2019 = PrintedPeriod("FY", date(2019, 4, 1), date(2020, 3, 31))
CY_2019 = PrintedPeriod("CY", date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (PrintedNumber("10,000", 10000, unit="INR crore"), "₹ 10,000 crore"),
        (PrintedNumber("60", 60, unit="percent", qualifier="about"), "about 60%"),
        (PrintedNumber("3", 3, period=PrintedPeriod("none")), "3"),
        (PrintedNumber("FY 20", period=FY_2019), "financial year 2019-20"),
        (PrintedNumber("2019", 2019, unit="year", period=CY_2019), "2019"),
        (PrintedNumber("7", 7, unit="INR crore", period=FY_2019), "₹ 7 crore, financial year 2019-20"),
    ],
)
def test_a_number_in_short(number: PrintedNumber, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.usefixtures("printed_plan", "db")
class TestDocuments:
    @LANGUAGES
    @pytest.mark.parametrize("slug", DOCUMENTS)
    def test_every_line_has_its_anchor_once(self, client: Client, language: str, slug: str) -> None:
        page = client.get(f"{language}/sources/{slug}/").text
        lines = Document.objects.get(slug=slug).line_count
        assert sorted(map(int, ANCHOR.findall(page))) == list(range(1, lines + 1))

    @pytest.mark.parametrize("slug", DOCUMENTS)
    def test_the_counts_are_those_of_the_records(self, slug: str) -> None:
        document = Document.objects.get(slug=slug)
        lines: dict[bool, set[int]] = {True: set(), False: set()}
        for passage in passages(document):
            if passage.type != "sources.reading":
                cited = range(passage.lines.first, passage.lines.last + 1)
                lines[passage.type == "sources.omittedline"].update(cited)
        page = reader_page(document)
        counts = page["counts"]
        assert counts.lines_carried == len(lines[False])
        assert counts.lines_omitted == len(lines[True] - lines[False])
        assert counts.lines_cited + page["blank"] == document.line_count
        assert document_counts()[document.pk] == counts

    def test_a_record_named_by_its_words_does_not_repeat_them(self) -> None:
        """“strength: Rich experience …” stands as “strength” under the words."""
        records = [
            (quote.words, record.label)
            for row in shown("export-plan")
            for quote in row.quotes
            for _kind, entries in quote.records
            for record in entries
        ]
        assert {"strength", "weakness", "opportunity", "threat"} <= {label for _words, label in records}
        assert not [label for words, label in records if label.endswith(f": {words}")]

    @pytest.mark.documents
    @pytest.mark.parametrize("slug", DOCUMENTS)
    def test_what_is_called_blank_is_blank(self, source_texts: Path, slug: str) -> None:
        document = Document.objects.get(slug=slug)
        text = text_lines(texts_by_sha256(source_texts)[document.sha256])
        blank = [line for row in shown(slug) if not row.quotes for line in row.anchors]
        assert [line for line in blank if text[line - 1].strip()] == []

    def test_lines_without_a_fact_say_why(self, client: Client) -> None:
        page = read(client.get("/sources/export-plan/").text)
        omitted = OmittedLine.objects.get(document__slug="export-plan", lines="310")
        line = by_id(page, "L310")
        assert line
        assert f"no fact: {omitted.get_reason_display()}" in words(line)
        assert not [link for link in elements(line, "a") if "/clusters/" in given(link).get("href", "")]

    def test_the_headings_of_the_contents_are_the_ones_to_jump_to(self) -> None:
        sections = reader_page(Document.objects.get(slug="export-plan"))["sections"]
        found = [(section.line, section.words, section.depth) for section in sections]
        assert {(28, "Preface", 1), (234, "4.1 Cluster Overview", 2), (293, "4.3.1 HS code", 3)} <= set(found)
        assert [words for _line, words, _depth in found].count("9. Action Plan") == 1
        assert not [words for _line, words, _depth in found if words == "Key Fact of Export"]
        assert found == sorted(found)

    @LANGUAGES
    def test_the_heaviest_page_is_light_and_kept(self, client: Client, language: str) -> None:
        """The cache for anonymous readers keeps no larger answer, and a phone waits for no larger one."""
        page = client.get(f"{language}/sources/export-plan/").content
        assert len(page) < MAX_BYTES
        assert len(gzip.compress(page)) < 90 * 1024

    @pytest.mark.parametrize(("line", "status"), [("1", 302), ("1147", 302), (" 254 ", 302)])
    def test_going_to_a_line(self, client: Client, line: str, status: int) -> None:
        response = client.get("/sources/export-plan/", {"line": line})
        assert (response.status_code, response["Location"]) == (
            status,
            f"/sources/export-plan/#L{line.strip()}",
        )

    @LANGUAGES
    @pytest.mark.parametrize("line", ["0", "1148", "-1", "x", "", "9" * 400, "1e3", "\x00"])
    def test_a_line_that_is_none(self, client: Client, language: str, line: str) -> None:
        response = client.get(f"{language}/sources/leather-city/", {"line": line})
        assert response.status_code == 400
        page = read(response.text)
        assert elements(page, class_="error-summary")
        assert not elements(page, "table")

    @LANGUAGES
    def test_what_is_made_up_is_led_away(self, client: Client, language: str) -> None:
        response = client.get(f"{language}/sources/leather-city/?x=1")
        assert (response.status_code, response["Location"]) == (302, f"{language}/sources/leather-city/")

    def test_each_mark_names_its_line(self, client: Client) -> None:
        page = read(client.get("/sources/export-plan/").text)
        links = [
            given(link)["aria-labelledby"] for link in elements(page, "a") if "aria-labelledby" in given(link)
        ]
        assert len(set(links)) == len(links) > 100
        (named,) = [name for name in links if name.endswith(" n254")]
        assert " ".join(words(by_id(page, part)) for part in named.split()) == "Is this wrong? Line 254"

    @pytest.mark.parametrize("line", [1, 254, 285, 1064])
    def test_what_is_taken_from_one_line(self, line: int) -> None:
        document = Document.objects.get(slug="export-plan")
        expected = [one for one in passages(document) if one.lines.first <= line <= one.lines.last]
        assert passages_at(document, line) == expected

    def test_the_file_has_the_numbers(self, client: Client) -> None:
        rows = client.get("/sources/export-plan.json").json()["results"]
        turnover = next(row for row in rows if row["record_id"] == "annual-turnover-of-the-leather-cluster")
        assert turnover["values"] == [
            {
                "field": "value",
                "value": "10000",
                "high": None,
                "qualifier": "",
                "unit": "INR crore",
                "per": "",
                "as_printed": "10,000",
                "period": {"basis": "none", "start": None, "end": None, "label": ""},
            }
        ]
        assert '""value"": ""10000""' in client.get("/sources/export-plan.csv").text
