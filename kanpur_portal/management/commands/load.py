"""Load the fixtures: everything or nothing, and never over what people wrote in the portal."""

import json
from collections import defaultdict
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError
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


# What a row can be that is none: of another table, with unknown fields, or naming what is not there.
UNREADABLE = (
    LookupError,
    ObjectDoesNotExist,
    FieldDoesNotExist,
    ValidationError,
    TypeError,
    ValueError,
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
        except (JSONDecodeError, ValidationError, ProtectedError) as error:
            raise CommandError(f"Nothing was loaded: {error}") from error
        # Tables filled at once would be queried by plans for empty ones until the server looks by itself.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def load(self, *, force: bool) -> None:
        written = kept = removed = 0
        hold(Action)  # as every writer of several rows: see Exchange.before_import
        stale: list[models.Model] = []
        records = Records()
        for name in FIXTURES:
            model = apps.get_model(name.replace("__", "."))
            rows = _rows(name)
            _make_room(model, rows)
            edited, words = _edited(model)
            seen = set()
            for row in records.read(model, rows):
                own = words if not force and row.found and str(row.found.pk) in edited else ()
                kept += bool(own)
                written += _write(row, own)
                seen.add(row.record.pk)
            kept_rows = Q(pk__in=seen | added_here(model)) | getattr(model, "made_elsewhere", Q())
            stale += model._default_manager.exclude(kept_rows)
        for record in reversed(stale):
            record.delete()
            removed += 1
        self.stdout.write(
            f"Fixtures: {written} rows written, {removed} removed, {kept} with words edited in the portal."
        )


class Row(NamedTuple):
    """A row of a fixture, the record that stands for it in the database, and the keys that its links name."""

    record: models.Model
    found: models.Model | None
    links: dict[str, set[Any]]


class Records:
    """Rows of fixtures as records. A record that rows name is asked for once in a load, not for each row."""

    def __init__(self) -> None:
        self.known: dict[type[models.Model], dict[tuple[Any, ...], models.Model]] = defaultdict(dict)

    def read(self, model: type[models.Model], rows: list[dict[str, Any]]) -> Iterator[Row]:
        """Each row in turn: the next may name one that was written by then."""
        parents = [field.name for field in model._meta.concrete_fields if field.is_relation]
        links = [field.name for field in model._meta.many_to_many]
        standing = {
            record.natural_key(): record  # type: ignore[attr-defined]
            for record in model._default_manager.select_related(*parents).prefetch_related(*links)
        }
        for number, row in enumerate(rows, 1):
            try:
                record, linked = self._made(model, row)
                key = record.natural_key()  # type: ignore[attr-defined]
            except UNREADABLE as error:
                raise CommandError(
                    f"Nothing was loaded: {model._meta.label}, row {number}: {error}"
                ) from error
            found = standing.get(key)
            record.pk = found and found.pk
            self.known[model][key] = record
            yield Row(record, found, linked)

    def _made(
        self, model: type[models.Model], row: dict[str, Any]
    ) -> tuple[models.Model, dict[str, set[Any]]]:
        if apps.get_model(row["model"]) is not model:
            raise LookupError(f"it is a row of {row['model']}")
        values: dict[str, Any] = {}
        links: dict[str, set[Any]] = {}
        for name, value in row["fields"].items():
            field: Any = model._meta.get_field(name)
            if field.many_to_many:
                links[name] = {self._named(field.related_model, key).pk for key in value}
            elif field.is_relation:
                values[name] = None if value is None else self._named(field.related_model, value)
            else:
                values[name] = field.to_python(value)
        return model(**values), links

    def _named(self, model: Any, key: list[Any]) -> models.Model:
        known = self.known[model]
        if tuple(key) not in known:
            known[tuple(key)] = model._default_manager.get_by_natural_key(*key)
        return known[tuple(key)]


def _rows(name: str) -> list[dict[str, Any]]:
    path = Path(settings.BASE_DIR) / "fixtures" / f"{name}.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def _make_room(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """A position is taken once: rows that move step aside first, and none meets another on its way."""
    unique = [field.name for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    if not unique or not any(field.name == "position" for field in model._meta.concrete_fields):
        return
    fields = [row.get("fields", {}) for row in rows]
    wanted = {row.get(unique[0]): row.get("position") for row in fields}
    standing = model._default_manager.values_list("pk", unique[0], "position")
    moving = [pk for pk, key, position in standing if wanted.get(key) != position]
    model._default_manager.filter(pk__in=moving).update(position=F("position") + ASIDE)


def _edited(model: type[models.Model]) -> tuple[set[str | None], tuple[str, ...]]:
    """The keys of the rows that somebody changed in the back office, and the portal's own words in them."""
    if not admin.site.is_registered(model):
        return set(), ()
    edits = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), action_flag=CHANGE)
    words = getattr(admin.site.get_model_admin(model), "own_fields", ())
    return set(edits.values_list("object_id", flat=True)), words


def _write(row: Row, kept: tuple[str, ...]) -> bool:
    """Save a row that is new or differs, but for what officers and administrators write on it."""
    record, found, _links = row
    model = type(record)
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


def _set_links(row: Row, kept: tuple[str, ...]) -> bool:
    changed = False
    for name, wanted in row.links.items():
        there = {linked.pk for linked in getattr(row.found, name).all()} if row.found else set()
        if name not in kept and wanted != there:
            getattr(row.record, name).set(wanted)
            changed = True
    return changed
