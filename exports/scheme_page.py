"""The schemes that the plan names and their rules, ready for their page. Nothing is worked out here."""

from dataclasses import dataclass
from typing import Any

from exports.models import Scheme, SchemeRule, SchemeVersion
from sources.bilingual import localized
from sources.downloads import api_file_addresses
from sources.formatting import printed_amount
from sources.marks import Key, Marks, key_of, marks_for


@dataclass(frozen=True)
class RuleRow:
    anchor: str
    item: str
    label: str
    rate: str
    cap: str
    per: str
    who: str
    note: str
    printed: str
    marks: Marks


@dataclass(frozen=True)
class VersionRow:
    """The rules of a scheme over a time."""

    status: str
    version: SchemeVersion
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True)
class SchemeRow:
    anchor: str
    name: str
    name_printed: str
    short_name: str
    authority: str
    note: str
    printed: str
    marks: Marks
    versions: tuple[VersionRow, ...]


def scheme_page() -> dict[str, Any]:
    """Each scheme with its rules as printed, in a bounded number of queries; those only named come last."""
    schemes = list(Scheme.objects.select_related("document").prefetch_related("versions__rules__document"))
    rules = [rule for scheme in schemes for version in scheme.versions.all() for rule in version.rules.all()]
    schemes.sort(key=lambda scheme: not scheme.versions.all())
    marks = marks_for([*schemes, *rules])
    return {
        "schemes": [_scheme_row(scheme, marks) for scheme in schemes],
        "scheme_files": api_file_addresses(Scheme),
        "rule_files": api_file_addresses(SchemeRule),
    }


def _scheme_row(scheme: Scheme, marks: dict[Key, Marks]) -> SchemeRow:
    return SchemeRow(
        anchor=scheme.anchor,
        name=localized(scheme, "name"),
        name_printed=scheme.name,
        short_name=scheme.short_name,
        authority=scheme.authority,
        note=scheme.note,
        printed=scheme.printed,
        marks=marks[key_of(scheme)],
        versions=tuple(
            VersionRow(
                status=str(version.get_status_display()),
                version=version,
                rules=tuple(_rule_row(rule, marks) for rule in version.rules.all()),
            )
            for version in scheme.versions.all()
        ),
    )


def _rule_row(rule: SchemeRule, marks: dict[Key, Marks]) -> RuleRow:
    amounts = {number.field: printed_amount(number) for number in rule.printed_numbers}
    return RuleRow(
        anchor=rule.anchor,
        item=localized(rule, "item"),
        label=rule.label,
        rate=amounts.get("rate_percent", ""),
        cap=amounts.get("cap", ""),
        per=localized(rule, "per"),
        who=localized(rule, "who"),
        note=rule.note,
        printed=rule.printed,
        marks=marks[key_of(rule)],
    )
