"""Addresses that are kept are those that Django would work out."""

import pytest
from django import urls
from django.urls import NoReverseMatch
from django.utils.translation import override

from sources.addresses import reverse


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("plan", ()),
        ("source", ["export-plan"]),
        ("discrepancies", []),
        ("market", ["DE"]),
        ("action", ("KN-07",)),
    ],
)
def test_they_are_the_same_as_djangos_in_each_language(name, args):
    for language in ("en", "hi", "en", "hi"):
        with override(language):
            assert reverse(name, args=args) == urls.reverse(name, args=args)
    assert reverse("plan") == "/plan/"


def test_a_portal_below_a_prefix_keeps_its_own():
    before = reverse("source", args=["export-plan"])
    try:
        urls.set_script_prefix("/portal/")
        assert reverse("source", args=["export-plan"]) == f"/portal{before}"
    finally:
        urls.clear_script_prefix()
    assert reverse("source", args=["export-plan"]) == before


def test_what_has_no_address_is_an_error_each_time():
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            reverse("source", args=["not a slug"])
