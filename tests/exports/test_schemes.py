"""The page of schemes: the rules as printed, undated, and nothing worked out."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exports.models import Scheme, SchemeRule, SchemeVersion
from exports.scheme_page import scheme_page
from tests.dom import by_id, elements, given, read, words
from tests.printed import assert_each_once, assert_sourced, records_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

LANGUAGES = pytest.mark.parametrize("language", ["", "/hi"])


def page_of(client: Client, language: str = "") -> Any:
    response = client.get(f"{language}/schemes/")
    assert response.status_code == 200
    return read(response.text)


@LANGUAGES
def test_every_scheme_and_rule_once(client: Client, language: str) -> None:
    records = records_of("/schemes/")
    assert len(records) == Scheme.objects.count() + SchemeRule.objects.count() == 34
    page = page_of(client, language)
    assert_each_once(page, records)
    assert_sourced(page_of(client), records)


@LANGUAGES
def test_names_authority_and_words_as_printed(client: Client, language: str) -> None:
    page = page_of(client, language)
    for scheme in Scheme.objects.all():
        panel = by_id(page, f"scheme-{scheme.slug}")
        assert words(elements(panel, "h2")[0]).startswith(scheme.name_hi if language else scheme.name)
        assert scheme.authority in words(panel)
    for rule in SchemeRule.objects.all():
        row = by_id(page, rule.anchor)
        assert f"“{rule.printed}”" in words(row)
        assert (rule.item_hi if language else rule.item) in words(row)


def test_the_page_says_that_it_is_undated_and_to_be_confirmed(client: Client) -> None:
    (notice,) = elements(page_of(client), "div", class_="notice-warning")
    assert "As printed in the plan, undated; confirm with the office before you rely on it" in words(notice)
    assert not elements(elements(page_of(client), "main")[0], "form"), "no calculator"


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
    row = by_id(page_of(client), f"schemerule-{slug}")
    assert [words(cell) for cell in elements(row, "td")[:4]] == cells


def test_the_printed_label_of_a_rule_stands_before_its_name(client: Client) -> None:
    labelled = SchemeRule.objects.exclude(label="")
    assert labelled
    page = page_of(client)
    for rule in labelled:
        assert words(elements(by_id(page, rule.anchor), "th")[0]).startswith(f"{rule.label} {rule.item}")


def test_both_rows_that_disagree_are_shown_with_their_flag(client: Client) -> None:
    """D-145: all manufacturing exporters, or small ones alone."""
    page = page_of(client)
    for slug in ("gateway-port-description", "gateway-port-eligible-units"):
        assert "D-145" in words(by_id(page, f"schemerule-{slug}"))


def test_a_scheme_without_rules_says_so(client: Client) -> None:
    panel = by_id(page_of(client), "scheme-clcs-tus")
    assert "prints no rules" in words(panel)
    assert not elements(panel, "table")


def test_a_later_version_has_its_own_status_and_dates(client: Client) -> None:
    SchemeVersion.objects.create(
        slug="mda-later",
        scheme=Scheme.objects.get(slug="mda"),
        status=SchemeVersion.Status.REPORTED,
        effective_from="2025-11-06",
    )
    panel = words(by_id(page_of(client), "scheme-mda"))
    assert "Rules: as printed in the plan" in panel
    assert "Rules: reported, confirm with the order" in panel
    assert "In effect from 6 November 2025" in panel


def test_the_files_have_every_row(client: Client) -> None:
    links = [
        given(link)["href"] for link in elements(page_of(client), "a") if "format=json" in given(link)["href"]
    ]
    counts = [client.get(link).json()["count"] for link in links]
    assert counts == [Scheme.objects.count(), SchemeRule.objects.count()]


def test_queries_do_not_grow_with_the_rows() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            scheme_page()
        return len(queries)

    all_of_them = asked()
    SchemeRule.objects.exclude(slug__in=["mda-samples", "air-freight-maximum"]).delete()
    assert asked() == all_of_them <= 8
