"""A file's rows in a table that only this worker sees, before anything that others see is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from exports.imports import layouts
from exports.imports.database import database, execute, fetch, make
from exports.imports.files import path_of
from exports.imports.leases import Lease
from exports.imports.reasons import BY_RULE
from exports.imports.rows import AMOUNT, Cells, FileRefused, Part, Rejection
from exports.imports.series import SeriesOfFile
from exports.models import ImportBatch, RejectedRow, TradeTotal

if TYPE_CHECKING:
    from exports.imports.blocks import Stored

# Wrong rows that a file may have; and so many of those that are left out by rule are listed.
MOST_REJECTED = 10_000
_LARGEST_SUM = 2**63 - 1
_amount = itemgetter(AMOUNT)

_COLUMNS = """(
    number integer, series integer, hs_code varchar(8) {by_bytes}, partner varchar(5) {by_bytes},
    period_start date, year integer, amount bigint, quantity bigint, quantity_unit varchar(12),
    provisional boolean
)"""
_SAME_FIGURE = """
    t.series = r.series AND t.hs_code = r.hs_code AND t.partner = r.partner
    AND t.period_start = r.period_start
"""


class Days(dict[date, tuple[str, int]]):
    """Text and year of a day, worked out once for each."""

    def __missing__(self, day: date) -> tuple[str, int]:
        self[day] = day.isoformat(), day.year
        return self[day]


class TooManyRejected(FileRefused):
    """Most likely not the layout that was said."""

    def __init__(self, listed: list[Rejection]) -> None:
        wrong = [rejection for rejection in listed if rejection.reason not in BY_RULE]
        self.rejections = wrong[:MOST_REJECTED]
        super().__init__(
            _("More than 10,000 rows cannot be taken; the first of them are listed. Is it this layout?")
        )


@dataclass
class Staged:
    """What a file says: its rows are in `import_read`, one for each figure."""

    rows: int = 0
    reasons: Counter[str] = field(default_factory=Counter)  # of all rejected rows
    listed: list[Rejection] = field(default_factory=list)
    by_rule: int = 0
    series: SeriesOfFile = field(default_factory=SeriesOfFile)

    @property
    def rejected(self) -> int:
        return self.reasons.total()

    @property
    def rows_read(self) -> int:
        return self.rows + self.rejected

    def reject(self, rejections: Iterable[Rejection]) -> None:
        """Count them, and list what is wrong; of the others the first. Raises TooManyRejected."""
        for rejection in rejections:
            self.reasons[rejection.reason] += 1
            by_rule = rejection.reason in BY_RULE
            self.by_rule += by_rule
            if not by_rule or self.by_rule <= MOST_REJECTED:
                self.listed.append(rejection)
        if self.rejected - self.by_rule > MOST_REJECTED:
            raise TooManyRejected(self.listed)


def stage(lease: Lease) -> Staged:
    """Read the file of an import whole. Raises FileRefused, and LeaseLost when another has taken it up."""
    batch, staged, days = lease.batch, Staged(), Days()
    path = path_of(batch)
    if batch.rows_expected is None:
        batch.rows_expected = layouts.expected_rows(path)
        ImportBatch.objects.filter(pk=batch.pk).update(rows_expected=batch.rows_expected)
    make("import_read", _COLUMNS.format(by_bytes=database().by_bytes))
    database().prepare()
    largest = TradeTotal.objects.filter(dimension="all").aggregate(largest=Max("amount"))["largest"] or 0
    for part in database().ahead(layouts.parts(batch.layout, path, batch.answers)):
        rows = _stored(part, staged, days)
        largest += _total(rows)
        if largest > _LARGEST_SUM:
            raise FileRefused(_("The amounts are too large to be added to those that are there."))
        database().fill(rows)
        staged.rows += len(rows)
        lease.renew(staged.rows_read)
    database().sort()
    _leave_out_repeated(staged)
    if not staged.rows_read:
        raise FileRefused(_("The file holds no figures."))
    lease.renew(staged.rows_read)
    return staged


def _stored(part: Part, staged: Staged, days: Days) -> list[Cells] | Stored:
    """Rows as they are stored. A million pass here: what is the same is asked once."""
    if not isinstance(part, list):
        numbers = {key: staged.series.number(key) for key in part.series_keys()}
        if None not in numbers.values():
            return part.stored(numbers)
        part = list(part.rows())
    rows: list[Cells] = []
    rejections = []
    last, series = None, None
    for entry in part:
        if isinstance(entry, Rejection):
            rejections.append(entry)
            continue
        if entry.series is not last:
            last = entry.series
            series = staged.series.number(last)
        if series is None:
            rejections.append(Rejection(entry.number, "reporter", last.reporter, "unknown_reporter"))
        else:
            number, _key, code, partner, start, amount, quantity, unit, provisional = entry
            cells = (number, series, code, partner, *days[start], amount, quantity, unit, provisional)
            rows.append(cells)
    staged.reject(rejections)
    return rows


def _total(rows: list[Cells] | Stored) -> int:
    return sum(map(_amount, rows)) if isinstance(rows, list) else rows.total()


def _leave_out_repeated(staged: Staged) -> None:
    """Of several rows for one figure none is taken: which of them is right, nobody here can know."""
    by_bytes = database().by_bytes
    make(
        "import_twice",
        f"(series integer, hs_code varchar(8) {by_bytes}, partner varchar(5) {by_bytes}, period_start date,"
        " PRIMARY KEY (series, hs_code, partner, period_start))",
    )
    if not execute(f"INSERT INTO import_twice {database().repeated}"):
        return
    found = fetch(
        "SELECT r.series, r.hs_code, r.partner, r.period_start, r.number FROM import_read r"
        f" JOIN import_twice t ON {_SAME_FIGURE} ORDER BY 1, 2, 3, 4, 5 LIMIT {MOST_REJECTED + 1}"
    )
    staged.rows -= len(found)
    for key, group in groupby(found, lambda row: row[:4]):
        staged.reject(_repeated([row[4] for row in group], *key[1:]))
    execute(f"DELETE FROM import_read AS r WHERE EXISTS (SELECT 1 FROM import_twice t WHERE {_SAME_FIGURE})")
    staged.listed.sort()


def _repeated(numbers: list[int], code: str, partner: str, start: object) -> Iterable[Rejection]:
    """Each row names another one for the same figure."""
    for number, other in zip(numbers, [numbers[1], *numbers], strict=False):
        yield Rejection(number, "", f"{code}, {partner}, {start}", "duplicate", str(other))


def save_rejections(batch: ImportBatch, rejections: list[Rejection]) -> None:
    """In place of those that an earlier attempt has left."""
    batch.rejected_rows.all().delete()
    RejectedRow.objects.bulk_create(
        (RejectedRow(batch=batch, **rejection._asdict()) for rejection in rejections), batch_size=1_000
    )
