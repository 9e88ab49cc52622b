"""The list of schemes and the page of each: as printed, and beside it what is reported since."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from exports.models import ReportedTerm, Scheme, SchemeNote, SchemeRule, SchemeVersion
from exports.scheme_page import scheme_page
from exports.scheme_versions import schemes_with_terms, terms_of
from tests.dom import by_id, elements, given, read, words
from tests.printed import assert_each_once, assert_sourced

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def page_of(client: Client, slug: str = "", language: str = "") -> Any:
    response = client.get(f"{language}/schemes/{slug}/" if slug else f"{language}/schemes/")
    assert response.status_code == 200
    return read(response.text)


@LANGUAGES
def test_every_scheme_and_rule_once_on_its_own_page(client: Client, language: str) -> None:
    shown = 0
    for scheme in Scheme.objects.select_related("document"):
        rules = SchemeRule.objects.filter(version__scheme=scheme).select_related(
            "document", "version__scheme"
        )
        records = [scheme, *rules]
        with translation.override("en"):
            addresses = {record.get_absolute_url().partition("#")[0] for record in records}
        assert addresses == {f"/schemes/{scheme.slug}/"}
        page = page_of(client, scheme.slug, language)
        assert_each_once(page, records)
        if not language:
            assert_sourced(page, records)
        shown += len(records)
    assert shown == Scheme.objects.count() + SchemeRule.objects.count() == 34


@LANGUAGES
def test_names_authority_and_words_as_printed(client: Client, language: str) -> None:
    for scheme in Scheme.objects.prefetch_related("versions__rules"):
        page = page_of(client, scheme.slug, language)
        assert words(elements(page, "h1")[0]).startswith(scheme.name_hi if language else scheme.name)
        assert scheme.authority in words(by_id(page, scheme.anchor))
        for rule in (rule for version in scheme.versions.all() for rule in version.rules.all()):
            row = words(by_id(page, rule.anchor))
            assert f"“{rule.printed}”" in row
            assert (rule.item_hi if language else rule.item) in row


@pytest.mark.parametrize(
    ("slug", "cells"),
    [
        ("mda-fairs-stall-charges", ["60%", "at most ₹ 1 lakh", "fair", ""]),
        ("mda-fairs-air-fare", ["50%", "at most ₹ 0.5 lakh", "fair", "one person"]),
        ("mda-fairs-number", ["", "3 fairs", "annum", ""]),
        ("mda-certification", ["50%", "at most ₹ 0.75 lakh", "annum", ""]),
        ("gateway-port-40-ft-container", ["25%", "₹ 12,000", "40 ft container", ""]),
        ("gateway-port-eligible-units", ["", "", "", "Micro, small & medium enterprises"]),
        ("air-freight-incentive", ["20%", "₹ 50", "kg", ""]),
        ("air-freight-maximum", ["", "₹ 2 lakh", "unit and year", ""]),
    ],
)
def test_rate_cap_per_and_who(client: Client, slug: str, cells: list[str]) -> None:
    rule = SchemeRule.objects.select_related("version__scheme").get(slug=slug)
    row = by_id(page_of(client, rule.version.scheme.slug), rule.anchor)
    assert [words(cell) for cell in elements(row, "td")[:4]] == cells


def test_both_rows_that_disagree_are_shown_with_their_flag(client: Client) -> None:
    """D-145: all manufacturing exporters, or small ones alone."""
    page = page_of(client, "gateway-port")
    for slug in ("gateway-port-description", "gateway-port-eligible-units"):
        assert "D-145" in words(by_id(page, f"schemerule-{slug}"))


def test_the_facts_in_short_have_their_lines(client: Client) -> None:
    section = by_id(page_of(client, "gateway-port"), "scheme-gateway-port")
    facts = {
        words(elements(row, "dt")[0]): words(elements(row, "dd")[0])
        for row in elements(section, "div")
        if elements(row, "dt") and row.name == "div" and not elements(row, "dl")
    }
    assert "Micro, small & medium enterprises" in facts["Who qualifies"]
    assert "25%, at most ₹ 12,000 for each container" in facts["How much"]
    assert "₹ 12 lakh a year" in facts["How often, and at most"]
    assert "rail only" in facts["Where"]
    assert "District Users Committee" in facts["Who decides"]
    assert all("line 101" in facts[name] for name in ("Who qualifies", "How much", "Where", "Who decides"))


def test_a_scheme_without_rules_says_so_and_has_no_calculator(client: Client) -> None:
    page = page_of(client, "pli")
    assert "prints no rules" in words(elements(page, "main")[0])
    assert not elements(elements(page, "main")[0], "form")


def test_notes_say_who_says_so_and_change_no_printed_word(client: Client) -> None:
    page = page_of(client, "meis")
    since = words(by_id(page, "since"))
    for note in SchemeNote.objects.filter(scheme__slug="meis"):
        assert note.text in since
        assert note.source in since
    assert "Looked up on 22 November 2026" in since
    assert "“Merchandise Exports from India Scheme”" in words(by_id(page, "scheme-meis"))
    unverified = words(by_id(page_of(client, "market-assistance"), "since"))
    assert "General knowledge, not looked up." in unverified


def test_a_later_version_stands_apart_with_each_source(client: Client) -> None:
    page = page_of(client, "gateway-port")
    later = words(by_id(page, "version-gateway-port-2025-30"))
    assert "reported, confirm with the order" in later
    assert "since 6 November 2025" in later
    terms = ReportedTerm.objects.filter(version__slug="gateway-port-2025-30")
    for term in terms:
        assert term.source in words(by_id(page, term.anchor))
    earlier = by_id(page, "version-gateway-port-2020-25")
    assert words(earlier).count("not found") >= 2, "the rates, which no report gives"


@LANGUAGES
def test_the_list_names_each_scheme_and_what_is_here(client: Client, language: str) -> None:
    rows = elements(elements(page_of(client, language=language), "tbody")[0], "tr")
    assert len(rows) == Scheme.objects.count()
    links = [given(elements(row, "a")[0])["href"] for row in rows]
    assert links[:3] == [f"{language}/schemes/{slug}/" for slug in ("mda", "gateway-port", "air-freight")]
    with_calculator = [
        row for row in rows if any("#calculator" in given(link)["href"] for link in elements(row, "a"))
    ]
    assert with_calculator == rows[:3]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (("yes", "yes", "yes", "yes", "yes"), ["fits.", "fits.", "fits."]),
        (("yes", "no", "yes", "yes", "yes"), ["fits.", "Only manufacturers", "fits."]),
        (("no", "yes", "no", "yes", "no"), ["Only micro, small"]),
        (("yes", "yes", "no", "no", "no"), []),
    ],
)
def test_five_questions(client: Client, answers: tuple[str, ...], told: list[str]) -> None:
    names = ("msme", "make", "fair", "container", "air")
    response = client.get("/schemes/", dict(zip(names, answers, strict=True)))
    (panel,) = elements(elements(by_id(read(response.text), "check"), "div", role="status")[0], "div")
    lines = [words(line) for line in elements(panel, "li")]
    assert len(lines) == len(told)
    assert all(part in line for part, line in zip(told, lines, strict=True))


def test_a_question_left_out_is_named(client: Client) -> None:
    response = client.get("/schemes/?msme=yes&make=perhaps")
    assert response.status_code == 400
    summary = words(elements(read(response.text), "div", class_="error-summary")[0])
    assert "Do you make what you export?" in summary
    assert "Do you send goods by air?" in summary


def test_the_files_have_every_row(client: Client) -> None:
    links = [
        given(link)["href"] for link in elements(page_of(client), "a") if "format=json" in given(link)["href"]
    ]
    counts = [client.get(link).json()["count"] for link in links]
    assert counts == [Scheme.objects.count(), SchemeRule.objects.count()]


def test_the_api_has_notes_and_later_terms(client: Client) -> None:
    row = client.get("/api/v1/schemes/mda/").json()
    versions = {version["slug"]: version for version in row["versions"]}
    assert list(versions) == ["mda-as-printed", "mda-2020-25", "mda-2025-30"]
    stall = versions["mda-2025-30"]["terms"][0]
    assert (stall["component"], stall["rate_percent"], stall["cap"], stall["cap_unit"]) == (
        "stall_charges",
        "75",
        "3.25",
        "INR lakh",
    )
    assert (stall["kind"], stall["verified_on"]) == ("reported", "2026-11-22")
    assert row["notes"][0]["certainty"] == "reported"


def test_queries_do_not_grow_with_the_rows() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            scheme_page(terms_of(schemes_with_terms().get(slug="mda")), None)
        return len(queries)

    all_of_them = asked()
    SchemeRule.objects.filter(version__scheme__slug="mda").exclude(slug="mda-samples").delete()
    ReportedTerm.objects.filter(version__scheme__slug="mda").exclude(component="samples").delete()
    SchemeVersion.objects.filter(slug="mda-2020-25", terms=None).delete()
    assert asked() == all_of_them <= 9
