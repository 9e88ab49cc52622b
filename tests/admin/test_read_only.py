"""A forged request to the back office changes neither printed text nor what officers reported."""

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interventions.models import (
    Action,
    ActionUpdate,
    Authority,
    DateChange,
    Digest,
    EvidenceFile,
    Heading,
    Intervention,
    MilestoneAchievement,
    Plan,
    PlanSnapshot,
    UpdateReview,
)
from sources.actions import answer_correction
from sources.admin.base import BackOfficeAdmin, PrintedAdmin
from sources.models import CorrectionRequest, Discrepancy

REPORTED = (
    ActionUpdate,
    DateChange,
    Digest,
    EvidenceFile,
    MilestoneAchievement,
    PlanSnapshot,
    UpdateReview,
)
PRINTED = [model for model, page in admin.site._registry.items() if isinstance(page, PrintedAdmin)]


def label(model: type[Model]) -> str:
    return model._meta.label


def page(record: Model, name: str = "change") -> str:
    args = [] if name in ("changelist", "add") else [record.pk]
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=args)


def forged(record: Model) -> dict[str, str]:
    """Another value for every field that the record has, and the empty forms of what is shown beside it."""
    form = {}
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        if field.choices:
            form[field.name] = next(str(key) for key, _ in field.flatchoices if key != value)
        elif isinstance(value, date):
            form[field.name] = "2001-01-01"
        else:
            form[field.name] = "7" if isinstance(value, int) else "Forged"
    prefixes = ("aliases", "parts", "named_authorities", "readings")
    return form | {f"{prefix}-{key}_FORMS": "0" for prefix in prefixes for key in ("TOTAL", "INITIAL")}


def stored(record: Model, without: tuple[str, ...] = ()) -> dict[str, object]:
    fresh = type(record)._default_manager.get(pk=record.pk)
    return {name: str(value) for name, value in model_to_dict(fresh).items() if name not in without}


@pytest.mark.parametrize("model", PRINTED, ids=label)
def test_only_the_portals_own_fields_of_a_printed_record_change(
    superuser: Client, model: type[Model]
) -> None:
    record = model._default_manager.order_by("pk").first()
    own = admin.site._registry[model].own_fields
    before = stored(record, own)
    superuser.post(page(record), forged(record))
    assert stored(record, own) == before


@pytest.mark.parametrize("model", REPORTED, ids=label)
def test_what_is_reported_is_neither_changed_nor_added_nor_deleted(
    superuser: Client, model: type[Model]
) -> None:
    record = model._default_manager.order_by("pk").first()
    before, count = stored(record), model._default_manager.count()
    for name, form in (("change", forged(record)), ("add", forged(record)), ("delete", {"post": "yes"})):
        assert superuser.post(page(record, name), form).status_code == 403, name
    chosen = {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}
    superuser.post(page(record, "changelist"), chosen)
    assert (stored(record), model._default_manager.count()) == (before, count)


@pytest.mark.parametrize("model", PRINTED, ids=label)
def test_printed_records_are_not_added_or_deleted(superuser: Client, model: type[Model]) -> None:
    record = model._default_manager.order_by("pk").first()
    for name in ("add", "delete"):
        assert superuser.post(page(record, name), forged(record)).status_code == 403, name


def test_every_page_says_what_is_its_own() -> None:
    """The only pages that add rows by hand; everything else comes from fixtures, officers and tasks."""
    adding = {
        model._meta.label for model, page in admin.site._registry.items() if getattr(page, "adds_rows", True)
    }
    assert adding == {
        "auth.User",
        "clusters.Tannery",
        "exports.AgreementPartner",
        "exports.GroupMembership",
        "exports.MarketNote",
        "exports.ReportedTerm",
        "exports.Reporter",
        "exports.SchemeNote",
        "exports.SchemeVersion",
        "exports.TradeAgreement",
        "interventions.Posting",
    }
    not_of_ours = {
        model._meta.label
        for model, page in admin.site._registry.items()
        if not isinstance(page, BackOfficeAdmin)
    }
    assert not_of_ours == {"auth.User"}


def test_the_administrator_keeps_titles_and_names(administrator: Client) -> None:
    action = Action.objects.get(reference="KN-02")
    form = forged(action) | {"title": "Three fairs abroad a year", "title_hi": "वर्ष में तीन मेले"}
    assert administrator.post(page(action), form).status_code == 302
    kept = Action.objects.get(pk=action.pk)
    assert (kept.title, kept.title_hi) == ("Three fairs abroad a year", "वर्ष में तीन मेले")
    assert (kept.quote, kept.work_status, kept.revision) == (
        action.quote,
        action.work_status,
        action.revision,
    )
    heading = Heading.objects.get(slug="common")
    assert (
        administrator.post(page(heading), {"name_hi": ""}).status_code == 200
    )  # shown again, with the reason
    assert Heading.objects.get(slug="common").name_hi == heading.name_hi


def test_the_administrator_links_interventions_to_actions(administrator: Client) -> None:
    intervention = Intervention.objects.order_by("pk").first()
    actions = Action.objects.filter(reference__in=["KN-01", "KN-04"])
    administrator.post(page(intervention), {"actions": [action.pk for action in actions]})
    assert set(intervention.actions.all()) == set(actions)


def test_the_start_of_the_plan_is_set_and_its_history_kept(administrator: Client) -> None:
    plan = Plan.objects.get()
    form = {"status": "notified", "starts_on": "2026-04-01", "title": plan.title, "title_hi": plan.title_hi}
    assert administrator.post(page(plan), form).status_code == 302
    assert Plan.objects.get().starts_on == date(2026, 4, 1)
    latest = plan.history.latest()
    assert (latest.history_user.username, latest.starts_on) == ("administrator", date(2026, 4, 1))
    assert "notified" in administrator.get(page(plan, "history")).content.decode()


def test_an_old_state_is_not_brought_back_over_printed_text(superuser: Client) -> None:
    authority = Authority.objects.get(slug="diepc")
    old = authority.history.latest()
    old.quote = "What an older transcription said"
    old.save()
    url = reverse("admin:interventions_authority_simple_history", args=[authority.pk, old.pk])
    assert superuser.post(url, forged(authority)).status_code == 403
    assert Authority.objects.get(pk=authority.pk).quote == authority.quote
    assert b'type="submit" value="Revert"' not in superuser.get(url).content


def test_a_correction_request_is_answered_once(administrator: Client) -> None:
    request = CorrectionRequest.objects.get(line=1031)
    form = {"text": "Forged", "line": "1", "state": "declined", "answer": ""}
    assert "the answer is public" in administrator.post(page(request), form).content.decode()
    assert "Choose one of" in administrator.post(page(request), form | {"state": "open"}).content.decode()
    assert CorrectionRequest.objects.get(pk=request.pk).state == "open"

    assert (
        administrator.post(page(request), form | {"answer": " It stands so on line 1031. "}).status_code
        == 302
    )
    answered = CorrectionRequest.objects.get(pk=request.pk)
    assert (answered.state, answered.answer) == ("declined", "It stands so on line 1031.")
    assert (answered.answered_by.username, answered.text, answered.line) == (
        "administrator",
        "A misprint?",
        1031,
    )
    assert answered.answered_at <= timezone.now()

    refused = administrator.post(page(request), form | {"answer": "Changed my mind"})
    assert "answered already" in refused.content.decode()
    assert CorrectionRequest.objects.get(pk=request.pk).answer == answered.answer
    assert administrator.get(page(request)).status_code == 200


def test_of_two_answers_the_first_counts(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    request = CorrectionRequest.objects.get(line=1031)
    other = User.objects.get(username="superuser")

    def quicker(**answer: object) -> CorrectionRequest:
        answer_correction(by=other, request=request, state="declined", answer="It is not.")
        return answer_correction(**answer)

    monkeypatch.setattr("sources.admin.answer_correction", quicker)
    response = administrator.post(page(request), {"state": "declined", "answer": "It is not."}, follow=True)
    assert "answered already" in response.content.decode()


def test_readings_stay_with_their_discrepancy(administrator: Client) -> None:
    discrepancy = Discrepancy.objects.order_by("ref").first()
    reading = discrepancy.readings.first()
    fields = ("summary", "summary_hi", "shown", "shown_hi")
    form = {name: getattr(discrepancy, name) for name in fields} | {"status": "accepted"}
    form |= {"readings-TOTAL_FORMS": "1", "readings-INITIAL_FORMS": "1", "readings-0-id": reading.pk}
    form |= {
        "readings-0-quote": "Forged",
        "readings-0-DELETE": "on",
        "readings-0-discrepancy": discrepancy.pk,
    }
    administrator.post(page(discrepancy), form)
    assert Discrepancy.objects.get(pk=discrepancy.pk).status == "accepted"
    assert discrepancy.readings.get(pk=reading.pk).quote == reading.quote
