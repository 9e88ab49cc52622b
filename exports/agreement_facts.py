"""Which agreements of India hold with a country or group on a day, and who belongs to which group then.

Each reading is bounded: as many queries for many markets as for one.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from exports.models import AgreementPartner, Country, CountryGroup, GroupMembership, TradeAgreement

Status = AgreementPartner.Status


@dataclass(frozen=True)
class AgreementFact:
    """An agreement with a market itself, or through a group that it belongs to on that day."""

    partner: AgreementPartner
    membership: GroupMembership | None  # None: with the market itself
    day: datetime.date  # as of

    @property
    def agreement(self) -> TradeAgreement:
        return self.partner.agreement

    @property
    def since(self) -> datetime.date | None:
        """The first day in force: a member that joins later is bound from the day it joins."""
        if self.partner.in_force_on is None:
            return None
        joined = self.membership.member_from if self.membership else None
        return max(self.partner.in_force_on, joined or self.partner.in_force_on)

    @property
    def in_force(self) -> bool:
        """On the day; one that comes into force later is not."""
        return self.since is not None and self.since <= self.day

    @property
    def group(self) -> CountryGroup | None:
        """The group through which it holds."""
        return self.membership.group if self.membership else None


@dataclass(frozen=True)
class Roster:
    """The memberships of a group as they stand on a day."""

    members: tuple[GroupMembership, ...]
    former: tuple[GroupMembership, ...]
    later: tuple[GroupMembership, ...]  # not yet members on that day


def agreements_of(countries: Iterable[Country], day: datetime.date) -> dict[int, tuple[AgreementFact, ...]]:
    """By the key of each country: in force first, oldest first, then signed, then concluded. Two queries."""
    countries = list(countries)
    memberships = memberships_of(countries, day)
    groups = {row.group_id for rows in memberships.values() for row in rows}
    partners = list(
        AgreementPartner.objects.filter(
            Q(country__in=[country.pk for country in countries]) | Q(group__in=groups)
        ).select_related("agreement", "country", "group")
    )
    return {
        country.pk: _in_order(
            [
                *(AgreementFact(row, None, day) for row in partners if row.country_id == country.pk),
                *(
                    AgreementFact(row, membership, day)
                    for membership in memberships[country.pk]
                    for row in partners
                    if row.group_id == membership.group_id
                ),
            ]
        )
        for country in countries
    }


def agreements_of_groups(
    groups: Iterable[CountryGroup], day: datetime.date
) -> dict[int, tuple[AgreementFact, ...]]:
    """By the key of each group: those with the group as a whole. One query."""
    found: dict[int, list[AgreementFact]] = {group.pk: [] for group in groups}
    partners = AgreementPartner.objects.filter(group__in=found).select_related("agreement", "group")
    for row in partners:
        found[row.group_id].append(AgreementFact(row, None, day))
    return {key: _in_order(facts) for key, facts in found.items()}


def memberships_of(
    countries: Iterable[Country], day: datetime.date
) -> dict[int, tuple[GroupMembership, ...]]:
    """By the key of each country: the groups that it belongs to on the day. One query."""
    found: dict[int, list[GroupMembership]] = {country.pk: [] for country in countries}
    rows = GroupMembership.objects.as_of(day).filter(country__in=found).select_related("group", "country")
    for row in rows.order_by("group__name"):
        found[row.country_id].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def rosters(groups: Iterable[CountryGroup], day: datetime.date) -> dict[int, Roster]:
    """By the key of each group: members, former and later ones, by name of the country. One query."""
    found: dict[int, list[GroupMembership]] = defaultdict(list)
    keys = [group.pk for group in groups]
    rows = GroupMembership.objects.filter(group__in=keys).select_related("country", "group")
    for row in rows.order_by("country__name"):
        found[row.group_id].append(row)
    return {key: _roster(found[key], day) for key in keys}


def _roster(rows: list[GroupMembership], day: datetime.date) -> Roster:
    former = tuple(row for row in rows if row.member_to and row.member_to < day)
    later = tuple(row for row in rows if row.member_from and row.member_from > day)
    return Roster(tuple(row for row in rows if row not in former and row not in later), former, later)


def _in_order(facts: list[AgreementFact]) -> tuple[AgreementFact, ...]:
    ranks = {Status.IN_FORCE.value: 0, Status.SIGNED.value: 1, Status.CONCLUDED.value: 2}
    return tuple(
        sorted(
            facts,
            key=lambda fact: (
                not fact.in_force,
                ranks[fact.partner.status],
                fact.since or datetime.date.max,
                fact.agreement.name,
            ),
        )
    )
