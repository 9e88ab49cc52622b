"""The loader, and its rows as they stand."""

import json
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.core import serializers
from django.core.management import call_command

from interventions.models import Intervention
from kanpur_portal.management.commands.load import FIXTURES

MODELS = [apps.get_model(name.replace("__", ".")) for name in FIXTURES]
Change = Callable[[str, Callable[[list[dict[str, Any]]], Any]], None]


def load(*options: str, only: Sequence[str] = FIXTURES) -> str:
    """What the loader says; of these tables alone where the others stand in the database as printed."""
    said = StringIO()
    with patch("kanpur_portal.management.commands.load.FIXTURES", only):
        call_command("load", *options, stdout=said)
    return said.getvalue()


def rows() -> dict[str, list[dict[str, Any]]]:
    """Everything loaded, as it stands in the database, with its links."""
    found = {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in MODELS}
    links = Intervention.actions.through.objects.order_by("intervention", "action")
    return found | {"links": list(links.values("intervention_id", "action_id"))}


def empty() -> None:
    """Delete all that was loaded: rows before those that they name."""
    for model in reversed(MODELS):
        rows = model._default_manager.all()
        own = [field.name for field in model._meta.concrete_fields if field.related_model is model]
        rows.update(**dict.fromkeys(own))
        rows.delete()


def dumped(model: Any) -> list[dict[str, Any]]:
    """The rows of a model as a fixture, with natural keys and without what officers report."""
    text = serializers.serialize(
        "json", model._default_manager.all(), use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    reported = {*getattr(model, "reported_fields", ())}
    return [
        row | {"fields": {name: value for name, value in row["fields"].items() if name not in reported}}
        for row in json.loads(text)
    ]
