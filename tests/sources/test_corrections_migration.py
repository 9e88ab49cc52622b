"""Requests that were accepted before an answer had to say how it ended."""

from importlib import import_module

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import timezone

from sources.models import CorrectionRequest
from tests.factories import DocumentFactory, UserFactory

NAME = "0003_corrections_end_visibly"


def test_they_survive_the_migration(transactional_db: None, client: Client) -> None:
    """Its two last steps, taken again on a table that has such a row."""
    migration = import_module(f"sources.migrations.{NAME}")
    *before, fill, constrain = migration.Migration.operations
    state = MigrationLoader(connection).project_state(("sources", "0002_every_line"))
    for operation in before:
        operation.state_forwards("sources", state)
    constrained = state.clone()
    constrain.state_forwards("sources", constrained)
    with connection.schema_editor() as editor:
        constrain.database_backwards("sources", editor, constrained, state)
    try:
        row = CorrectionRequest.objects.create(
            document=DocumentFactory(slug="before"),
            line=1,
            text="A misprint?",
            state="accepted",
            answer="Yes.",
            answered_at=timezone.now(),
            answered_by=UserFactory(),
        )
        with connection.schema_editor() as editor:
            fill.database_forwards("sources", editor, state, state)
        row.refresh_from_db()
        assert row.ending_not_recorded
        assert (row.discrepancy, row.fixture_correction) == (None, "")
    finally:
        CorrectionRequest.objects.filter(state="accepted", ending_not_recorded=False).delete()
        with connection.schema_editor() as editor:
            constrain.database_forwards("sources", editor, state, constrained)
    assert "was not recorded when" in client.get(row.get_absolute_url()).text
