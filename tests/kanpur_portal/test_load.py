"""The loader: everything or nothing, as often as one likes, and never over what people wrote."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.db.models import DecimalField
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exports.models import Reporter
from interventions.actions import Report, file_update
from interventions.models import Action, ActionPart, Challenge, Plan
from kanpur_portal import roles
from kanpur_portal.models import DataVersion
from sources.models import Discrepancy
from tests.factories import UserFactory
from tests.kanpur_portal.loading import MODELS, Change, dumped, empty, load, rows

pytestmark = pytest.mark.usefixtures("printed_plan", "db")


def test_the_whole_plan_is_within_its_lines() -> None:
    lines = [line for action in Action.objects.all() for line in action.line_ranges]
    assert min(lines).first == 1031
    assert max(lines).last == 1072
    assert {action.document.slug for action in Action.objects.all()} == {"export-plan"}


def test_a_second_time_it_writes_nothing() -> None:
    before, version = rows(), DataVersion.objects.get().number
    assert load().startswith("Fixtures: 0 rows written, 0 removed, 0 ")
    assert load("--force").startswith("Fixtures: 0 rows written, 0 removed, 0 ")
    assert rows() == before
    assert DataVersion.objects.get().number == version


def test_it_asks_for_tables_and_not_for_rows(django_assert_max_num_queries: Any) -> None:
    """Six for each of the tables: every start of the portal loads some 2,750 rows."""
    with django_assert_max_num_queries(6 * len(MODELS)):
        load()


def test_dumped_and_loaded_again_it_is_the_same(change: Change) -> None:
    before = {model: dumped(model) for model in MODELS}
    for model, content in before.items():
        change(
            model._meta.label_lower.replace(".", "__"),
            lambda old, new=content: old.__setitem__(slice(None), new),
        )
    empty()
    assert not any(model._default_manager.exists() for model in MODELS)
    load()
    assert {model: dumped(model) for model in MODELS} == before


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_row_is_a_valid_one_and_nothing_of_its_fixture_is_lost(settings: Any, model: Any) -> None:
    for row in model._default_manager.all():
        row.full_clean()
    name = model._meta.label_lower.replace(".", "__")
    fixture = json.loads((Path(settings.BASE_DIR) / "fixtures" / f"{name}.json").read_text())
    stored = {json.dumps(row["fields"], sort_keys=True, ensure_ascii=False) for row in dumped(model)}
    given = [with_defaults(model, row["fields"]) for row in fixture]
    assert {json.dumps(fields, sort_keys=True, ensure_ascii=False) for fields in given} == stored
    assert len(fixture) == model._default_manager.count()


def with_defaults(model: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """A fixture leaves out what is empty, what officers report, and the zeros of a decimal's scale."""
    reported = {*getattr(model, "reported_fields", ())}
    links = {
        field.name: [] for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created
    }
    empty = {
        field.name: field.get_default()
        for field in model._meta.concrete_fields
        if not field.primary_key and (field.has_default() or field.blank)
    }
    scales = {
        field.name: Decimal(1).scaleb(-field.decimal_places)
        for field in model._meta.concrete_fields
        if isinstance(field, DecimalField)
    }
    return {
        name: str(Decimal(value).quantize(scales[name])) if name in scales and value else value
        for name, value in {**links, **empty, **fields}.items()
        if name not in reported
    }


def test_what_officers_reported_stays(change: Change) -> None:
    deputy = UserFactory(role=roles.DEPUTY_COMMISSIONER)
    action = Action.objects.get(reference="KN-07")
    day = timezone.localdate() + timedelta(9)
    report = Report("partly_done", "green", finish_by=day, date_reason="Agreed.")
    file_update(by=deputy, action=action, revision=0, report=report)
    Plan.objects.update(starts_on=day, status="notified")
    Discrepancy.objects.filter(ref="D-001").update(status="accepted")
    change("interventions__action", lambda rows: rows[6]["fields"].update(title="A better short title"))
    change("interventions__plan", lambda rows: rows[0]["fields"].update(title="A better title"))
    for options in ((), ("--force",)):
        load(*options, only=["sources__discrepancy", "interventions__plan", "interventions__action"])
        action = Action.objects.get(reference="KN-07")
        assert (action.title, action.work_status, action.revision) == (
            "A better short title",
            "partly_done",
            1,
        )
        assert (action.finish_by, action.updates.count()) == (day, 1)
        plan = Plan.objects.get()
        assert (plan.title, plan.starts_on, plan.status) == ("A better title", day, "notified")
        assert Discrepancy.objects.get(ref="D-001").status == "accepted"


def test_words_edited_in_the_back_office_stay_unless_forced(change: Change) -> None:
    root = User.objects.create_superuser("root")
    client = Client()
    client.force_login(root)
    action = Action.objects.get(reference="KN-07")
    url = reverse("admin:interventions_action_change", args=[action.pk])
    posted = {"title": "Edited here", "title_hi": action.title_hi}
    posted |= {
        f"{name}-{field}": 0
        for name in ("parts", "named_authorities")
        for field in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    assert client.post(url, posted).status_code == 302
    assert Action.objects.get(reference="KN-07").title == "Edited here"

    change(
        "interventions__action",
        lambda rows: rows[6]["fields"].update(title="New", quote=rows[6]["fields"]["quote"] + " more"),
    )
    assert "1 with words edited" in load(only=["interventions__action"])
    action = Action.objects.get(reference="KN-07")
    assert action.title == "Edited here"
    assert action.quote.endswith(" more"), "what is printed is not the office's to keep"
    load("--force", only=["interventions__action"])
    assert Action.objects.get(reference="KN-07").title == "New"


def without(field: str) -> Callable[[list[dict[str, Any]]], Any]:
    return lambda rows: rows[-1]["fields"].pop(field)


def put(field: str, value: Any) -> Callable[[list[dict[str, Any]]], Any]:
    return lambda rows: rows[-1]["fields"].update({field: value})


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("sources__contentsentry", put("lines", "1072-1071")),
        ("sources__contentsentry", put("lines", "999999")),
        ("sources__contentsentry", put("quote", "Two\nlines")),
        ("sources__contentsentry", put("colour", "red")),
        ("sources__contentsentry", put("title", "")),
        ("sources__contentsentry", put("title", "x" * 201)),
        ("sources__contentsentry", put("numbers", [{"value": "9"}])),
        ("clusters__cluster", put("district", ["no-such-district"])),
        ("clusters__cluster", without("district")),
        ("clusters__statistic", put("value", "many")),
        ("interventions__action", put("timeline", "soon")),
        ("interventions__action", put("reference", "KN-7")),
        ("interventions__actionauthority", put("position", 1)),
        ("interventions__intervention", put("actions", [["KN-99"]])),
        (
            "interventions__intervention",
            lambda rows: rows.append({"model": "interventions.nothing", "fields": {}}),
        ),
        ("sources__document", put("sha256", "short")),
    ],
)
def test_a_broken_fixture_loads_nothing(
    change: Change, name: str, how: Callable[[list[dict[str, Any]]], Any]
) -> None:
    before = rows()
    change("sources__document", lambda rows: rows[0]["fields"].update(title_hi="Changed"))
    change(name, how)
    with pytest.raises(CommandError, match="Nothing was loaded"):
        load(only=["sources__document", name])
    assert rows() == before


def test_a_row_that_is_gone_from_the_fixtures_disappears(change: Change) -> None:
    change("interventions__actionpart", lambda rows: rows.pop())
    change("interventions__challenge", lambda rows: rows.pop(0))
    said = load(only=["interventions__actionpart", "interventions__challenge"])
    assert said.startswith("Fixtures: 0 rows written, 2 removed")
    assert (ActionPart.objects.count(), Challenge.objects.count()) == (18, 57)


def test_a_country_that_came_with_its_figures_stays(change: Change) -> None:
    Reporter.objects.create(slug="de", name="Germany", name_hi="जर्मनी", level="country", iso2="DE")
    change("exports__reporter", lambda rows: rows.pop())
    assert "1 removed" in load(only=["exports__reporter"])
    assert set(Reporter.objects.values_list("slug", flat=True)) == {"world", "india", "uttar-pradesh", "de"}


def test_all_rows_of_a_kind(change: Change) -> None:
    change("interventions__milestone", lambda rows: rows.clear())
    load(only=["interventions__milestone"])
    assert not apps.get_model("interventions.milestone").objects.exists()


def test_an_action_that_was_reported_on_is_not_removed(change: Change) -> None:
    deputy = UserFactory(role=roles.DEPUTY_COMMISSIONER)
    action = Action.objects.get(reference="KN-29")
    file_update(by=deputy, action=action, revision=0, report=Report("in_progress", "green"))
    before = rows()
    for name in (
        "interventions__actionauthority",
        "interventions__actionpart",
        "interventions__intervention",
    ):
        change(
            name,
            lambda rows: [row["fields"].update(actions=[]) for row in rows if "actions" in row["fields"]],
        )
    change(
        "interventions__actionauthority",
        lambda rows: rows.__setitem__(
            slice(None), [row for row in rows if row["fields"]["action"] != ["KN-29"]]
        ),
    )
    change("interventions__action", lambda rows: rows.pop())
    with pytest.raises(CommandError, match=r"Nothing was loaded.*KN-29"):
        load()
    assert rows() == before


def test_a_row_put_between_two_others(change: Change) -> None:
    """A bullet that was overlooked is transcribed: the positions after it move by one."""

    def insert(rows: list[dict[str, Any]]) -> None:
        first = rows[0]
        new = json.loads(json.dumps(first))
        new["fields"]["slug"] += "-overlooked"
        for row in rows:
            if row["fields"]["parameter"] == first["fields"]["parameter"]:
                row["fields"]["position"] += 1
        rows.insert(0, new)

    count = Challenge.objects.count()
    change("interventions__challenge", insert)
    load(only=["interventions__challenge"])
    assert Challenge.objects.count() == count + 1
    assert Challenge.objects.order_by("parameter", "position").first().slug.endswith("-overlooked")


@pytest.mark.parametrize("starts_on", ["9999-12-01", "0001-01-01", "2019-03-31", "2100-01-01"])
def test_a_start_of_the_plan_that_cannot_be(starts_on: str) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    plan = Plan.objects.get()
    url = reverse("admin:interventions_plan_change", args=[plan.pk])
    posted = {"status": "draft", "title": plan.title, "title_hi": plan.title_hi, "starts_on": starts_on}
    response = client.post(url, posted)
    assert response.status_code in (200, 422)
    assert "2019" in response.text
    assert Plan.objects.get().starts_on is None
    assert client.post(url, posted | {"starts_on": "2026-04-01"}).status_code == 302
