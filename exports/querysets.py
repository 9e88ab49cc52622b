"""How fixtures name the rows of this room, and its reads."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q

from sources.querysets import SlugManager


class CountryManager(models.Manager[Any]):
    """Countries, named by their ISO 3166-1 alpha-2 code."""

    def get_by_natural_key(self, iso2: str) -> Any:
        return self.get(iso2=iso2)


class ReporterManager(SlugManager):
    """Reporters, named by their slug."""

    def as_they_are_called(self) -> Iterator[tuple[str, str, str]]:
        """By what each may be asked for or said in a file, a country also by its ISO code; slug and name."""
        for slug, iso2, name in self.values_list("slug", "iso2", "name"):
            yield slug, slug, name
            if iso2:
                yield iso2, slug, name


class GroupMembershipQuerySet(models.QuerySet[Any]):
    def as_of(self, day: datetime.date) -> GroupMembershipQuerySet:
        """Those that hold on that day; one without a first day is taken to hold."""
        return self.filter(
            Q(member_from=None) | Q(member_from__lte=day), Q(member_to=None) | Q(member_to__gte=day)
        )


class GroupMembershipManager(models.Manager.from_queryset(GroupMembershipQuerySet)):  # type: ignore[misc]
    """Memberships, named by their group and country."""

    def get_by_natural_key(self, group: str, iso2: str) -> Any:
        return self.get(group__slug=group, country__iso2=iso2)


class AgreementPartnerManager(models.Manager[Any]):
    """Partners, named by their agreement and the country or group."""

    def get_by_natural_key(self, agreement: str, iso2: str | None, group: str | None) -> Any:
        return self.get(agreement__slug=agreement, country__iso2=iso2, group__slug=group)


class ReportedTermManager(models.Manager[Any]):
    """Reported terms, named by their version, what they are about, and the ports that they hold for."""

    def get_by_natural_key(self, version: str, component: str, port_group: str) -> Any:
        return self.get(version__slug=version, component=component, port_group=port_group)
