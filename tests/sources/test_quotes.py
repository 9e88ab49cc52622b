"""Quotes are compared with the words that stand in the documents."""

import hashlib
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sources.models import Discrepancy, Document, OmittedLine, Reading
from sources.quotes import faults, text_lines, texts_by_sha256

TEXT = [
    "Design\t<ul> ▶ Low product  design capacity ▶ Nil exports ",
    "",
    "\tof the cluster: 250 Cr. in all²⁵ (10%) + more",
    "MoU with <b>QCI</b> signed",
]


@dataclass
class Record:
    lines: str
    quote: str
    as_printed: str = ""
    verbatim_fields: tuple[str, ...] = ("as_printed",)


@pytest.mark.parametrize(
    ("lines", "quote"),
    [
        ("1", "Low product design capacity"),  # two spaces in print
        ("1", "Low  product\u00a0design capacity"),  # and other white space in the quote
        ("1,3", "Nil exports\nof the cluster"),
        ("1-3", "Nil exports of the cluster"),
        ("3", "250 Cr."),
        ("3", "in all"),  # the mark of a footnote is no part of the word
        ("3", "(10%) + more"),
        ("4", "QCI"),
    ],
)
def test_words_that_stand_on_the_cited_lines_pass(lines: str, quote: str) -> None:
    assert list(faults(Record(lines, quote), TEXT)) == []


@pytest.mark.parametrize(
    ("lines", "quote", "fault"),
    [
        ("1", "High product design capacity", "1: not found: “High product design capacity”"),
        ("3", "Nil exports", "3: not found"),  # stands on another line
        ("1", "low product", "1: not found"),  # capitals count
        ("1", "design capacity Nil exports", "1: not found"),  # leaves out a bullet
        ("1", "capacity ▶ Nil exports", "1: holds the sign of a bullet"),
        ("4", "MoU with QCI signed", "4: not found"),  # leaves out tags
        ("4", "MoU with <b>QCI</b> signed", "4: holds markup"),
        ("3", "50 Cr.", "3: not found"),  # the end of "250 Cr."
        ("3", "2.0 Cr.", "3: not found"),  # a dot is a dot
        ("3", "of the clust", "3: not found"),  # cuts a word
        ("1,3", "Nil exports\nof the district", "3: not found: “of the district”"),
        ("1,3", "of the cluster\nNil exports", "1: not found"),  # pieces stand in the order of the ranges
        ("1,3", "Nil exports", "1,3: 2 ranges of lines, but 1 pieces of quote"),
        ("1", "", "1: 1 ranges of lines, but 0 pieces of quote"),
        ("5", "Design", "5: the document ends at line 4"),
        ("4-5", "signed", "4-5: the document ends at line 4"),
        ("one", "Design", "“one” is not a line citation"),
    ],
)
def test_what_the_document_does_not_say_is_named(lines: str, quote: str, fault: str) -> None:
    assert next(faults(Record(lines, quote), TEXT)).startswith(fault)


def test_every_wrong_piece_is_named() -> None:
    assert len(list(faults(Record("1,3", "No\nNeither"), TEXT))) == 2


def test_values_kept_as_printed_stand_on_any_of_the_cited_lines() -> None:
    quote = "Nil exports\nof the cluster"
    assert list(faults(Record("1,3", quote, "250 Cr."), TEXT)) == []
    assert list(faults(Record("1", "Nil exports", "250 Cr."), TEXT)) == ["1: as_printed not found: “250 Cr.”"]


def test_only_a_line_feed_ends_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("one\u2028still one\x0c\r\ntwo\n\nfour".encode())
    assert text_lines(path) == ["one\u2028still one\x0c\r", "two", "", "four"]
    path.write_bytes(b"one\n")
    assert text_lines(path) == ["one"]


def test_texts_are_found_by_what_is_in_them(tmp_path: Path) -> None:
    (tmp_path / "any-name.txt").write_bytes(b"text")
    (tmp_path / "other.md").write_bytes(b"other")
    assert texts_by_sha256(tmp_path) == {hashlib.sha256(b"text").hexdigest(): tmp_path / "any-name.txt"}


# --- The command ---------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text("\n".join(TEXT), encoding="utf-8")
    return tmp_path


@pytest.fixture
def reading(db: None, folder: Path) -> Reading:
    text = (folder / "plan.txt").read_bytes()
    document = Document.objects.create(
        slug="plan",
        title="Plan",
        kind=Document.Kind.OFFICIAL_PLAN,
        status=Document.Status.DRAFT,
        line_count=4,
        sha256=hashlib.sha256(text).hexdigest(),
    )
    discrepancy = Discrepancy.objects.create(ref="D-001", kind=Discrepancy.Kind.MISPRINT)
    numbers = [{"value": "250", "as_printed": "250"}, {"value": "10", "as_printed": "10"}]
    OmittedLine.objects.bulk_create(
        OmittedLine(
            slug=f"plan-{line}",
            position=line,
            reason=OmittedLine.Reason.REPEATED,
            document=document,
            lines=line,
            quote=quote,
            numbers=numbers if line == 3 else [],
        )
        for line, quote in ((1, "Nil exports"), (3, "250 Cr. in all"), (4, "signed"))
    )
    return Reading.objects.create(
        discrepancy=discrepancy, position=1, document=document, lines="3", quote="250 Cr."
    )


def check(folder: Path) -> tuple[str, str]:
    """What the command says, and what it says is wrong."""
    out, err = StringIO(), StringIO()
    try:
        call_command("sources", "check", "--text", str(folder), stdout=out, stderr=err, skip_checks=True)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), ""


def test_the_command_counts_what_it_compared(reading: Reading, folder: Path) -> None:
    out, wrong = check(folder)
    assert not wrong
    assert "1  sources.reading  plan" in out
    assert "plan: 4 lines: 0 carried by records, 3 without a fact, 1 blank, 0 left out; 2 numbers, 0" in out


def test_the_command_names_the_record_that_is_wrong(reading: Reading, folder: Path) -> None:
    Reading.objects.update(quote="320 Cr.", value_as_printed="1000")
    assert check(folder)[1].splitlines() == [
        "sources.reading D-001 1: 3: not found: “320 Cr.”",
        "sources.reading D-001 1: 3: value_as_printed not found: “1000”",
        "Faults: 2.",
    ]


def test_a_line_and_a_number_that_nothing_carries_are_faults(reading: Reading, folder: Path) -> None:
    OmittedLine.objects.get(lines="4").delete()
    OmittedLine.objects.filter(lines="3").update(numbers=[{"value": "10", "as_printed": "10"}])
    assert check(folder)[1].splitlines() == [
        "plan 4: no record carries the line: “MoU with <b>QCI</b> signed”",
        "plan 3: no value carries the number “250”",
        "Faults: 2.",
    ]


def test_a_number_that_is_not_printed_on_its_line_is_a_fault(reading: Reading, folder: Path) -> None:
    line = OmittedLine.objects.get(lines="3")
    line.numbers.append({"field": "total", "value": "50", "as_printed": "50"})
    line.save()
    assert check(folder)[1].splitlines() == [
        "sources.omittedline plan-3: 3: total not printed there: “50”",
        "Faults: 1.",
    ]


def test_a_changed_text_is_a_fault(reading: Reading, folder: Path) -> None:
    with (folder / "plan.txt").open("a") as file:
        file.write(" ")
    assert "plan: no .txt file" in check(folder)[1]


def test_a_wrong_number_of_lines_is_a_fault(reading: Reading, folder: Path) -> None:
    Document.objects.update(line_count=5)
    assert "plan: the text has 4 lines, not 5" in check(folder)[1]


def test_nothing_to_compare_is_a_fault(db: None, folder: Path) -> None:
    assert "load the documents first" in check(folder)[1]


def test_a_folder_that_is_not_there_is_a_fault(db: None, tmp_path: Path) -> None:
    assert "is not a folder" in check(tmp_path / "nowhere")[1]


@pytest.mark.documents
def test_every_quote_of_the_fixtures_stands_in_its_document(
    printed_plan: None, db: None, source_texts: Path
) -> None:
    out, wrong = check(source_texts)
    assert not wrong
    assert "29  interventions.action  export-plan" in out
