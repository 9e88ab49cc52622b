"""What is asked beside a file, and how answers are checked."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from exports.imports.layouts import clean_answers, questions
from exports.imports.layouts.questions import UNITS
from exports.imports.reasons import REASONS
from exports.models.imports import ImportBatch, RejectedRow


def errors_of(layout: str, **answers: str) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        clean_answers(layout, answers)
    return caught.value.message_dict


@pytest.mark.parametrize("layout", ImportBatch.Layout.values)
def test_every_layout_has_its_questions(layout: str) -> None:
    names = [question.name for question in questions(layout)]
    assert len(names) == len(set(names))
    for question in questions(layout):
        assert bool(question.choices) != bool(question.pattern)
        assert str(question.label)
        assert str(question.help_text)


def test_files_that_say_everything_need_no_answer() -> None:
    assert questions("own") == questions("comtrade") == ()
    assert clean_answers("own", {}) == {}


@pytest.mark.parametrize(
    ("layout", "others"),
    [
        ("dgcis", {"flow": "export", "unit": "inr_lakh"}),
        ("trademap", {"reporter": "IN", "hs_code": "4201"}),
    ],
)
def test_the_edition_may_be_answered_and_is_never_made_up(layout: str, others: dict[str, str]) -> None:
    assert "hs_edition" not in clean_answers(layout, {**others, "hs_edition": ""})
    answers = clean_answers(layout, {**others, "hs_edition": "HS 2017"})
    assert answers["hs_edition"] == "HS 2017"
    for wrong in ("2017", "HS 2018", "H5", "एचएस 2017"):
        assert set(errors_of(layout, **others, hs_edition=wrong)) == {"hs_edition"}


def test_answers_that_are_needed() -> None:
    assert set(errors_of("dgcis")) == {"flow", "unit"}
    assert set(errors_of("trademap", hs_code=" ")) == {"reporter", "hs_code"}


def test_answers_are_cleaned() -> None:
    raw = {
        "flow": " export ",
        "unit": "inr_lakh",
        "hs_code": "",
        "partner": "DE",
        "provisional_from": "2024-25",
    }
    assert clean_answers("dgcis", raw) == {
        "flow": "export",
        "unit": "inr_lakh",
        "partner": "DE",
        "provisional_from": "2024-25",
    }
    assert clean_answers("trademap", {"reporter": "rows", "hs_code": "TOTAL", "unit": ""}) == {
        "reporter": "rows",
        "hs_code": "TOTAL",
    }


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("flow", "re-export", "none of the choices"),
        ("flow", "x" * 10_000, "none of the choices"),
        ("unit", "usd_thousand", "none of the choices"),
        ("partner", "Germany", "none of the choices"),
        ("partner", "D\0E", "none of the choices"),
        ("hs_code", "1012910", "01012910"),
        ("hs_code", "४२०१", "Not an HS code"),
        ("hs_code", "4" * 10_000, "Not an HS code"),
        ("provisional_from", "2024", "2024-25"),
        ("provisional_from", "२०२४-२५", "2024-25"),
        ("reporter", "IN", "does not ask"),
    ],
)
def test_a_wrong_answer_is_named(name: str, answer: str, words: str) -> None:
    right = {"flow": "export", "unit": "inr_lakh"}
    errors = errors_of("dgcis", **(right | {name: answer}))
    assert set(errors) == {name}
    assert words in errors[name][0]
    assert len(errors[name][0]) < 300
    assert "\0" not in errors[name][0]


def test_countries_are_named_in_the_language_of_the_reader() -> None:
    with translation.override("hi"):
        partner = next(question for question in questions("dgcis") if question.name == "partner")
    assert dict(partner.choices)["DE"] == "जर्मनी"
    assert partner.choices[0][0] == "world"


def test_units_are_of_the_currencies_that_are_kept() -> None:
    assert {currency for currency, _power in UNITS.values()} == {"INR", "USD"}


def test_reasons_fit_where_they_are_kept_and_have_words() -> None:
    longest = RejectedRow._meta.get_field("reason").max_length
    assert all(len(code) <= longest and str(words).endswith(".") for code, words in REASONS.items())
