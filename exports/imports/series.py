"""The series that a file speaks of: those that are there, and those that applying it makes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from exports.imports.database import execute
from exports.imports.rows import SeriesKey
from exports.models import Reporter, TradeSeries
from exports.partners import codes, name_of


class SeriesOfFile:
    """Counts the series of a file as they come.

    A country may be named by its ISO code or its short name: the code in small letters, or "india".
    """

    def __init__(self) -> None:
        self.keys: list[SeriesKey] = []
        self._numbers: dict[SeriesKey, int | None] = {}
        self._reporters = _reporters()

    def number(self, key: SeriesKey) -> int | None:
        """Its place among the series of the file; None where nobody knows the reporter."""
        if key not in self._numbers:
            self._numbers[key] = self._count(key)
        return self._numbers[key]

    def _count(self, key: SeriesKey) -> int | None:
        reporter = self._reporters.get(key.reporter, key.reporter.upper())
        if reporter not in self._reporters and reporter not in codes():
            return None
        known = key._replace(reporter=self._reporters.get(reporter, reporter))
        if known not in self.keys:
            self.keys.append(known)
        return self.keys.index(known)

    def link(self, *, make: bool) -> None:
        """Put their keys into a table beside the rows; `make` those that are not there yet."""
        reporters = _reporters()  # another import may have made some since the file was read
        there = {_key_of(series): series for series in TradeSeries.objects.select_related("reporter")}
        execute("DROP TABLE IF EXISTS import_series")
        execute("CREATE TEMPORARY TABLE import_series (number integer PRIMARY KEY, series_id bigint)")
        for number, key in enumerate(self.keys):
            known = key._replace(reporter=reporters.get(key.reporter, key.reporter))
            if make and known not in there:
                there[known] = _made(known, there.values())
            found = there[known].pk if known in there else None
            execute("INSERT INTO import_series VALUES (%s, %s)", (number, found))


def _reporters() -> dict[str, str]:
    return {said: slug for said, slug, _name in Reporter.objects.as_they_are_called()}


def _key_of(series: TradeSeries) -> SeriesKey:
    return SeriesKey(
        series.source, series.reporter.slug, series.flow, series.hs_edition, series.basis, series.currency
    )


def _made(key: SeriesKey, there: Iterable[TradeSeries]) -> TradeSeries:
    # By bulk_create, for each save() is heard as a write of its own: the import as a whole is one.
    named = Q(slug=key.reporter) | Q(iso2=key.reporter)  # a country may have come with the series before
    reporter = Reporter.objects.filter(named).first() or _country(key.reporter)
    values = {**key._asdict(), "reporter": reporter}
    under = _first_like(key, there) if reporter.level == Reporter.Level.DISTRICT else None
    [series] = TradeSeries.objects.bulk_create([TradeSeries(**values, totals_under=under)])
    return series


def _first_like(key: SeriesKey, there: Iterable[TradeSeries]) -> TradeSeries | None:
    """The series of another district under which the totals of a district's are kept."""
    like = (
        series for series in there
        if series.reporter.level == Reporter.Level.DISTRICT and series.totals_under_id is None
        and _key_of(series)._replace(reporter="") == key._replace(reporter="")
    )  # fmt: skip
    return next(like, None)


def _country(code: str) -> Reporter:
    """A country that becomes a reporter with its first figures."""
    country = Reporter(
        slug=code.lower(),
        name=name_of(code, "en"),
        name_hi=name_of(code, "hi"),
        level=Reporter.Level.COUNTRY,
        iso2=code,
    )
    [made] = Reporter.objects.bulk_create([country])
    return made
