"""New rates are entered in the back office, without code, and the calculator pays by them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from exports.models import ReportedTerm, Scheme, SchemeNote, SchemeVersion
from tests.kanpur_portal.loading import load

pytestmark = pytest.mark.django_db

VERSION = {
    "slug": "air-freight-2030",
    "title": "Export policy 2030",
    "effective_from": "2030-04-01",
    "effective_to": "2031-03-31",
    "source": "Government order of 1 April 2030",
    "verified_on": "2030-04-02",
}
TERM = {
    "component": "air_shipment",
    "rate_percent": "40",
    "cap": "0.002",
    "cap_unit": "INR lakh",
    "certainty": "confirmed",
    "source": "Government order of 1 April 2030",
    "verified_on": "2030-04-02",
}
COSTS = {"kg_1": "10", "air_freight_1": "10,000", "weight": "gross", "day": "2030-05-01"}


def add(browser: Client, model: type, values: dict[str, object]) -> int:
    """The answer's status: 302 where the row is added, 200 where the form is shown again."""
    address = reverse(f"admin:exports_{model._meta.model_name}_add")  # type: ignore[attr-defined]
    return browser.post(address, values).status_code


def enter(browser: Client) -> SchemeVersion:
    scheme = Scheme.objects.get(slug="air-freight")
    assert add(browser, SchemeVersion, VERSION | {"scheme": scheme.pk}) == 302
    version = SchemeVersion.objects.get(slug="air-freight-2030")
    assert add(browser, ReportedTerm, TERM | {"version": version.pk, "cap": "200", "cap_unit": "INR"}) == 302
    return version


def test_a_version_that_is_entered_is_used_and_kept(administrator: Client, client: Client) -> None:
    version = enter(administrator)
    assert version.status == SchemeVersion.Status.REPORTED
    estimate = "/api/v1/schemes/air-freight/estimate/"
    found = client.get(estimate, COSTS).json()
    assert (found["version"], found["total"]) == (version.slug, "2000"), "₹ 200 for each of 10 kg, not 40 %"
    assert "Export policy 2030" in client.get("/schemes/air-freight/").text
    load(only=["exports__schemeversion", "exports__reportedterm"])
    assert client.get(estimate, COSTS).json()["total"] == "2000"


def test_a_corrected_rate_is_kept_too(administrator: Client, client: Client) -> None:
    term = ReportedTerm.objects.get(version__slug="air-freight-2025-30", component="air_shipment")
    values = {
        name: value
        for name in ("rate_percent", "cap", "cap_unit", "note", "certainty", "source", "verified_on")
        if (value := getattr(term, name)) is not None
    }
    address = reverse("admin:exports_reportedterm_change", args=[term.pk])
    assert administrator.post(address, values | {"rate_percent": "35"}).status_code == 302
    costs = COSTS | {"day": "", "version": "air-freight-2025-30", "kg_1": "1000"}
    load(only=["exports__schemeversion", "exports__reportedterm"])
    assert client.get("/api/v1/schemes/air-freight/estimate/", costs).json()["total"] == "3500"


@pytest.mark.parametrize(
    "wrong",
    [
        {"cap": "0.5", "cap_unit": "INR"},
        {"cap": "5", "cap_unit": "dollars"},
        {"cap": "5", "cap_unit": ""},
        {"cap": "5", "cap_unit": "fairs"},
        {"rate_percent": "101"},
        {"component": ""},
        {"source": ""},
        {"verified_on": ""},
        {"airports": "Delhi", "any_airport": "on"},
        {"airports": "Delhi, Agra", "airports_hi": "दिल्ली"},
    ],
)
def test_a_wrong_term_is_refused(administrator: Client, wrong: dict[str, str]) -> None:
    version = SchemeVersion.objects.get(slug="mda-2025-30")
    right = TERM | {"version": version.pk, "component": "virtual_fair", "cap": "200", "cap_unit": "INR"}
    assert add(administrator, ReportedTerm, right | wrong) == 200
    assert not version.terms.filter(component="virtual_fair").exists()
    assert add(administrator, ReportedTerm, right) == 302


@pytest.mark.parametrize(
    ("component", "unit", "allowed"),
    [
        ("fairs_per_year", "INR", "Choose one of: fairs."),
        ("air_fare", "fairs", "Choose one of: INR, INR lakh."),
    ],
)
def test_fairs_are_the_unit_of_their_number_alone(component: str, unit: str, allowed: str) -> None:
    version = SchemeVersion.objects.get(slug="mda-2025-30")
    term = ReportedTerm(
        **TERM | {"version": version, "component": component, "cap": Decimal(3), "cap_unit": unit}
    )
    with pytest.raises(ValidationError) as refused:
        term.clean()
    assert refused.value.message_dict == {"cap_unit": [allowed]}
    term.cap_unit = "fairs" if component == "fairs_per_year" else "INR"
    term.clean()


def test_the_plans_own_version_takes_no_reported_term(administrator: Client) -> None:
    printed = SchemeVersion.objects.get(slug="mda-as-printed")
    assert add(administrator, ReportedTerm, TERM | {"version": printed.pk, "cap": "1"}) == 200
    assert not printed.terms.exists()


@pytest.mark.parametrize("missing", ["title", "source", "verified_on"])
def test_a_version_says_who_reports_it(administrator: Client, missing: str) -> None:
    scheme = Scheme.objects.get(slug="mda")
    assert add(administrator, SchemeVersion, VERSION | {"scheme": scheme.pk, missing: ""}) == 200


def test_only_what_was_added_here_can_be_deleted(administrator: Client) -> None:
    version = enter(administrator)
    mine = version.terms.get()
    theirs = ReportedTerm.objects.exclude(pk=mine.pk)[0]
    for term, status in ((mine, 302), (theirs, 403)):
        address = reverse("admin:exports_reportedterm_delete", args=[term.pk])
        assert administrator.post(address, {"post": "yes"}).status_code == status
    assert not version.terms.exists()
    changelist = reverse("admin:exports_schemenote_changelist")
    chosen = {
        "action": "delete_selected",
        "_selected_action": SchemeNote.objects.values_list("pk", flat=True),
    }
    administrator.post(changelist, chosen | {"post": "yes"})
    assert SchemeNote.objects.exists()
