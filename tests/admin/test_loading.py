"""Loading the fixtures again keeps the words that were edited in the back office, and mends printed text."""

import pytest
from django.test import Client
from django.urls import reverse

from interventions.models import Action, Intervention
from tests.kanpur_portal.loading import load

TABLES = ["interventions__action", "interventions__intervention"]


@pytest.fixture
def edited(administrator: Client) -> tuple[Action, Intervention]:
    action, intervention = Action.objects.get(reference="KN-02"), Intervention.objects.order_by("pk").first()
    form = {"title": "Fairs abroad", "title_hi": "मेले"}
    form |= {
        f"{prefix}-{key}_FORMS": "0"
        for prefix in ("parts", "named_authorities")
        for key in ("TOTAL", "INITIAL")
    }
    administrator.post(reverse("admin:interventions_action_change", args=[action.pk]), form)
    url = reverse("admin:interventions_intervention_change", args=[intervention.pk])
    administrator.post(url, {"actions": [action.pk]})
    return action, intervention


def test_edited_words_and_links_stay(edited: tuple[Action, Intervention]) -> None:
    action, intervention = edited
    quote = action.quote
    Action.objects.filter(pk=action.pk).update(quote="An older transcription")
    assert "2 with words edited" in load(only=TABLES)
    action.refresh_from_db()
    assert (action.title, action.title_hi, action.quote) == ("Fairs abroad", "मेले", quote)
    assert list(intervention.actions.all()) == [action]


def test_they_go_when_that_is_asked_for(edited: tuple[Action, Intervention]) -> None:
    action, intervention = edited
    load("--force", only=TABLES)
    assert Action.objects.get(pk=action.pk).title == action.title
    assert action not in intervention.actions.all()
