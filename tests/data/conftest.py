"""The loaded plan, and ways to ask it for a printed figure or for an entry of the register."""

from collections.abc import Callable
from typing import Any

import pytest

from clusters.models import Statistic
from exports.models import ExportFigure
from sources.models import Discrepancy, Reading

Recorded = Callable[..., Discrepancy]


@pytest.fixture(autouse=True)
def loaded(printed_plan: None, db: None) -> None:
    """All fixtures, as a fresh portal has them."""


@pytest.fixture
def statistic() -> Callable[..., Statistic]:
    """The one statistic of a line of the export plan."""

    def find(lines: str, **fields: Any) -> Statistic:
        return Statistic.objects.get(document__slug="export-plan", lines=lines, **fields)

    return find


@pytest.fixture
def figure() -> Callable[..., ExportFigure]:
    """The one export figure of a line of the export plan."""

    def find(lines: str, **fields: Any) -> ExportFigure:
        return ExportFigure.objects.get(document__slug="export-plan", lines=lines, **fields)

    return find


@pytest.fixture
def recorded() -> Recorded:
    """The register has the mismatch: of this kind, on these lines, with these numbers in both languages."""

    def check(ref: str, kind: str, *lines: int, says: tuple[str, ...] = ()) -> Discrepancy:
        entry = Discrepancy.objects.get(ref=ref)
        readings = Reading.objects.filter(discrepancy=entry, document__slug="export-plan")
        cited = {
            line
            for reading in readings
            for cited in reading.line_ranges
            for line in range(cited.first, cited.last + 1)
        }
        assert entry.kind == kind
        assert set(lines) <= cited, f"{ref} cites {sorted(cited)}"
        for text in (entry.summary, entry.summary_hi):
            assert not [number for number in says if number not in text], f"{ref}: {text}"
        return entry

    return check
