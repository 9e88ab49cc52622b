"""What officers reported stays as it was written, whichever way one tries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from interventions.actions import Achievement, review_update
from interventions.exporter_actions import FOCAL_POINT, raise_issue
from interventions.models import Action, ActionUpdate, Authority, Milestone
from interventions.models.updates import AppendOnly

KINDS = [model for model in apps.get_models() if issubclass(model, AppendOnly)]


@pytest.fixture
def reported(officer: User, deputy: User, report_on: Callable[..., ActionUpdate]) -> None:
    """A row of each kind."""
    today = timezone.localdate()
    update = report_on(
        "KN-04",
        officer,
        work_status="completed",
        done="Units took part.",
        start_by=None,
        finish_by=today + timedelta(days=9),
        date_reason="Agreed.",
        achievements=(Achievement(Milestone.objects.get(slug="units-in-fairs"), today, 41),),
    )
    review_update(by=deputy, update=update, outcome="returned", note="Which units?")
    Authority.objects.get_or_create(slug=FOCAL_POINT, defaults={"name": "DIEPC"})
    raise_issue(topic="other", text="A claim is pending.")


@pytest.fixture(params=KINDS, ids=lambda model: model._meta.label)
def row(request: pytest.FixtureRequest, reported: None) -> AppendOnly:
    return request.param.objects.get()


def a_text_or_number(model: type[models.Model]) -> str:
    return next(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.PositiveIntegerField)
    )


def test_these_are_the_rows_that_stay() -> None:
    assert {model.__name__ for model in KINDS} == {
        "ActionUpdate",
        "UpdateReview",
        "DateChange",
        "MilestoneAchievement",
        "IssueEntry",
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.save(),
        lambda row: row.save(update_fields=[a_text_or_number(type(row))]),
        lambda row: row.delete(),
        lambda row: type(row).objects.filter(pk=row.pk).update(**{a_text_or_number(type(row)): 7}),
        lambda row: type(row).objects.all().delete(),
        lambda row: type(row).objects.bulk_update([row], [a_text_or_number(type(row))]),
        lambda row: type(row).objects.update_or_create(pk=row.pk, defaults={a_text_or_number(type(row)): 7}),
    ],
    ids=["save", "save-fields", "delete", "update", "delete-all", "bulk", "or-create"],
)
def test_it_is_neither_changed_nor_removed(row: AppendOnly, change: Callable[[AppendOnly], object]) -> None:
    before = type(row).objects.values().get()
    with pytest.raises(TypeError, match="append-only"), transaction.atomic():
        change(row)
    assert type(row).objects.values().get() == before


def test_a_new_row_does_not_take_the_place_of_an_old_one(row: AppendOnly) -> None:
    before = type(row).objects.values().get()
    impostor = type(row)(**{**before, a_text_or_number(type(row)): 7})
    with pytest.raises(IntegrityError), transaction.atomic():
        impostor.save()
    assert type(row).objects.values().get() == before


def test_rows_behind_a_report_cannot_be_removed_under_it(reported: None, officer: User, deputy: User) -> None:
    action = Action.objects.get(reference="KN-04")
    update = ActionUpdate.objects.get()
    for needed in (officer, deputy, action, update.authority, Milestone.objects.get(slug="units-in-fairs")):
        with pytest.raises(ProtectedError), transaction.atomic():
            needed.delete()
    assert ActionUpdate.objects.count() == 1
