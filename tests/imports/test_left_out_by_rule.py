"""A file full of rows that are left out by rule: all are counted, the first are listed, none refuses it."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client

from exports.import_actions import ask_to_apply, receive
from exports.imports import staging
from exports.imports.reasons import BY_RULE, REASONS
from exports.models import ImportBatch, TradeFigure
from tests.api.conftest import Program
from tests.factories import token_of
from tests.imports.bringing import checked
from tests.imports.test_layout_comtrade import content_of

BREAKDOWN, OTHER_FLOW, NO_COUNTRY = {"MotCode": "1000"}, {"FlowCode": "RX"}, {"PartnerCode": "899"}
WRONG = {"CmdCode": "42010"}
GOOD = ({"CmdCode": "420100"}, {"CmdCode": "420221"})
pytestmark = pytest.mark.usefixtures("reporters")


def brought(*rows: dict[str, str]) -> ImportBatch:
    file = ContentFile(content_of(*rows).encode(), name="comtrade.csv")
    return checked(receive(file=file, layout="comtrade", answers={}, retrieved_on=date(2026, 3, 31)))


def test_twelve_thousand_breakdowns_are_counted_and_applied_without() -> None:
    batch = brought(*[BREAKDOWN] * 12_000, *GOOD, OTHER_FLOW, WRONG)
    assert (batch.state, batch.rejected, batch.rejected_listed) == ("checked", 12_002, 10_001)
    assert batch.rejected_by_reason == {"breakdown": 12_000, "other_flow": 1, "lost_zero": 1}
    assert (batch.rows_read, batch.added) == (12_004, 2)
    assert batch.rejected_rows.count() == 10_001
    assert batch.rejected_rows.get(reason="lost_zero").row == 12_005, "what is wrong is always listed"
    with pytest.raises(ValidationError, match="12,002 rows are rejected now"):
        ask_to_apply(batch, rejected=10_001, by=None)
    ask_to_apply(batch, rejected=12_002, by=None)
    assert checked(batch).state == "applied"
    assert TradeFigure.objects.count() == 2


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if two were ten thousand."""
    monkeypatch.setattr(staging, "MOST_REJECTED", 2)


@pytest.mark.usefixtures("few")
def test_only_what_is_wrong_refuses_a_file() -> None:
    rows = [BREAKDOWN, OTHER_FLOW, NO_COUNTRY, BREAKDOWN, *GOOD, WRONG, WRONG]
    batch = brought(*rows)
    assert (batch.state, batch.rejected, batch.rejected_listed) == ("checked", 6, 4)
    assert [row.row for row in batch.rejected_rows.all()] == [2, 3, 8, 9]
    batch = brought(*rows, WRONG)
    assert batch.state == "refused"
    assert {row.reason for row in batch.rejected_rows.all()} == {"lost_zero"}
    assert batch.rejected_rows.count() == 2


@pytest.mark.usefixtures("few")
def test_a_file_without_any_figure_is_checked_and_has_nothing_to_apply() -> None:
    batch = brought(*[OTHER_FLOW] * 5)
    assert (batch.state, batch.rejected, batch.rejected_listed) == ("checked", 5, 2)
    with pytest.raises(ValidationError, match="nothing to apply"):
        ask_to_apply(batch, rejected=5, by=None)


@pytest.mark.usefixtures("few")
def test_a_second_check_counts_anew() -> None:
    batch = brought(*[BREAKDOWN] * 5, *GOOD)
    ask_to_apply(batch, rejected=5, by=None)
    ImportBatch.objects.update(rejected=4, rejected_listed=1)  # as if a rule had changed since
    assert (checked(batch).state, batch.rejected, batch.rejected_listed) == ("checked", 5, 2)
    assert batch.rejected_by_reason == {"breakdown": 5}


@pytest.mark.usefixtures("few")
def test_page_file_and_api_say_that_not_all_are_listed(editor: Client, person: User) -> None:
    batch = brought(*[BREAKDOWN] * 5, OTHER_FLOW, *GOOD, WRONG)
    page = editor.get(f"/data/imports/{batch.pk}/").content.decode()
    assert "3 of 7 rejected rows are listed" in page
    assert page.index("Rejected rows by reason") < page.index("Apply it without the 7 rejected rows")
    table = list(
        csv.DictReader(StringIO(editor.get(f"/data/imports/{batch.pk}/rejected.csv").content.decode()))
    )
    assert [(row["row"], row["reason"], row["rows"]) for row in table] == [
        ("2", "breakdown", "1"),
        ("3", "breakdown", "1"),
        ("10", "lost_zero", "1"),
        ("", "breakdown", "3"),
        ("", "other_flow", "1"),
    ]
    assert sum(int(row["rows"]) for row in table) == batch.rejected
    row = Program(token_of(person)).get(f"/api/v1/imports/{batch.number}/").json()
    assert (row["rejected"], row["rejected_listed"]) == (7, 3)
    counted = row["rejected_by_reason"]
    assert [(found["reason"], found["rows"]) for found in counted] == [
        ("breakdown", 5),
        ("lost_zero", 1),
        ("other_flow", 1),
    ]
    assert counted[0]["reason_in_words"] == str(REASONS["breakdown"])
    assert "क" in counted[0]["reason_in_words_hi"]


def test_a_complete_listing_does_not_say_so(editor: Client) -> None:
    batch = brought(BREAKDOWN, *GOOD)
    page = editor.get(f"/data/imports/{batch.pk}/").content.decode()
    assert "Rejected rows by reason" in page
    assert "rejected rows are listed" not in page
    table = editor.get(f"/data/imports/{batch.pk}/rejected.csv").content.decode()
    assert len(table.splitlines()) == 2


@pytest.mark.usefixtures("few")
def test_everyone_reads_how_many_were_left_out_and_why(client: Client) -> None:
    batch = brought(*[BREAKDOWN] * 5, *GOOD)
    ask_to_apply(batch, rejected=5, by=None)
    checked(batch)
    page = client.get(f"/data/imports/{batch.pk}/").content.decode()
    assert str(REASONS["breakdown"]) in page
    assert "rejected rows are listed" not in page


@pytest.mark.usefixtures("few")
def test_the_command_says_so(tmp_path: Path) -> None:
    path, out = tmp_path / "comtrade.csv", StringIO()
    path.write_text(content_of(*[BREAKDOWN] * 5, *GOOD))
    words = ["--layout", "comtrade", "--retrieved-on", "2026-03-31", "--apply"]
    with pytest.raises(CommandError, match="--accept-rejected 5"):
        call_command("import_figures", str(path), *words, stdout=out)
    assert f"  5 rejected: {REASONS['breakdown']}" in out.getvalue()
    assert "2 of 5 rejected rows are listed" in out.getvalue()
    call_command("import_figures", str(path), *words, "--accept-rejected", "5", stdout=out)
    assert "is applied" in out.getvalue()


def test_rules_are_reasons() -> None:
    assert set(BY_RULE) - REASONS.keys() == set()
