"""Agreements, memberships and notes are kept in the back office, and outlive the next load of fixtures."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exports.models import AgreementPartner, Country, CountryGroup, TradeAgreement
from kanpur_portal import roles
from tests.factories import UserFactory
from tests.kanpur_portal.loading import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

SAID = {
    "certainty": "confirmed",
    "source": "Department of Commerce, notification of 1 December 2026",
    "verified_on": "2026-12-02",
}


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(UserFactory(role=roles.ADMINISTRATOR, is_staff=True))
    return client


def britain() -> AgreementPartner:
    return AgreementPartner.objects.get(agreement__slug="uk-ceta")


def change(browser: Client, **changes: str) -> Any:
    address = reverse("admin:exports_agreementpartner_change", args=[britain().pk])
    return browser.post(address, {"status": "signed", "in_force_on": "", **SAID, **changes})


def test_an_administrator_says_that_an_agreement_is_in_force(administrator: Client) -> None:
    assert change(administrator, status="in_force", in_force_on="2026-12-01").status_code == 302
    load(only=["exports__tradeagreement", "exports__agreementpartner"])
    row = britain()
    assert (row.status, str(row.in_force_on), row.source) == ("in_force", "2026-12-01", SAID["source"])
    page = administrator.get("/markets/GB/").text
    assert SAID["source"] in page


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "in_force"},
        {"in_force_on": "2026-12-01"},
        {"certainty": "unverified"},
        {"source": ""},
        {"verified_on": ""},
        {"status": "dreamt_of"},
    ],
    ids=str,
)
def test_half_a_fact_is_refused_at_the_form(administrator: Client, changes: dict[str, str]) -> None:
    assert change(administrator, **changes).status_code == 200
    assert britain().status == "signed"
    assert britain().source != SAID["source"]


def test_a_new_agreement_with_its_partner(administrator: Client) -> None:
    words = {"name": "India–Canada agreement", "name_hi": "भारत–कनाडा समझौता", "short_name": "Canada CEPA"}
    form = {"slug": "canada-cepa", "signed_on": "2026-11-30", **words, **SAID}
    assert administrator.post(reverse("admin:exports_tradeagreement_add"), form).status_code == 302
    agreement = TradeAgreement.objects.get(slug="canada-cepa")
    canada = Country.objects.get(iso2="CA")
    form = {
        "agreement": str(agreement.pk),
        "country": str(canada.pk),
        "group": "",
        "status": "signed",
        "in_force_on": "",
        **SAID,
    }
    add = reverse("admin:exports_agreementpartner_add")
    both = form | {"group": str(CountryGroup.objects.get(slug="eu").pk)}
    assert administrator.post(add, both).status_code == 200
    assert administrator.post(add, form).status_code == 302
    load(only=["exports__tradeagreement", "exports__agreementpartner"])
    assert AgreementPartner.objects.get(agreement=agreement).country == canada
    assert "Canada CEPA" in administrator.get("/markets/CA/").text


def test_nobody_else_may(client: Client) -> None:
    client.force_login(UserFactory(role=roles.DEPUTY_COMMISSIONER))
    change(client, status="in_force", in_force_on="2026-12-01")
    assert britain().status == "signed"
