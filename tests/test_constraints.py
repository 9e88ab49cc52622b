"""What the database itself refuses, whoever writes: each constraint is broken once, past the models."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from clusters.models import Cluster, Place, Tannery
from exports.models import HSCode, Reporter, TradeTotal
from interventions.actions import Achievement, Report, file_update, review_update
from interventions.event_actions import hold_event
from interventions.exporter_actions import raise_issue, rate_issue
from interventions.issue_actions import answer_issue, publish_issue
from interventions.models import (
    Action,
    ActionUpdate,
    Authority,
    Digest,
    EvidenceFile,
    Milestone,
    MilestoneAchievement,
    Plan,
    PlanSnapshot,
    Project,
    UpdateReview,
)
from kanpur_portal import roles
from kanpur_portal.models import ApiToken, DatasetVersion, DataVersion
from sources.models import CorrectionRequest, Discrepancy, Document
from tests.events import enter
from tests.factories import HeadingFactory, PlanFactory, UserFactory, token_of
from tests.imports.batches import SHA, batch, change, reject, series
from trainings.models import Programme, StudyMission

ROOMS = ("sources", "clusters", "exports", "interventions", "trainings", "kanpur_portal")
MODELS = [
    model
    for room in ROOMS
    for model in apps.get_app_config(room).get_models()
    if not model.__name__.startswith("Historical")
]
CHECKS = {
    constraint.name: model
    for model in MODELS
    for constraint in model._meta.constraints
    if isinstance(constraint, models.CheckConstraint)
}
UNIQUES = [
    *((model, tuple(constraint.fields)) for model in MODELS for constraint in model._meta.constraints
      if isinstance(constraint, models.UniqueConstraint) and not constraint.condition),
    *((model, (field.name,)) for model in MODELS for field in model._meta.concrete_fields
      if field.unique and not field.primary_key),
]  # fmt: skip

NOW = timezone.now()
A_DAY = timezone.localdate()
ANSWERED = {"answer": "Yes.", "answered_at": NOW, "answered_by": 1}
# What the models of one measured number have each.
MEASURED = ("statistic", "tannerycategory", "exportfigure")
# What the terms of a scheme have each.
TERMS = ("schemerule", "reportedterm")
# Each constraint with the values that break it and nothing else.
BROKEN: dict[str, dict[str, Any]] = {
    "plan_starts_in_range": {"starts_on": "2019-03-31"},
    "document_has_lines": {"line_count": 0},
    "document_sha256_is_hex": {"sha256": "A" * 64},
    "document_kind_known": {"kind": "rumour"},
    "document_status_known": {"status": "lost"},
    "discrepancy_ref_form": {"ref": "D-1"},
    "discrepancy_status_known": {"status": "lost"},
    "correction_line_from_one": {"line": 0},
    "correction_answered_whole": {"state": "accepted", "answer": "Yes.", "fixture_correction": "It is."},
    "correction_ended_visibly": {**ANSWERED, "state": "accepted"},
    "correction_withheld_whole": {"withheld_reason": "Spam."},
    "omittedline_reason_known": {"reason": "boredom"},
    "cluster_product_number_from_one": {"product_number": 0},
    "organisation_kind_known": {"kind": "club"},
    "swotitem_kind_known": {"kind": "hope"},
    "exhibit_kind_known": {"kind": "map"},
    "statistic_measure_known": {"measure": "luck"},
    "outcometarget_unit": {"target": 9, "unit": ""},
    "outcometarget_rate_unit": {"rate": 9, "rate_unit": ""},
    "tannery_scope_known": {"scope": "dyeing"},
    **{f"{name}_range_upwards": {"high": models.F("value") - 1} for name in MEASURED},
    **{
        f"{name}_period_whole": {"period_basis": "FY", "period_start": None, "period_end": None}
        for name in MEASURED
    },
    "hscode_has_its_level": {"level": 3},
    "hscode_is_its_slug": {"slug": "another"},
    "country_iso_codes": {"iso2": "xx"},
    "country_on_the_map": {"latitude": 91},
    "groupmembership_says_who_and_when": {"verified_on": None},
    "groupmembership_dates_upwards": {"member_from": A_DAY, "member_to": A_DAY - timedelta(1)},
    "tradeagreement_says_who_and_when": {"source": ""},
    "agreementpartner_says_who_and_when": {"verified_on": None},
    "agreementpartner_country_or_group": {"country": None, "group": None},
    "agreementpartner_in_force_has_a_day": {"status": "in_force", "in_force_on": None},
    "marketnote_says_who_and_when": {"certainty": "unverified"},
    "marketnote_country_or_group": {"country": None, "group": None},
    "marketnote_dates_upwards": {"holds_from": A_DAY, "holds_to": A_DAY - timedelta(1)},
    "exportfigure_flow_known": {"flow": "stolen"},
    "exportfigure_reporter_known": {"reporter": "atlantis"},
    "marketlink_country_or_group": {"country": None, "group": None},
    "marketlink_role_known": {"role": "friend"},
    "port_kind_known": {"kind": "space"},
    "schemeversion_dates_upwards": {"effective_from": A_DAY, "effective_to": A_DAY - timedelta(1)},
    "schemeversion_reported_says_who_and_when": {"source": "Somebody"},
    "reporter_level_known": {"level": "moon", "iso2": ""},
    "reporter_country_has_iso2": {"level": "country", "iso2": ""},
    "tradeseries_known": {"currency": "EUR"},
    "tradefigure_amount_not_negative": {"amount": -1},
    "tradefigure_quantity_has_unit": {"quantity_unit": ""},
    "tradefigure_hs_code_has_a_level": {"hs_code": "420"},
    "importbatch_lease_while_at_work": {"state": "checking"},
    "importbatch_refused_says_why": {"state": "refused"},
    "importbatch_applied_says_when": {"applied_at": None},
    "datasetversion_counts_from_one": {"number": 0},
    "datasetversion_has_a_checksum": {"sha256": "A" * 64},
    **{f"{name}_rate_is_percent": {"rate_percent": 101} for name in TERMS},
    **{f"{name}_cap_unit": {"cap": 9, "cap_unit": ""} for name in TERMS},
    **{f"{name}_some_airports_or_any": {"airports": "Delhi", "any_airport": True} for name in TERMS},
    "reportedterm_component_known": {"component": "luck"},
    "reportedterm_cap_unit_fits": {"cap": 9, "cap_unit": "fairs"},
    "reportedterm_says_who_and_when": {"verified_on": None},
    "schemenote_says_who_and_when": {"verified_on": None},
    "project_dates_upwards": {"ends_on": models.F("starts_on") - timedelta(1)},
    "projectpartner_role_known": {"role": "friend"},
    "resource_kind_known": {"kind": "song"},
    "plan_status_known": {"status": "lost"},
    "action_reference_form": {"reference": "KN-7"},
    "action_timeline_known": {"timeline": "soon"},
    "action_work_status_known": {"work_status": "lost"},
    "action_finish_not_before_start": {"start_by": A_DAY, "finish_by": A_DAY - timedelta(1)},
    "action_closed_awaits_nothing": {"work_status": "dropped", "awaiting_confirmation": True},
    "action_first_authority_leads": {"role": "supporting"},
    "milestone_target_positive": {"target": 0},
    "milestone_measure_known": {"measure": "luck"},
    "milestone_period_known": {"every": "decade"},
    "event_kind_known": {"kind": "party"},
    "event_status_known": {"status": "lost", "milestone": None, "counted_by": None},
    "event_has_a_title": {"title": "", "title_hi": ""},
    "event_ends_after_it_begins": {"ends_on": models.F("starts_on") - timedelta(1)},
    "event_times_whole": {"ends_at": time(10)},
    "event_counts_when_held": {"counted_by": None},
    "achievement_quantity_positive": {"quantity": 0},
    "update_work_status_known": {"work_status": "lost"},
    "update_confidence_known": {"confidence": "blue", "reason": "Why not?"},
    "update_doubt_has_reason": {"confidence": "amber", "reason": ""},
    "update_drop_has_reason": {"work_status": "dropped", "reason": ""},
    "update_completion_says_what": {"work_status": "completed", "done": ""},
    "update_pending_with_and_since": {"pending_with": "The estate office"},
    "review_outcome_known": {"outcome": "lost", "note": "Where is it?"},
    "review_return_has_note": {"outcome": "returned", "note": ""},
    "date_change_which_known": {"which": "someday"},
    "date_change_has_reason": {"reason": ""},
    "date_change_changes": {"old_date": A_DAY, "new_date": A_DAY},
    "evidence_type_allowed": {"content_type": "text/html"},
    "evidence_size_allowed": {"size": 10 * 1024 * 1024 + 1},
    "issue_topic_known": {"topic": "gossip"},
    "issue_language_known": {"language": "fr"},
    "issue_state_has_its_times": {"state": "open"},
    "issue_says_something_until_erased": {"text": ""},
    "issue_key_is_digest": {"digest": "A" * 64},
    "issue_entry_by_whom": {"kind": "answer", "by": None},
    "issue_entry_handed_to": {"to_office": 1},
    "issueletter_lease_while_sending": {"state": "sending"},
    "issueletter_sent_has_time": {"state": "sent"},
    "issueletter_kind_known": {"kind": "poem"},
    "solved_issue_says_both": {"solution": ""},
    "snapshot_adds_up": {"total": 30},
    "digest_lease_while_sending": {"state": "sending"},
    "digest_sent_has_time": {"state": "sent"},
    "data_version_is_one_row": {"id": 2},
}
# The other half of a condition, which would stay unbroken above.
ALSO_BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("schemeversion_reported_says_who_and_when", {"status": "lost"}),
    ("reporter_country_has_iso2", {"level": "state", "iso2": "IN"}),
    ("tradefigure_quantity_has_unit", {"quantity": None}),
    ("importbatch_lease_while_at_work", {"lease_until": NOW}),
    ("importbatch_refused_says_why", {"refusal": "It is no table."}),
    ("issue_state_has_its_times", {"state": "answered"}),
    ("issue_state_has_its_times", {"closed_at": None}),
    ("issue_state_has_its_times", {"state": "withdrawn", "closed_at": None}),
    ("issue_says_something_until_erased", {"erased_at": NOW}),
    ("issue_says_something_until_erased", {"erased_at": NOW, "text": ""}),
    ("issue_entry_by_whom", {"kind": "received", "by": 1}),
    ("issue_entry_handed_to", {"kind": "forwarded", "by": 1}),
    ("correction_answered_whole", {"answer": "Yes."}),
    ("correction_answered_whole", {"state": "lost"}),
    ("correction_ended_visibly", {**ANSWERED, "state": "declined", "fixture_correction": "Line 1."}),
    ("correction_ended_visibly", {"fixture_correction": "Line 1."}),
    ("correction_ended_visibly", {"ending_not_recorded": True}),
    ("correction_withheld_whole", {"state": "withheld", "withheld_reason": "Spam."}),
    *(
        (f"{name}_period_whole", values)
        for name in MEASURED
        for values in (
            {"period_basis": "none", "period_start": A_DAY, "period_end": A_DAY},
            {"period_basis": "none", "period_start": None, "period_end": A_DAY},
            {"period_basis": "range", "period_start": A_DAY, "period_end": A_DAY - timedelta(1)},
            {"period_basis": "point", "period_start": None, "period_end": A_DAY},
            {"period_basis": "point", "period_start": A_DAY, "period_end": None},
            {"period_basis": "lost", "period_start": A_DAY, "period_end": A_DAY},
        )
    ),
    ("outcometarget_rate_unit", {"rate": None, "rate_unit": "percent"}),
    ("hscode_has_its_level", {"code": "64O510", "slug": "64O510", "level": 6}),
    ("hscode_has_its_level", {"code": "64051", "slug": "64051", "level": 6}),
    ("country_iso_codes", {"iso3": "IN1"}),
    ("country_iso_codes", {"iso3": "in"}),
    ("marketlink_country_or_group", {"country": 1, "group": 1}),
    ("country_on_the_map", {"longitude": -181}),
    ("agreementpartner_in_force_has_a_day", {"status": "signed", "in_force_on": A_DAY}),
    ("agreementpartner_country_or_group", {"country": 1, "group": 1}),
    ("marketnote_country_or_group", {"country": 1, "group": 1}),
    ("schemerule_rate_is_percent", {"rate_percent": 0}),
    ("schemerule_cap_unit", {"cap": 0, "cap_unit": "INR"}),
    ("schemerule_cap_unit", {"cap": None, "cap_unit": "INR"}),
    ("action_first_authority_leads", {"position": 9}),
    ("event_ends_after_it_begins", {"starts_at": time(10), "ends_at": time(10)}),
    ("event_times_whole", {"starts_at": time(10), "ends_on": models.F("starts_on") + timedelta(1)}),
    ("event_counts_when_held", {"status": "planned"}),
    ("event_counts_when_held", {"milestone": None}),
    ("update_pending_with_and_since", {"pending_since": A_DAY}),
    ("evidence_size_allowed", {"size": 0}),
    ("digest_lease_while_sending", {"lease_until": NOW}),
    ("digest_sent_has_time", {"sent_at": NOW}),
    ("action_reference_form", {"reference": "kn-07"}),
]


# A code is its slug and has its level: whoever takes the one takes all three.
ALIKE = {HSCode: ("slug", "code", "level")}


@pytest.fixture(scope="module")
def every_table(printed_plan: None, django_db_blocker: Any) -> Iterator[None]:
    """Two rows at least of everything that can be twice."""
    with django_db_blocker.unblock(), transaction.atomic():
        diepc, upepb = Authority.objects.get(slug="diepc"), Authority.objects.get(slug="upepb")
        officer = UserFactory(role=roles.OFFICER, authority=diepc)
        deputy = UserFactory(role=roles.DEPUTY_COMMISSIONER, authority=upepb)
        for reference in ("KN-01", "KN-04"):
            _report_on(Action.objects.get(reference=reference), officer, deputy)
        moved = Report("not_started", "green", finish_by=A_DAY + timedelta(9), date_reason="Agreed.")
        file_update(by=officer, action=Action.objects.get(reference="KN-05"), revision=0, report=moved)
        served = Milestone.objects.get(slug="global-market-seminar")
        for days in (1, 2):
            seminar = enter(officer, milestone=served, starts_on=A_DAY - timedelta(days))
            hold_event(by=officer, event=seminar, revision=0, report=Report("", "green"))
        HeadingFactory(plan=PlanFactory(slug="another"))
        for number in (1, 2):
            Tannery.objects.create(name=f"Tannery {number}", place=Place.objects.get(slug="banthar"))
        for model in (Project, Programme, StudyMission):
            _another(model)
        nothing = dict.fromkeys(("in_progress", "partly_done", "completed", "dropped"), 0)
        for days in (0, 1):
            day = A_DAY - timedelta(days)
            values = {**nothing, "total": 29, "not_started": 29, "due_soon": 0, "overdue": 0, "silent": 0}
            PlanSnapshot.objects.create(plan=Plan.objects.first(), taken_on=day, **values)
            Digest.objects.create(officer=officer, for_day=day)
            token_of(officer)
            CorrectionRequest.objects.create(document=Document.objects.first(), line=1, text="A misprint?")
            _solve_an_issue(officer)
            _import_figures(days)
        yield
        transaction.set_rollback(True)


def _import_figures(number: int) -> None:
    found = batch()
    reject(found, 1)
    change(by=found, earlier=found, number=number)
    added = series(currency=("INR", "USD")[number])
    TradeTotal.objects.create(
        series=added, level=8, partners="countries", dimension="all", year=2023 + number, amount=1, figures=1,
        provisional=0,
    )  # fmt: skip
    DatasetVersion.objects.create(
        number=number + 1, made_at=NOW, data_version=1, sha256=SHA, size=1, datasets={}
    )


def _another(model: type[models.Model]) -> None:
    """The documents have one of these."""
    row = model._default_manager.get()
    row.pk, row.slug = None, "another"
    row.save()


def _solve_an_issue(officer: Any) -> None:
    issue = raise_issue(topic="other", text="A word.", email="a@example.org", may_publish=True).issue
    answer_issue(by=officer, issue=issue, revision=0, text="Done.")
    rate_issue(issue=issue, satisfied=True)
    publish_issue(by=officer, issue=issue, revision=2, problem="A problem.", solution="A solution.")


def _report_on(action: Action, officer: Any, deputy: Any) -> None:
    file = EvidenceFile.objects.create(
        owner=officer,
        action=action,
        file=ContentFile(b"%PDF-1.4", "list.pdf"),
        name="list.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
    )
    dates = (
        {"finish_by": A_DAY + timedelta(9), "date_reason": "Agreed."}
        if action.timeline != "continuous"
        else {}
    )
    report = Report(
        work_status="completed",
        confidence="green",
        done="Held.",
        achievements=(Achievement(action.milestones.get(), A_DAY, 1),),
        evidence_files=(file,),
        **dates,
    )
    update = file_update(by=officer, action=action, revision=0, report=report)
    review_update(by=deputy, update=update, outcome="confirmed")


def refusal(write: Callable[..., object], **values: Any) -> str:
    """The database's reason: it names the constraint, or (unique ones on SQLite) its columns."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write(**values)
    return str(caught.value)


def past_the_models(model: type[models.Model]) -> models.QuerySet:
    """Without the rules of the model's own manager."""
    return models.QuerySet(model)


def test_every_check_of_the_models_has_a_case() -> None:
    assert set(CHECKS) == set(BROKEN)
    kinds = {type(constraint) for model in MODELS for constraint in model._meta.constraints}
    assert kinds == {models.CheckConstraint, models.UniqueConstraint}
    special = {
        constraint.name
        for model in MODELS
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and (constraint.condition or not constraint.fields)
    }
    assert special == {"reporter_iso2_once"}  # tried below


@pytest.mark.parametrize(
    ("name", "values"), [*BROKEN.items(), *ALSO_BROKEN], ids=lambda value: str(value)[:60]
)
def test_a_row_that_breaks_a_check_is_refused(
    every_table: None, db: None, name: str, values: dict[str, Any]
) -> None:
    model = CHECKS[name]
    if model is DataVersion:
        assert name in refusal(model.objects.create, changed_at=NOW, **values)
        return
    if model is ActionUpdate:
        values = {"done": "Held.", "reason": "Rain.", **values}
    row = past_the_models(model).order_by("pk").first()
    assert name in refusal(past_the_models(model).filter(pk=row.pk).update, **values)


def test_no_two_reporters_are_one_country(every_table: None, db: None) -> None:
    country = {"slug": "bharat", "name": "Bharat", "name_hi": "भारत", "level": "country"}
    assert "iso2" in refusal(Reporter.objects.create, **country, iso2="IN")


def _names(model: type[models.Model], fields: tuple[str, ...]) -> tuple[str, str]:
    """What the database may call the uniqueness of these fields."""
    table = model._meta.db_table
    columns = [model._meta.get_field(name).column for name in fields]
    constraint = next(
        (one.name for one in model._meta.constraints if getattr(one, "fields", ()) == fields), ""
    )
    return constraint or f"{table}_{columns[0]}", ", ".join(f"{table}.{column}" for column in columns)


@pytest.mark.parametrize(
    ("model", "fields"),
    UNIQUES,
    ids=lambda value: value.__name__ if isinstance(value, type) else "+".join(value),
)
def test_what_is_there_once_is_not_written_twice(
    every_table: None, db: None, model: type[models.Model], fields: tuple[str, ...]
) -> None:
    taken = ALIKE.get(model, fields)
    # Nothing is not the same as nothing: the row whose values are taken has all of them.
    first = past_the_models(model).filter(**{f"{name}__isnull": False for name in taken}).order_by("pk")[0]
    others = past_the_models(model).exclude(pk=first.pk)
    same = {name: getattr(first, model._meta.get_field(name).attname) for name in taken}
    named = [*_names(model, fields), *(name for field in taken for name in _names(model, (field,)))]
    # Another row takes the first one's values. It may break something else beside, but not each row does.
    rows = past_the_models(model)
    refusals = [refusal(rows.filter(pk=other.pk).update, **same) for other in others]
    assert any(name in refused for name in named for refused in refusals), refusals


def test_the_rows_are_those_of_the_models(every_table: None, db: None) -> None:
    """Every table has rows to be broken; a table without any would be tested by nothing."""
    empty = {model.__name__ for model in MODELS if not past_the_models(model).exists()}
    assert empty <= {"DataVersion"}
    assert {Cluster, Discrepancy, Milestone, MilestoneAchievement, UpdateReview, ApiToken} <= set(MODELS)
