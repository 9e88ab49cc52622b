"""A scheme with all its versions as the calculator takes them: terms by what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exports.models import ReportedTerm, Scheme, SchemeRule, SchemeVersion
from exports.scheme_arithmetic import Component, Terms
from sources.bilingual import localized

TermRecord = SchemeRule | ReportedTerm


@dataclass(frozen=True)
class VersionTerms:
    """The terms of one version, each with the record that says so."""

    version: SchemeVersion
    records: tuple[TermRecord, ...]

    @property
    def is_printed(self) -> bool:
        return self.version.status == SchemeVersion.Status.AS_PRINTED

    @property
    def name(self) -> str:
        """ "Export policy 2025-30 (reported, confirm with the order)"."""
        status = str(self.version.get_status_display())
        return f"{localized(self.version, 'title')} ({status})" if self.version.title else status

    @property
    def dates(self) -> str:
        """From when to when it holds, as far as that is known."""
        first, last = self.version.effective_from, self.version.effective_to
        if first and last:
            return _("%(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}
        if first:
            return _("since %(day)s") % {"day": date_format(first)}
        return _("until %(day)s") % {"day": date_format(last)} if last else _("no day is known")

    @cached_property
    def conditions(self) -> list[TermRecord]:
        return [record for record in self.records if record.component == Component.CONDITIONS]

    @cached_property
    def port_groups(self) -> list[str]:
        """The ports that terms of this version are tied to; empty where none is."""
        return list(dict.fromkeys(group for record in self.records if (group := _ports(record))))

    @property
    def port_names(self) -> list[str]:
        """Those ports in the reader's language."""
        return list(_port_names(self.records).values())

    def by_component(self, ports: str = "") -> dict[str, TermRecord]:
        """The term on each matter: that of the ports named, else the one that names none."""
        found: dict[str, TermRecord] = {}
        for record in self.records:
            if _ports(record) in ("", ports) and (record.component not in found or _ports(record)):
                found[record.component] = record
        return found

    def rates(self, ports: str = "") -> Terms:
        return {name: record.rate for name, record in self.by_component(ports).items() if name}

    def holds_on(self, day: date) -> bool:
        """Whether it is known to hold on that day: without a first day nothing is known."""
        version = self.version
        return bool(
            version.effective_from
            and version.effective_from <= day
            and (version.effective_to is None or day <= version.effective_to)
        )

    def excludes(self, day: date) -> bool:
        """Whether the day lies outside what is known of its dates."""
        first, last = self.version.effective_from, self.version.effective_to
        return bool((first and day < first) or (last and day > last))


@dataclass(frozen=True)
class SchemeTerms:
    """A scheme and its versions, the plan's first."""

    scheme: Scheme
    versions: tuple[VersionTerms, ...]

    @cached_property
    def components(self) -> set[str]:
        """What any of its versions speaks of."""
        return {record.component for version in self.versions for record in version.records}

    @cached_property
    def conditions(self) -> list[TermRecord]:
        return [record for version in self.versions for record in version.conditions]

    @cached_property
    def airports(self) -> dict[str, str]:
        """The air cargo complexes that any version names, by the value that stands for each."""
        return {value: name for record in self.conditions for value, name in record.airport_names.items()}

    @cached_property
    def port_groups(self) -> dict[str, str]:
        """The ports that terms are tied to, with their names in the reader's language."""
        return _port_names(record for version in self.versions for record in version.records)

    @property
    def has_calculator(self) -> bool:
        return any(record.rate_percent for version in self.versions for record in version.records)

    def named(self, slug: str) -> VersionTerms:
        return next(found for found in self.versions if found.version.slug == slug)

    def on(self, day: date) -> VersionTerms | None:
        """The version known to hold on that day, the latest where two overlap."""
        found = [version for version in self.versions if version.holds_on(day)]
        return max(found, key=lambda terms: terms.version.effective_from or day, default=None)


def schemes_with_terms() -> QuerySet[Scheme]:
    """With all that the pages show of a scheme, in a bounded number of queries."""
    return Scheme.objects.select_related("document").prefetch_related(
        "notes", "versions__rules__document", "versions__terms"
    )


def terms_of(scheme: Scheme) -> SchemeTerms:
    """The scheme must come from `schemes_with_terms`."""
    return SchemeTerms(
        scheme,
        tuple(
            VersionTerms(version, _bound((*version.rules.all(), *version.terms.all()), version))
            for version in scheme.versions.all()
        ),
    )


def _bound(records: Iterable[TermRecord], version: SchemeVersion) -> tuple[TermRecord, ...]:
    """Each record knows its version without asking again."""
    found = tuple(records)
    for record in found:
        record.version = version
    return found


def _port_names(records: Iterable[TermRecord]) -> dict[str, str]:
    return {group: localized(record, "port_group") for record in records if (group := _ports(record))}


def _ports(record: TermRecord) -> str:
    return getattr(record, "port_group", "")
