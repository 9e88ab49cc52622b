"""The loader in a portal that has nothing yet."""

from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db.models import Model

from clusters.models import Tannery
from interventions.models import Action, ActionPart, Challenge, Heading, Intervention, Parameter, Plan
from sources.models import Document
from tests.conftest import put_in_place
from tests.kanpur_portal.loading import Change, load, rows

pytestmark = pytest.mark.django_db


def test_a_fresh_portal_gets_all_of_it(first_load: tuple[str, list[list[Model]]], db: None) -> None:
    said, written = first_load
    put_in_place(written)
    total = sum(len(found) for name, found in rows().items() if name != "links")
    assert said == f"Fixtures: {total} rows written, 0 removed, 0 with words edited in the portal.\n"
    assert list(Action.objects.values_list("reference", flat=True)) == [f"KN-{n:02}" for n in range(1, 30)]
    counts = {
        model: model.objects.count() for model in (Heading, ActionPart, Parameter, Challenge, Intervention)
    }
    assert counts == {Heading: 5, ActionPart: 19, Parameter: 26, Challenge: 58, Intervention: 74}
    assert set(Action.objects.values_list("work_status", "revision")) == {("not_started", 0)}
    assert Plan.objects.get().starts_on is None
    assert not Tannery.objects.exists(), "no document prints the name of one"


def test_a_file_that_is_no_json(change: Change, tmp_path: Path) -> None:
    (tmp_path / "fixtures" / "sources__discrepancy.json").write_text("[{")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        load()
    assert not Document.objects.exists()
