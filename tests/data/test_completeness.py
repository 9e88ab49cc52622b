"""What the documents list, counted in their texts: each item is a row."""

import re
from pathlib import Path

import pytest

from clusters.models import Exhibit, Organisation, Product, Statement, SwotItem
from interventions.models import ProjectActivity, ProjectObjective, ProjectPartner, ProjectResult
from sources.models import Abbreviation, ContentsEntry, Document, Footnote, PrintedRow
from sources.quotes import text_lines, texts_by_sha256

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@pytest.fixture
def text(source_texts: Path) -> dict[int, str]:
    """The export plan, line by line, counted from 1."""
    return lines_of("export-plan", source_texts)


def lines_of(slug: str, folder: Path) -> dict[int, str]:
    path = texts_by_sha256(folder)[Document.objects.get(slug=slug).sha256]
    return dict(enumerate(text_lines(path), 1))


def rows_on(model: type[PrintedRow], line: int) -> int:
    rows = model._default_manager.filter(document__slug="export-plan")
    return sum(any(cited.first <= line <= cited.last for cited in row.line_ranges) for row in rows)


@pytest.mark.parametrize("line", [439, 442, 651, 653, 808, 810, 814, 967, 969])
def test_every_bullet_of_the_swot_tables(line: int, text: dict[int, str]) -> None:
    bullets = [piece.split("<")[0].strip() for piece in text[line].split("▶")[1:]]
    assert list(SwotItem.objects.filter(lines=str(line)).values_list("quote", flat=True)) == bullets


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        (439, "strength", "weakness"),
        (442, "opportunity", "threat"),
        (651, "strength", "weakness"),
        (653, "opportunity", "threat"),
        (808, "strength", "weakness"),
        (810, "opportunity", "threat"),
        (814, "opportunity", "threat"),
        (967, "strength", "weakness"),
        (969, "opportunity", "threat"),
    ],
)
def test_swot_items_stand_in_their_column(line: int, first: str, second: str, text: dict[int, str]) -> None:
    cells = [cell.count("▶") for cell in text[line].split("\t")]
    kinds = list(SwotItem.objects.filter(lines=str(line)).values_list("kind", flat=True))
    assert kinds == [first] * cells[0] + [second] * cells[1]


def test_every_bullet_of_the_engineering_portfolio(text: dict[int, str]) -> None:
    bullets = [line for line in range(491, 537) if "▶" in text[line]]
    assert len(bullets) == 42
    assert [line for line in bullets if rows_on(Product, line) != 1] == []


@pytest.mark.parametrize(
    ("first", "last", "cluster"), [(551, 558, "engineering"), (713, 720, "plastic"), (884, 891, "hosiery")]
)
def test_every_association(first: int, last: int, cluster: str, text: dict[int, str]) -> None:
    assert all("▶" in text[line] for line in range(first, last + 1))
    for line in range(first, last + 1):
        assert rows_on(Organisation, line) == 1
    listed = [
        organisation
        for organisation in Organisation.objects.filter(clusters__slug=cluster)
        if any(first <= cited.first <= last for cited in organisation.line_ranges)
    ]
    assert len(listed) == 8


def test_every_abbreviation(text: dict[int, str]) -> None:
    printed = dict(text[line].split("\t") for line in range(1075, 1130) if "\t" in text[line])
    printed[text[1131]] = text[1133]
    assert dict(Abbreviation.objects.values_list("short", "long")) == printed


def test_every_footnote(text: dict[int, str]) -> None:
    notes = {}
    for line in text.values():
        if match := re.match(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+|7(?=Trademap)) ?(.*)", line):
            notes[match[1].translate(SUPERSCRIPTS)] = match[2]
    assert sorted(map(int, notes)) == list(range(1, 27))
    rows = dict(Footnote.objects.values_list("number", "text"))
    assert rows.keys() == notes.keys()
    assert [number for number, note in notes.items() if not note.startswith(rows[number])] == []


def test_every_entry_of_the_contents_has_its_heading(text: dict[int, str]) -> None:
    entries = ContentsEntry.objects.all()
    assert [entry.lines for entry in entries] == [str(line) for line in [*range(40, 78), *range(79, 97)]]
    headings = {
        re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+$", "", " ".join(line.split())) for number, line in text.items() if number > 127
    }
    missing = [
        str(entry) for entry in entries if not headings & {str(entry), f"{entry.number}. {entry.title}"}
    ]
    assert missing == []
    pages = [int(entry.page) for entry in entries]
    assert pages == sorted(pages)


def test_every_table_and_figure_that_is_listed(text: dict[int, str]) -> None:
    listed = [line for line in range(100, 127) if re.match(r"(?:Table|Figure) \d+:", text[line])]
    assert len(listed) == 24
    assert [line for line in listed if rows_on(Exhibit, line) != 1] == []
    captions = [line for line in range(128, 1028) if re.match(r"(?:\*\*)?(?:Table|Figure) \d+:", text[line])]
    assert [line for line in captions if rows_on(Exhibit, line) != 1] == []
    figures = Exhibit.objects.filter(kind="figure")
    assert figures.count() == 15
    assert all(figure.image_missing for figure in figures)
    assert not Exhibit.objects.filter(kind="table", image_missing=True)


@pytest.mark.parametrize(
    ("model", "first", "last"),
    [
        (ProjectObjective, 11, 14),
        (ProjectActivity, 19, 21),
        (ProjectResult, 26, 34),
        (ProjectPartner, 40, 41),
    ],
)
def test_every_item_of_the_project_s_lists(
    model: type[PrintedRow], first: int, last: int, source_texts: Path
) -> None:
    text = lines_of("leather-project", source_texts)
    printed = [match[1] for line in range(first, last + 1) if (match := re.match(r" +(\d)\. ", text[line]))]
    assert len(printed) == last - first + 1
    rows = model._default_manager.filter(lines__in=[str(line) for line in range(first, last + 1)])
    assert sorted(set(rows.values_list("number", flat=True))) == printed


def test_every_sentence_of_the_news_item_is_carried(source_texts: Path) -> None:
    text = lines_of("study-mission", source_texts)
    prose = {line for line in range(15, 36) if text[line].strip()}
    quoted = {
        cited.first
        for row in Statement.objects.filter(document__slug="study-mission")
        for cited in row.line_ranges
    }
    assert prose - quoted == {15}  # the headline, which is the study mission itself
