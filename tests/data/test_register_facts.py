"""Entries of the register that are no arithmetic: what they say holds for the texts and for the rows."""

import re
from pathlib import Path

import pytest

from clusters.models import Exhibit, Place, SwotItem
from exports.models import ExportFigure, HSCode, KeyIssue, MarketLink, Port
from sources.models import Abbreviation, Discrepancy, Document, Reading
from sources.quotes import text_lines, texts_by_sha256
from tests.data.conftest import Recorded
from trainings.models import StudyMission


@pytest.fixture
def text(source_texts: Path) -> dict[int, str]:
    """The export plan, line by line, counted from 1; each bullet without its sign."""
    path = texts_by_sha256(source_texts)[Document.objects.get(slug="export-plan").sha256]
    return {number: re.sub(r"^-? ?▶? ?", "", line) for number, line in enumerate(text_lines(path), 1)}


@pytest.mark.parametrize(
    ("ref", "kind", "once", "again"),
    [
        ("D-097", "duplicate", range(384, 387), range(418, 421)),  # key issues of footwear and saddlery
        ("D-116", "duplicate", range(551, 559), range(713, 721)),  # associations
        ("D-123", "duplicate", (672, 675), (835, 839)),  # outcome targets
    ],
)
def test_what_is_printed_twice_is_the_same(
    ref: str, kind: str, once: range, again: range, text: dict[int, str], recorded: Recorded
) -> None:
    assert [text[line] for line in once] == [text[line] for line in again]
    recorded(ref, kind, once[0], again[0])


def test_one_weakness_is_printed_twice(recorded: Recorded) -> None:
    items = list(SwotItem.objects.filter(lines="808", kind="weakness").values_list("quote", flat=True))
    assert [place for place, item in enumerate(items, 1) if item == "Lack of focus on export"] == [4, 7]
    recorded("D-122", "duplicate", 808)


def test_hosiery_repeats_items_of_plastic(recorded: Recorded) -> None:
    plastic, hosiery = (
        set(SwotItem.objects.filter(cluster__slug=slug).values_list("quote", flat=True))
        for slug in ("plastic", "hosiery")
    )
    assert len(plastic & hosiery) == 6
    recorded("D-140", "duplicate", 810, 969)


def test_magnolia_stands_where_the_table_has_mongolia(recorded: Recorded) -> None:
    prose, table = (
        list(MarketLink.objects.filter(lines=line).values_list("country__iso2", flat=True))
        for line in ("483", "593")
    )
    assert prose == table
    recorded("D-102", "misprint", 483, 593)


def test_figures_are_lost_but_for_twelve_captions(text: dict[int, str], recorded: Recorded) -> None:
    captions = [line for line in range(128, 1028) if re.match(r"Figure \d+:", text[line])]
    assert len(captions) == 12
    recorded("D-063", "missing_content", 366, 397, 610)
    assert Exhibit.objects.get(slug="figure-6").lines == "119"
    recorded("D-051", "missing_content", 119)


def test_codes_that_are_analysed_have_no_exports_of_the_district(recorded: Recorded) -> None:
    analysed = ["732599", "870423", "391721", "610711", "420500", "420100", "640510"]
    assert HSCode.objects.filter(code__in=analysed).count() == len(analysed)
    assert not ExportFigure.objects.filter(hs_code__code__in=analysed, reporter="kanpur-nagar")
    recorded("D-108", "scope", 578)


def test_nothing_follows_on_420500(recorded: Recorded) -> None:
    for model in (ExportFigure, KeyIssue, MarketLink, Port):
        assert not model._default_manager.filter(hs_code__code="420500")
    assert recorded("D-088", "missing_content", 314).shown.count("420500") == 1


@pytest.mark.parametrize(
    ("ref", "cluster", "goods", "lines"),
    [
        ("D-117", "plastic", ["fabric", "yarn"], (681, 774)),
        ("D-130", "hosiery", ["breeches", "t-shirt", "jacket", "trouser"], (926, 911)),
    ],
)
def test_no_code_names_the_main_exports(
    ref: str, cluster: str, goods: list[str], lines: tuple[int, int], recorded: Recorded
) -> None:
    codes = HSCode.objects.filter(cluster__slug=cluster)
    assert [code.code for code in codes for name in goods if name in code.description.lower()] == []
    recorded(ref, "scope", *lines)


def test_ten_ports_are_read_from_line_947(recorded: Recorded) -> None:
    assert Port.objects.get(slug="banbasa").name_as_printed == "Bambasa, Champavat Uttarakhand"
    assert Port.objects.filter(lines="947").count() == 10
    recorded("D-137", "misprint", 947)


def test_abbreviations_that_are_used_nowhere_else(text: dict[int, str], recorded: Recorded) -> None:
    body = plain(" ".join(text[line] for line in range(1, 1073)))
    unused = {row.short for row in Abbreviation.objects.all() if not used(row, body)}
    # "NIC codes" (line 483) are those of the other NIC in the list.
    assert unused | {"NIC"} == {
        reading.value_as_printed.split()[0] if "NIC" in reading.value_as_printed else reading.value_as_printed
        for reading in Reading.objects.filter(discrepancy__ref="D-147")
    }
    assert "21" in recorded("D-147", "scope", 1076, 1109, 1129).summary
    assert len(unused | {"NIC"}) == 21


def plain(text: str) -> str:
    return " ".join(text.lower().replace("centre", "center").replace("-", " ").split())


def used(row: Abbreviation, body: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(plain(form))}s?(?!\w)", body) for form in (row.short, row.long))


@pytest.mark.parametrize(("ref", "kind"), [("D-044", "missing_content"), ("D-050", "missing_content")])
def test_abbreviations_called_unexplained_are_not_in_the_list(ref: str, kind: str) -> None:
    entry = Discrepancy.objects.get(ref=ref, kind=kind)
    listed = set(Abbreviation.objects.values_list("short", flat=True))
    named = {
        name.strip(" .") for name in re.split(r",| and ", entry.summary.split("such as")[1]) if name.strip()
    }
    assert len(named) > 4
    assert not named & listed


def test_the_study_mission_is_no_training_of_the_district() -> None:
    mission = StudyMission.objects.get()
    assert (mission.of_the_district, mission.held_on) == (False, None)
    assert Discrepancy.objects.get(ref="D-161").kind == "scope"
    assert Discrepancy.objects.get(ref="D-159").kind == "missing_content"


def test_the_project_worked_in_another_district_too() -> None:
    places = Place.objects.filter(document__slug="leather-project")
    assert set(places.values_list("name", "district_name")) == {
        ("Unnao", "Unnao"),
        ("Banthar", "Unnao"),
        ("Jajmau", "Kanpur Nagar"),
    }
    assert Discrepancy.objects.get(ref="D-150").kind == "scope"
