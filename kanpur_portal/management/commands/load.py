"""Load the fixtures: everything or nothing, and never over what people wrote in the portal."""

import json
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.db import connection, models, transaction
from django.db.models import F, ProtectedError, Q

from interventions.models import Action
from sources.admin.base import added_here
from sources.admin.exchange import hold

# In the order in which rows name each other.
FIXTURES = (
    "sources__document",
    "sources__discrepancy",
    "sources__reading",
    "sources__contentsentry",
    "sources__footnote",
    "sources__abbreviation",
    "sources__omittedline",
    "clusters__district",
    "clusters__cluster",
    "clusters__place",
    "clusters__subsector",
    "clusters__product",
    "clusters__organisation",
    "clusters__statement",
    "clusters__claim",
    "clusters__exhibit",
    "clusters__statistic",
    "clusters__industryrow",
    "clusters__occupationrow",
    "clusters__tannerycategory",
    "clusters__swotitem",
    "clusters__valueaddidea",
    "clusters__outcometarget",
    "exports__hscode",
    "exports__country",
    "exports__countrygroup",
    "exports__groupmembership",
    "exports__tradeagreement",
    "exports__agreementpartner",
    "exports__marketnote",
    "exports__exportfigure",
    "exports__marketlink",
    "exports__keyissue",
    "exports__port",
    "exports__scheme",
    "exports__schemeversion",
    "exports__schemerule",
    "exports__reportedterm",
    "exports__schemenote",
    "exports__reporter",
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
    "interventions__project",
    "interventions__projectobjective",
    "interventions__projectactivity",
    "interventions__projectresult",
    "interventions__projectpartner",
    "trainings__topic",
    "trainings__programme",
    "trainings__resource",
    "trainings__studymission",
)


# Beyond every position in print.
ASIDE = 10_000


class Command(BaseCommand):
    help = "Load the transcribed documents from fixtures/. Run it as often as you like."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also replace words that were edited in the back office"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                self.load(force=options["force"])
        except (DeserializationError, JSONDecodeError, ValidationError, ProtectedError) as error:
            raise CommandError(f"Nothing was loaded: {error}") from error
        # Tables filled at once would be queried by plans for empty ones until the server looks by itself.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def load(self, *, force: bool) -> None:
        written = kept = removed = 0
        hold(Action)  # as every writer of several rows: see Exchange.before_import
        stale: list[models.Model] = []
        for name in FIXTURES:
            model = apps.get_model(name.replace("__", "."))
            text = _text(name)
            _make_room(model, text)
            seen = set()
            for row in serializers.deserialize("json", text, use_natural_foreign_keys=True):
                own = () if force else _edited_words(row.object)
                kept += bool(own)
                written += _write(row, own)
                seen.add(row.object.pk)
            kept_rows = Q(pk__in=seen | added_here(model)) | getattr(model, "made_elsewhere", Q())
            stale += model._default_manager.exclude(kept_rows)
        for record in reversed(stale):
            record.delete()
            removed += 1
        self.stdout.write(
            f"Fixtures: {written} rows written, {removed} removed, {kept} with words edited in the portal."
        )


def _text(name: str) -> str:
    return (Path(settings.BASE_DIR) / "fixtures" / f"{name}.json").read_text(encoding="utf-8")


def _make_room(model: type[models.Model], text: str) -> None:
    """A position is taken once: rows that move step aside first, and none meets another on its way."""
    unique = [field.name for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    if not unique or not any(field.name == "position" for field in model._meta.concrete_fields):
        return
    fields = [row.get("fields", {}) for row in json.loads(text)]
    wanted = {row.get(unique[0]): row.get("position") for row in fields}
    rows = model._default_manager.values_list("pk", unique[0], "position")
    moving = [pk for pk, key, position in rows if wanted.get(key) != position]
    model._default_manager.filter(pk__in=moving).update(position=F("position") + ASIDE)


def _edited_words(record: models.Model) -> tuple[str, ...]:
    """The fields that are the portal's own words, where somebody changed the row in the back office."""
    model = type(record)
    if not record.pk or not admin.site.is_registered(model):
        return ()
    edits = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=str(record.pk), action_flag=CHANGE
    )
    return getattr(admin.site.get_model_admin(model), "own_fields", ()) if edits.exists() else ()


def _write(row: DeserializedObject, kept: tuple[str, ...]) -> bool:
    """Save a row that is new or differs, but for what officers and administrators write on it."""
    record = row.object
    model = type(record)
    found = model._default_manager.filter(pk=record.pk).first() if record.pk else None
    reported = {*getattr(model, "reported_fields", ()), *kept}
    if found:
        for field in model._meta.concrete_fields:
            if field.name in reported:
                setattr(record, field.attname, getattr(found, field.attname))
        if all(
            getattr(found, field.attname) == getattr(record, field.attname)
            for field in model._meta.concrete_fields
        ):
            return _set_links(row, kept)
    record._state.adding = found is None  # else the row would clash with itself
    try:
        record.full_clean()
    except ValidationError as error:
        raise CommandError(f"Nothing was loaded: {model._meta.label} {record}: {error}") from error
    record.save()
    _set_links(row, kept)
    return True


def _set_links(row: DeserializedObject, kept: tuple[str, ...]) -> bool:
    changed = False
    for name, keys in (row.m2m_data or {}).items():
        if name in kept:
            continue
        manager = getattr(row.object, name)
        wanted = {getattr(key, "pk", key) for key in keys}
        if wanted != set(manager.values_list("pk", flat=True)):
            manager.set(wanted)
            changed = True
    return changed
