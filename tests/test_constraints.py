"""What the database itself refuses, whoever writes: each constraint is broken once, past the models."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction

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
from tests.broken_rows import A_DAY, ALSO_BROKEN, BROKEN, NOW
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


def test_the_words_that_the_database_knows_are_the_choices_of_the_models() -> None:
    """They are written twice where the choices stand in the model, which its Meta cannot see into."""
    found = 0
    for name, model in CHECKS.items():
        check = next(one for one in model._meta.constraints if one.name == name)
        for field, words in _conditions(check.condition) if name.endswith("_known") else ():
            choices = model._meta.get_field(field).choices
            assert sorted(filter(None, words)) == sorted(value for value, _label in choices), (name, field)
            found += 1
    assert found > 15


def _conditions(condition: models.Q) -> Iterator[tuple[str, list[Any]]]:
    """Each field of which a list of words is allowed."""
    for part in condition.children:
        if isinstance(part, models.Q):
            yield from _conditions(part)
        elif part[0].endswith("__in"):
            yield part[0].removesuffix("__in"), part[1]


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
