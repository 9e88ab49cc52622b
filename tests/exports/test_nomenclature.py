"""The reference file of the official list: what its README says of it, and that it holds together."""

import csv
import hashlib
import io
import lzma
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from exports import nomenclature
from exports.nomenclature import build

FOLDER = Path(settings.BASE_DIR) / "exports" / "nomenclature"
README = (FOLDER / "README.md").read_text()
WORDINGS = nomenclature.wordings()


def test_the_readme_says_what_the_file_is() -> None:
    table = (FOLDER / "hsn.csv.xz").read_bytes()
    assert hashlib.sha256(table).hexdigest() in README
    assert len(table) < 400_000
    told = {
        int(level): int(rows) for level, rows in re.findall(r"^\| ([2468]), .* \| (\d+) \|$", README, re.M)
    }
    assert told == Counter(map(len, WORDINGS))
    assert f"| together | {len(WORDINGS)} |" in README
    left_out = [int(rows) for rows in re.findall(r"^\| (\d+) \| [a-z]", README, re.M)]
    assert sum(left_out) + len(WORDINGS) == 22_500
    for fact in (nomenclature.ATTRIBUTION, nomenclature.SOURCE_URL, f"{nomenclature.AS_OF:%-d %B %Y}"):
        assert fact in README


def test_every_code_above_another_is_there_or_listed_as_a_gap() -> None:
    listed = (FOLDER / "gaps.txt").read_text().split()
    above = {code[:length] for code in WORDINGS for length in (2, 4, 6) if length < len(code)}
    assert sorted(above - set(WORDINGS)) == listed
    assert {len(code) for code in listed} == {6}, "no chapter and no heading is missing"
    assert f"the {len(listed)} subheadings" in README


def test_every_code_above_the_tariff_items_holds_one() -> None:
    """But for the chapter that is kept free: others were codes that had lost a digit."""
    used = {code[:length] for code in WORDINGS if len(code) == 8 for length in (2, 4, 6, 8)}
    assert set(WORDINGS) - used == {"77"}


def test_codes_and_words_are_clean() -> None:
    assert list(WORDINGS) == sorted(WORDINGS)
    for code, wording in WORDINGS.items():
        assert re.fullmatch(r"([0-9]{2}){1,4}", code)
        assert not code.startswith("99"), "services"
        assert wording == " ".join(wording.split()) != ""
        assert "_x000D_" not in wording


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("64", "Footwear, gaiters and the like; parts of such articles"),
        ("640510", "WITH UPPERS OF LEATHER OR COMPOSITION LEATHER"),
        ("84772000", "EXTRUDERS"),
        # Its package's maker has a row of their own for the same code; this is the list's.
        ("25231000", "CEMENT CLINKERS"),
        ("85171200", None),
        ("57011011", None),
        ("1111", None),
        ("6705", None),
        ("4", None),
        ("", None),
    ],
)
def test_official_wording_of_exactly_the_code(code: str, words: str | None) -> None:
    found = nomenclature.official(code)
    assert (found and (found.code, found.description)) == (words and (code, words))


def test_headings_with_the_words_of_the_one_before_are_known() -> None:
    assert {code for code in WORDINGS if len(code) == 4} >= nomenclature.MISWORDED
    looms, shoes = nomenclature.official("8446"), nomenclature.official("6403")
    assert looms and looms.misworded
    assert "LOOMS" not in looms.description
    assert shoes and not shoes.misworded
    # Where the list repeats the words to the letter, the second is known.
    headings = [code for code in WORDINGS if len(code) == 4 and len(WORDINGS[code]) > 40]
    repeated = {code for before, code in pairwise(headings) if WORDINGS[before] == WORDINGS[code]}
    assert repeated <= nomenclature.MISWORDED


@pytest.mark.parametrize("code", ["", "4", "42", "4205", "42050", "42050011", "98", "99", "77", "x"])
def test_codes_below_as_a_naive_search_finds_them(code: str) -> None:
    assert list(nomenclature.below(code)) == [
        found for found in WORDINGS if found[: len(code)] == code and len(found) > len(code)
    ]


SOURCE = """HSNCode,Description,CGST_Rate,SGST_Rate,IGST_Rate,CESS_Rate
99,SERVICES,0.0,0.0,0.0,0.0
42,Articles of leather,0.0,0.0,0.0,0.0
42050011,"WELT _x000D_\\\nOR   NOT",0.0,0.0,0.0,0.0
4205,OTHER ARTICLES,0.0,0.0,0.0,0.0
4205,Leather things,9.0,9.0,18.0,0.0
4205 00,OTHER,0.0,0.0,0.0,0.0
30559,OTHER:,0.0,0.0,0.0,0.0
6031,Fresh,0.0,0.0,0.0,0.0
504004,Guts,0.0,0.0,0.0,0.0
52805120,SAARI,0.0,0.0,0.0,0.0
77,(Reserved),0.0,0.0,0.0,0.0
"""


def rows_of(text: str) -> csv.DictReader:
    return csv.DictReader(io.StringIO(text))


def test_the_builder_keeps_the_list_and_leaves_out_what_is_none_of_it() -> None:
    wordings, left_out = build.nomenclature(rows_of(SOURCE))
    assert wordings == {
        "42": "Articles of leather",
        "4205": "OTHER ARTICLES",
        "42050011": "WELT OR NOT",
        "77": "(Reserved)",
    }
    assert left_out == {
        "services": 1,
        "written by the package's maker": 1,
        "malformed code": 2,
        "tariff item without a heading": 1,
        "heading or subheading without a tariff item": 2,
    }
    assert build.gaps(wordings) == ["420500"]


def test_the_builder_refuses_a_code_that_stands_twice() -> None:
    with pytest.raises(ValueError, match="4205 stands twice"):
        build.nomenclature(
            rows_of(SOURCE.replace("4205,Leather things,9.0,9.0,18.0", "4205,Again,0.0,0.0,0.0"))
        )


def test_the_builder_makes_the_same_file_from_the_same_rows() -> None:
    assert lzma.decompress(build.packed(dict(WORDINGS))) == lzma.decompress(
        (FOLDER / "hsn.csv.xz").read_bytes()
    )
    some = dict(list(WORDINGS.items())[:500])
    assert build.packed(some) == build.packed(some)
