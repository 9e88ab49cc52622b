"""How search compares words, reads a question and orders what it finds: without a database."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanpur_portal.search.index import Index, Words
from kanpur_portal.search.query import understand
from kanpur_portal.search.ranking import rank, read
from kanpur_portal.search.results import marked, snippet
from kanpur_portal.search.spelling import Vocabulary, edits
from kanpur_portal.search.synonyms import meanings
from sources.folding import composed, fold, stem, stems, words

TEXTS = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("कखगङञणनमडढज़ड़़ंँ्ािीूेैोौabcs -.,0१२\u200d")),
    max_size=60,
)


@pytest.mark.parametrize(
    "spellings",
    [
        ["चमड़ा", "चमडा", "चमड़ा", "चमड\u200cा"],
        ["सम्बन्ध", "संबंध", "सम्बंध", "संबन्ध"],
        ["हिन्दी", "हिंदी"],
        ["टेनरियाँ", "टेनरियां"],
        ["ज़ीन", "जीन", "ज\u093cीन"],
        ["Saddlery", "SADDLERY", "ｓaddlery"],
        ["Côte", "cote"],
        ["४२०१", "4201"],
        ["1,20,000", "120000"],
        ["F.I.B.C", "fibc", "F.I.B.C."],
    ],
)
def test_spellings_that_mean_the_same(spellings: list[str]) -> None:
    assert len({stems(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        ["bag", "bags"],
        ["box", "boxes"],
        ["tannery", "tanneries"],
        ["glass", "glasses"],
        ["जूता", "जूते", "जूतों"],
        ["मशीन", "मशीनें", "मशीनों"],
        ["वस्तु", "वस्तुएँ", "वस्तुओं"],
        ["काठी", "काठियाँ", "काठियों"],
    ],
)
def test_singular_and_plural(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("चमड़ा", "चाय"), ("bus", "bu"), ("port", "export"), ("काठी", "कोट")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others() -> None:
    assert stems("the leather of Kanpur") == ("leather", "kanpur")
    assert stems("in") == ("in",)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_folding_twice_is_folding_once_and_no_form_matters(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")} == {fold(text)}


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_marking_loses_nothing(text: str, question: str) -> None:
    wanted = stems(question)
    parts = marked(text, [(word,) for word in wanted])
    assert "".join(part for part, _ in parts) == composed(text)
    assert {stem(part) for part, is_match in parts if is_match} <= set(wanted)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_question_can_be_asked(text: str) -> None:
    index = Index.of([Words(names=["Saddlery"], text="चमड़ा 4201", code="420100")])
    query = understand(text)
    readings = read(query, [index], [Vocabulary(index.postings)])
    assert len(rank(query, readings, index, lambda number: (number,))) <= 1
    assert all(word.start < word.end for word in words(text))


def test_a_phrase_is_marked_where_all_of_it_stands() -> None:
    phrases = [stems("equestrian goods"), stems("saddlery")]
    assert ("goods", True) not in marked("Saddlery goods", phrases)
    assert ("goods", True) in marked("equestrian goods", phrases)


def test_a_long_text_is_shown_around_the_match() -> None:
    text = "first word " + "x " * 300 + "saddlery " + "y " * 300
    parts = snippet(text, [("saddlery",)])
    assert ("saddlery", True) in parts
    shown = "".join(part for part, _ in parts)
    assert len(shown) < 260
    assert shown.startswith("… ") and shown.endswith(" …")


@pytest.mark.parametrize(
    ("typed", "word", "is_near"),
    [
        ("sadlery", "saddlery", True),
        ("saddelry", "saddlery", True),
        ("sadelery", "saddlery", True),
        ("germny", "germany", True),
        ("lether", "leather", True),
        ("hosiry", "hosiery", True),
        ("चर्मनी", "जर्मनी", True),
        ("bag", "rag", False),  # short words must be right
        ("4201", "4202", False),  # numbers too
        ("leather", "weather", True),
        ("saddlery", "artillery", False),
    ],
)
def test_a_typing_error(typed: str, word: str, is_near: bool) -> None:
    assert (word in Vocabulary([word, "unrelated"]).near(typed)) == is_near


@settings(max_examples=200, deadline=None)
@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_edits_count_alike_from_both_ends(one: str, other: str) -> None:
    assert edits(one, other, 9) == edits(other, one, 9)
    assert (edits(one, other, 9) == 0) == (one == other)
    assert edits(one, other, 1) == min(edits(one, other, 9), 2)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("4201", "4201"),
        ("4201 00", "420100"),
        ("4201.00.00", "42010000"),
        ("HS 4201", "4201"),
        ("hsn code: 4201", "4201"),
        ("एचएस कोड ४२०१", "4201"),
        ("420", "420"),
        ("4", ""),
        ("42010000000", ""),
        ("4201 saddlery", ""),
        ("1,20,000", ""),
    ],
)
def test_a_code_in_any_length(typed: str, code: str) -> None:
    assert understand(typed).code == code


@pytest.mark.parametrize(
    ("typed", "reference"),
    [("KN-07", "KN-07"), ("kn7", "KN-07"), ("d 12", "D-012"), ("D-012", "D-012"), ("kanpur 7", "")],
)
def test_a_reference(typed: str, reference: str) -> None:
    assert understand(typed).reference == reference


def test_trade_words_go_both_ways_and_kinds_one_way() -> None:
    same = meanings()
    assert stems("काठी") in same[stems("saddlery")].same
    assert stems("saddlery") in same[stems("काठी")].same
    assert stems("footwear") in same[stems("safety shoes")].broader
    assert not any(
        stems("safety shoes") in phrases
        for phrases in (same[stems("footwear")].same, same[stems("जूता")].broader)
    )


def best(question: str, *entries: Words) -> list[int]:
    index = Index.of(entries)
    query = understand(question)
    readings = read(query, [index], [Vocabulary(index.postings)])
    ranked = rank(query, readings, index, lambda number: (number,))
    return [one.number for one in ranked if one.missing == ranked[0].missing]


def test_the_place_decides_where_words_are_found_alike() -> None:
    text, detail, part, whole = (
        Words(names=["Tents"], text="some saddlery"),
        Words(names=["Tents"], details=["saddlery"]),
        Words(names=["Saddlery industry"]),
        Words(names=["Saddlery"]),
    )
    assert best("saddlery", text, detail, part, whole) == [3, 2, 1, 0]


def test_how_a_word_is_found_stands_before_the_place() -> None:
    """As typed in the text stands before the beginning of a word in the name."""
    assert best("hand", Words(names=["Handling"]), Words(text="by hand")) == [1, 0]


def test_a_kind_of_it_stands_after_the_thing_itself() -> None:
    assert best("safety shoes", Words(names=["Footwear"]), Words(text="a metal toe-cap")) == [1, 0]


def test_nearly_is_tried_only_for_what_nothing_has() -> None:
    assert best("weather", Words(names=["Leather"]), Words(text="the weather")) == [1]
    assert best("weather", Words(names=["Leather"])) == [0]


def test_all_words_or_else_most_of_them() -> None:
    leather, bag, both = (
        Words(names=["Leather"]),
        Words(names=["Bags"]),
        Words(names=["Bags"], details=["Leather"]),
    )
    assert best("leather bags", leather, bag, both) == [2]
    assert best("leather bags", leather, bag) == [0, 1]


def test_a_code_finds_its_relatives_in_order() -> None:
    codes = [Words(code=code) for code in ("4202", "42", "42010010", "42010000", "4201", "6401")]
    assert best("420100", *codes) == [2, 3, 1, 4]
    assert best("42010000", *codes) == [3, 1, 4, 2]


def test_a_market_is_found_by_the_code_of_its_goods() -> None:
    assert best("4201", Words(names=["Germany"], goods_codes=["420100"]), Words(names=["Nepal"])) == [0]
