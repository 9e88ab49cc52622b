"""Load the fixtures: everything or nothing, and never over what people wrote in the portal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.db import models, transaction
from django.db.models import ProtectedError

# In the order in which rows name each other.
FIXTURES = (
    "sources__document",
    "sources__discrepancy",
    "sources__reading",
    "clusters__district",
    "clusters__cluster",
    "interventions__authority",
    "interventions__authorityalias",
    "interventions__plan",
    "interventions__heading",
    "interventions__action",
    "interventions__actionauthority",
    "interventions__actionpart",
    "interventions__milestone",
    "interventions__parameter",
    "interventions__challenge",
    "interventions__intervention",
)


class Command(BaseCommand):
    help = "Load the transcribed documents from fixtures/. Run it as often as you like."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also replace rows that were edited in the back office"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                self.load(force=options["force"])
        except (DeserializationError, ValidationError, ProtectedError) as error:
            raise CommandError(f"Nothing was loaded: {error}") from error

    def load(self, *, force: bool) -> None:
        written = kept = removed = 0
        stale: list[models.Model] = []
        for name in FIXTURES:
            seen = set()
            model = None
            for row in _rows(name):
                model = type(row.object)
                if not force and _edited(row.object):
                    kept += 1
                else:
                    written += _write(row)
                seen.add(row.object.pk)
            if model:
                stale += model._default_manager.exclude(pk__in=seen)
        for record in reversed(stale):
            record.delete()
            removed += 1
        self.stdout.write(
            f"Fixtures: {written} rows written, {removed} removed, {kept} kept as edited in the portal."
        )


def _rows(name: str) -> Iterator[DeserializedObject]:
    path = Path(settings.BASE_DIR) / "fixtures" / f"{name}.json"
    return serializers.deserialize("json", path.read_text(encoding="utf-8"), use_natural_foreign_keys=True)


def _edited(record: models.Model) -> bool:
    """Whether somebody changed the row in the back office; the loader leaves no user in the history."""
    history = getattr(record, "history", None)
    return bool(record.pk and history is not None and history.filter(history_user__isnull=False).exists())


def _write(row: DeserializedObject) -> bool:
    """Save a row that is new or differs, but for what officers and administrators report on it."""
    record = row.object
    model = type(record)
    found = model._default_manager.filter(pk=record.pk).first() if record.pk else None
    reported = getattr(model, "reported_fields", ())
    own = [field.attname for field in model._meta.concrete_fields if field.name not in reported]
    if found and all(getattr(found, name) == getattr(record, name) for name in own):
        return _set_links(row)
    for name in reported if found else ():
        setattr(record, name, getattr(found, name))
    try:
        record.full_clean()
    except ValidationError as error:
        raise CommandError(f"Nothing was loaded: {model._meta.label} {record}: {error}") from error
    record.save()
    _set_links(row)
    return True


def _set_links(row: DeserializedObject) -> bool:
    changed = False
    for name, keys in (row.m2m_data or {}).items():
        manager = getattr(row.object, name)
        wanted = {getattr(key, "pk", key) for key in keys}
        if wanted != set(manager.values_list("pk", flat=True)):
            manager.set(wanted)
            changed = True
    return changed
