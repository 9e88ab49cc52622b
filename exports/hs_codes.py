"""HS codes as pages show them: what the plan prints of a code beside the official wording, never mixed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exports.hs_prefixes import LEVELS, nearest, path_to, relatives
from exports.models import HSCode
from exports.nomenclature import AS_OF, ATTRIBUTION, SOURCE_URL, below, official
from sources.bilingual import localized
from sources.marks import Marks, key_of, marks_for

# What a page needs to name the official list.
OFFICIAL_LIST = {"attribution": ATTRIBUTION, "as_of": AS_OF, "url": SOURCE_URL}


@dataclass(frozen=True)
class PrintedCode:
    """A code as the plan prints it."""

    anchor: str
    description: str
    note: str
    cluster: str
    cluster_url: str
    marks: Marks


@dataclass(frozen=True)
class CodeRow:
    """A code in both columns. Either may be empty: the plan prints few codes, the official list has gaps."""

    code: str
    level: str
    printed: PrintedCode | None
    official: str
    misworded: bool  # the official words are those of the heading before
    holds: tuple[str, ...]  # the printed codes under it
    relation: str = ""  # to the code that the page is about


@dataclass(frozen=True)
class Branch:
    row: CodeRow
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class NearCodes:
    """What the plan prints near a code that somebody typed, and the page that is nearest to it."""

    typed: str
    compared: str  # the digits that were compared
    rows: tuple[CodeRow, ...]
    page: CodeRow | None


def printed_codes() -> dict[str, PrintedCode]:
    """Every code that the plan prints, in the order of the codes; three queries."""
    found = list(HSCode.objects.order_by("code").select_related("document", "cluster"))
    marks = marks_for(found)
    return {row.code: _printed_code(row, marks[key_of(row)]) for row in found}


def _printed_code(row: HSCode, marks: Marks) -> PrintedCode:
    cluster: Any = row.cluster
    return PrintedCode(
        anchor=row.anchor,
        description=row.description,
        note=row.note,
        cluster=localized(cluster, "name") if cluster else "",
        cluster_url=cluster.get_absolute_url() if cluster else "",
        marks=marks,
    )


def code_row(code: str, printed: Mapping[str, PrintedCode], relation: str = "") -> CodeRow:
    wording = official(code)
    return CodeRow(
        code=code,
        level=str(HSCode.Level(len(code)).label),
        printed=printed.get(code),
        official=wording.description if wording else "",
        misworded=bool(wording and wording.misworded),
        holds=tuple(found for found in printed if found != code and found.startswith(code)),
        relation=relation,
    )


def is_known(code: str, printed: Collection[str]) -> bool:
    """The plan prints it, the official list has it, or one of them has a code under it."""
    return len(code) in LEVELS and bool(
        official(code) or below(code) or any(found.startswith(code) for found in printed)
    )


def tree(printed: Mapping[str, PrintedCode]) -> tuple[Branch, ...]:
    """The printed codes under their chapters, headings and subheadings, printed or not."""
    return _branches({above for code in printed for above in path_to(code)}, printed)


def _branches(codes: Iterable[str], printed: Mapping[str, PrintedCode]) -> tuple[Branch, ...]:
    codes = list(codes)
    return tuple(
        Branch(
            code_row(top, printed),
            _branches([code for code in codes if code.startswith(top) and code != top], printed),
        )
        for top in nearest(codes)
    )


def near(typed: str, compared: str, printed: Mapping[str, PrintedCode]) -> NearCodes:
    known = [code for code in path_to(compared) if is_known(code, printed)]
    return NearCodes(
        typed=typed,
        compared=compared,
        rows=tuple(
            code_row(found.code, printed, str(found.relation.label)) for found in relatives(compared, printed)
        ),
        page=code_row(known[-1], printed) if known else None,
    )
