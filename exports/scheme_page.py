"""The list of schemes, and the page of one: what is printed, what is reported since, and the calculator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from exports.eligibility import EligibilityForm, fits
from exports.models import Scheme, SchemeRule, SchemeVersion
from exports.scheme_arithmetic import Component
from exports.scheme_estimate import estimate
from exports.scheme_form_fields import CONTAINER, FAIR, SHIPMENT, YEARLY
from exports.scheme_forms import EstimateForm
from exports.scheme_result import cap_of, rate_of, result, version_rows
from exports.scheme_versions import SchemeTerms, VersionTerms, schemes_with_terms, terms_of
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
    """A version of a scheme: its rules as printed, or the terms that are reported."""

    name: str
    dates: str
    version: SchemeVersion
    note: str
    rules: tuple[RuleRow, ...]
    terms: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class SchemeRow:
    """A line of the list."""

    name: str
    name_printed: str
    short_name: str
    url: str
    authority: str
    has_calculator: bool
    has_rules: bool
    has_notes: bool


@dataclass(frozen=True)
class Fact:
    """What the plan prints, in a few words."""

    text: str
    marks: Marks


@dataclass(frozen=True)
class RowGroup:
    """The rows of one kind in the form, and the words of the button for one more."""

    kind: str
    title: str
    add: str
    rows: list[tuple[int, list[Any]]]


def scheme_list(check: EligibilityForm) -> dict[str, Any]:
    """Every scheme, those with a calculator first, in a bounded number of queries; and those that fit."""
    schemes = [terms_of(scheme) for scheme in schemes_with_terms()]
    schemes.sort(key=lambda terms: not terms.has_calculator)
    rows = [_list_row(terms) for terms in schemes]
    return {
        "check": check,
        "fits": fits(check, schemes) if check.is_bound and check.is_valid() else None,
        "schemes": rows,
        "scheme_files": api_file_addresses(Scheme),
        "rule_files": api_file_addresses(SchemeRule),
    }


def scheme_page(terms: SchemeTerms, form: EstimateForm | None) -> dict[str, Any]:
    scheme = terms.scheme
    rules = [rule for version in scheme.versions.all() for rule in version.rules.all()]
    marks = marks_for([scheme, *rules])
    return {
        "scheme": scheme,
        "name": localized(scheme, "name"),
        "marks": marks[key_of(scheme)],
        "notes": scheme.notes.all(),
        "facts": _facts(terms, marks),
        "versions": [_version_row(version, marks) for version in terms.versions],
        "calculator": form and _calculator(form),
        "result": _result(terms, form, marks) if form and form.is_bound and form.is_valid() else None,
    }


def _result(terms: SchemeTerms, form: EstimateForm, marks: dict[Key, Marks]) -> dict[str, Any]:
    costs, answers = form.costs(), form.cleaned_data
    found = estimate(form.chosen, costs, answers)
    others = [estimate(other, costs, answers) for other in terms.versions if other is not form.chosen]
    typed = form.address()
    slug = terms.scheme.slug
    return {
        "estimate": result(found, others, marks),
        "financial_year": form.financial_year,
        "share_url": f"{reverse('scheme', args=[slug])}?{typed}",
        "api_url": f"{reverse('api-schemes-estimate', args=[slug])}?{typed}",
    }


def _calculator(form: EstimateForm) -> dict[str, Any]:
    titles = {
        FAIR: (_("Fairs and events"), _("Add a fair")),
        CONTAINER: (_("Containers"), _("Add a size of containers")),
        SHIPMENT: (_("Air shipments"), _("Add a shipment")),
    }
    return {
        "form": form,
        "groups": [RowGroup(kind, *titles[kind], form.row_list(kind)) for kind in form.kinds],
        "yearly": form.single_fields(*YEARLY),
        "questions": form.single_fields("exporter", "msme", "leg", "ports", "airport", "weight", "central"),
        "claims": form.single_fields("fairs_claimed", "claimed", "claimed_in_all"),
        "versions": form.single_fields("version", "day"),
    }


def _list_row(terms: SchemeTerms) -> SchemeRow:
    scheme = terms.scheme
    return SchemeRow(
        name=localized(scheme, "name"),
        name_printed=scheme.name,
        short_name=scheme.short_name,
        url=reverse("scheme", args=[scheme.slug]),
        authority=scheme.authority,
        has_calculator=terms.has_calculator,
        has_rules=bool(terms.versions),
        has_notes=bool(scheme.notes.all()),
    )


def _facts(terms: SchemeTerms, marks: dict[Key, Marks]) -> list[tuple[str, list[Fact]]]:
    """Who qualifies, how much, up to what, how often, where, who decides: as the plan prints it."""
    printed = next((version for version in terms.versions if version.is_printed), None)
    rules = [record for record in printed.records if isinstance(record, SchemeRule)] if printed else []
    limits = {Component.FAIRS_PER_YEAR, Component.SCHEME_PER_YEAR}
    conditions = [rule for rule in rules if rule.component == Component.CONDITIONS]
    rate = _("%(item)s: %(rate)s, at most %(cap)s")
    found = {
        _("Who qualifies"): [(rule, localized(rule, "who")) for rule in conditions],
        _("How much"): [
            (rule, rate % {"item": localized(rule, "item"), "rate": rate_of(rule), "cap": cap_of(rule)})
            for rule in rules
            if rule.rate_percent
        ],
        _("How often, and at most"): [
            (rule, f"{localized(rule, 'item')}: {cap_of(rule)}") for rule in rules if rule.component in limits
        ],
        _("Where"): [
            (rule, localized(rule, "airports") or str(rule.get_leg_display())) for rule in conditions
        ],
        _("Who decides"): [(rule, localized(rule, "who")) for rule in rules if not rule.component],
    }
    return [
        (label, [Fact(text, marks[key_of(rule)]) for rule, text in facts if text])
        for label, facts in found.items()
        if rules
    ]


def _version_row(terms: VersionTerms, marks: dict[Key, Marks]) -> VersionRow:
    rules = [record for record in terms.records if isinstance(record, SchemeRule)]
    return VersionRow(
        name=terms.name,
        dates=terms.dates,
        version=terms.version,
        note=localized(terms.version, "note"),
        rules=tuple(_rule_row(rule, marks) for rule in rules),
        terms=tuple(version_rows(terms)),
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
