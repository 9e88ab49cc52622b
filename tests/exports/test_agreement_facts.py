"""Which agreements hold on a day, and who is in a group then, against the fixtures read as plain JSON."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from exports.agreement_facts import agreements_of, agreements_of_groups, memberships_of, rosters
from exports.models import AgreementPartner, Country, CountryGroup, GroupMembership, TradeAgreement
from sources.models import Attributed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed_plan")]

DAYS = [
    datetime.date.fromisoformat(day)
    for day in (
        "1999-12-31",
        "2010-01-01",
        "2010-10-31",
        "2020-01-31",
        "2020-02-01",
        "2025-10-01",
        "2026-11-22",
    )
]


def fixture(name: str) -> list[dict[str, Any]]:
    path = Path(settings.BASE_DIR) / "fixtures" / f"exports__{name}.json"
    return [row["fields"] for row in json.loads(path.read_text())]


def naive_groups(iso2: str, day: str) -> dict[str, str | None]:
    """The groups of a country on a day, each with its first day there; days are compared as text."""
    return {
        row["group"][0]: row["member_from"]
        for row in fixture("groupmembership")
        if row["country"] == [iso2]
        and (row["member_from"] or "") <= day
        and (row["member_to"] or "9999") >= day
    }


def naive_agreements(iso2: str, day: str) -> set[tuple[str, str | None, str | None, bool]]:
    """Agreement, group through which, since when, whether in force on the day."""
    found = set()
    groups = naive_groups(iso2, day)
    for row in fixture("agreementpartner"):
        group = row["group"] and row["group"][0]
        if row["country"] == [iso2] or group in groups:
            since = row["in_force_on"]
            if since and group and groups[group]:
                since = max(since, groups[group])
            found.add((row["agreement"][0], group, since, bool(since and since <= day)))
    return found


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_agreements_of_every_country(day: datetime.date) -> None:
    countries = list(Country.objects.all())
    found = agreements_of(countries, day)
    for country in countries:
        told = [
            (
                fact.agreement.slug,
                fact.group and fact.group.slug,
                fact.since and fact.since.isoformat(),
                fact.in_force,
            )
            for fact in found[country.pk]
        ]
        assert set(told) == naive_agreements(country.iso2, str(day)), country
        assert len(told) == len(set(told))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_members_of_every_group(day: datetime.date) -> None:
    groups = list(CountryGroup.objects.all())
    found = rosters(groups, day)
    for group in groups:
        rows = [row for row in fixture("groupmembership") if row["group"] == [group.slug]]
        former = {row["country"][0] for row in rows if row["member_to"] and row["member_to"] < str(day)}
        later = {row["country"][0] for row in rows if row["member_from"] and row["member_from"] > str(day)}
        roster = found[group.pk]
        assert {row.country.iso2 for row in roster.former} == former
        assert {row.country.iso2 for row in roster.later} == later
        assert {row.country.iso2 for row in roster.members} == {
            row["country"][0] for row in rows
        } - former - later


def group_slugs(iso2: str, day: str) -> set[str]:
    country = Country.objects.get(iso2=iso2)
    rows = memberships_of([country], datetime.date.fromisoformat(day))[country.pk]
    return {row.group.slug for row in rows}


def test_britain_in_and_out_of_the_european_union() -> None:
    assert group_slugs("GB", "2020-01-31") == {"eu"}
    assert group_slugs("GB", "2020-02-01") == set()
    assert group_slugs("GB", "1972-12-31") == {"efta"}
    assert "eu-fta" not in {fact.agreement.slug for fact in facts("GB", "2026-11-22")}


def test_there_are_27_and_11_and_6_members() -> None:
    groups = {group.slug: group for group in CountryGroup.objects.all()}
    found = rosters(groups.values(), datetime.date(2026, 11, 22))
    assert {slug: len(found[group.pk].members) for slug, group in groups.items()} == {
        "asean": 11,
        "efta": 4,
        "eu": 27,
        "europe": 0,
        "gcc": 6,
        "middle-east": 0,
        "north-america": 0,
        "saarc": 8,
    }


def facts(iso2: str, day: str) -> Any:
    country = Country.objects.get(iso2=iso2)
    return agreements_of([country], datetime.date.fromisoformat(day))[country.pk]


@pytest.mark.parametrize(
    ("iso2", "since"),
    [
        ("MY", "2010-01-01"),
        ("VN", "2010-06-01"),
        ("ID", "2010-10-01"),
        ("BN", "2010-11-01"),
        ("LA", "2011-01-24"),
    ],
)
def test_the_asean_agreement_begins_by_partner(iso2: str, since: str) -> None:
    before = str(datetime.date.fromisoformat(since) - datetime.timedelta(days=1))
    for day, holds in ((before, False), (since, True)):
        (fact,) = [fact for fact in facts(iso2, day) if fact.agreement.slug == "asean-goods"]
        assert (fact.in_force, str(fact.since)) == (holds, since)


def test_timor_leste_is_a_member_without_the_agreement() -> None:
    assert group_slugs("TL", "2025-10-25") == set()
    assert group_slugs("TL", "2025-10-26") == {"asean"}
    assert facts("TL", "2026-11-22") == ()


def test_through_a_group_from_the_day_of_joining() -> None:
    """A member that joins after an agreement is in force is bound from then."""
    efta, joining = CountryGroup.objects.get(slug="efta"), Country.objects.get(iso2="YE")
    GroupMembership.objects.create(
        group=efta, country=joining, member_from="2026-03-01", certainty=Attributed.Certainty.UNVERIFIED
    )
    assert facts("YE", "2026-02-28") == ()
    (fact,) = facts("YE", "2026-03-01")
    assert (fact.agreement.slug, str(fact.since), fact.in_force) == ("efta-tepa", "2026-03-01", True)
    (swiss,) = facts("CH", "2026-03-01")
    assert str(swiss.since) == "2025-10-01"


def test_those_in_force_come_first_and_the_oldest_of_them() -> None:
    assert [fact.agreement.slug for fact in facts("MY", "2026-11-22")] == ["asean-goods", "malaysia-ceca"]
    assert [fact.agreement.slug for fact in facts("TH", "2026-11-22")] == ["thailand-ehs", "asean-goods"]


def test_what_is_not_confirmed_has_no_day() -> None:
    for iso2, status in (("GB", "signed"), ("DE", "concluded"), ("US", "concluded"), ("NZ", "concluded")):
        (fact,) = facts(iso2, "2026-11-22")
        assert (fact.partner.status, fact.since, fact.in_force) == (status, None, False)


def test_groups_as_partners() -> None:
    groups = {group.slug: group.pk for group in CountryGroup.objects.all()}
    found = agreements_of_groups(CountryGroup.objects.all(), datetime.date(2026, 11, 22))
    assert {
        slug: [fact.agreement.slug for fact in found[key]] for slug, key in groups.items() if found[key]
    } == {
        "efta": ["efta-tepa"],
        "eu": ["eu-fta"],
    }


def test_queries_do_not_grow_with_the_countries() -> None:
    def asked(countries: list[Country]) -> int:
        with CaptureQueriesContext(connection) as queries:
            agreements_of(countries, DAYS[-1])
        return len(queries)

    everywhere = list(Country.objects.all())
    assert asked(everywhere) == asked(everywhere[:1]) == 2


@pytest.mark.parametrize("model", [TradeAgreement, AgreementPartner, GroupMembership])
def test_every_row_says_who_and_when_or_that_it_was_not_looked_up(model: Any) -> None:
    rows = list(model.objects.all())
    assert rows
    for row in rows:
        looked_up = row.certainty != Attributed.Certainty.UNVERIFIED
        assert looked_up == bool(row.verified_on) == bool(row.source)
        assert "http" not in row.source


@pytest.mark.parametrize(
    "changes",
    [
        {"in_force_on": None},
        {"status": "signed"},
        {"group": "eu"},
        {"certainty": "unverified"},
        {"source": ""},
        {"verified_on": None},
    ],
    ids=str,
)
def test_the_database_refuses_half_a_fact(changes: dict[str, Any]) -> None:
    row = AgreementPartner.objects.get(agreement__slug="japan-cepa")
    if "group" in changes:
        changes = {"group": CountryGroup.objects.get(slug=changes["group"])}
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementPartner.objects.filter(pk=row.pk).update(**changes)
