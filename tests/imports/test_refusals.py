"""Why a file was refused, and why its rows were rejected: in English and in Hindi, whoever did the work."""

import ast
import csv
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from exports.imports import files, leases, staging
from exports.imports.leases import claim
from exports.imports.reasons import REASONS
from exports.imports.rows import FileRefused
from exports.models import ImportBatch
from kanpur_portal import roles
from tests.api.conftest import Program
from tests.factories import UserFactory, token_of
from tests.imports.batches import batch
from tests.imports.bringing import bring, checked
from tests.imports.test_import_jobs import BAD, BAGS, path_of, received, silent
from tests.locale.messages import PLACEHOLDER

CODE = sorted((settings.BASE_DIR / "exports/imports").rglob("*.py"))
DEVANAGARI = re.compile("[ऀ-ॿ]")


def refusals(path: Path) -> Iterator[ast.expr]:
    """The message of each refusal: what FileRefused is called with, and what those return that make one."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef) and any(_named(base, "FileRefused") for base in node.bases):
            calls = [found for found in ast.walk(node) if isinstance(found, ast.Call)]
            yield from (call.args[0] for call in calls if _named(call.func, "__init__"))
        elif isinstance(node, ast.Call) and _named(node.func, "FileRefused"):
            yield node.args[0]
        elif isinstance(node, ast.FunctionDef) and node.name in ("not_text", "no_heading", "other_separator"):
            yield from (
                found.value for found in ast.walk(node) if isinstance(found, ast.Return) and found.value
            )


def _named(node: ast.expr, name: str) -> bool:
    return name in (getattr(node, "id", ""), getattr(node, "attr", ""))


def message(node: ast.expr) -> str:
    """The text of `_("…")`; "" for a call of one of those that make a message."""
    if isinstance(node, ast.Call) and node.args and _named(node.func, "_"):
        return str(ast.literal_eval(node.args[0]))
    return "" if isinstance(node, ast.Call) and not node.args else ast.unparse(node)


MESSAGES = sorted({text for path in CODE for node in refusals(path) if (text := message(node))})


def page(client: Client, url: str, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200, url
    return response.content.decode()


def in_english(found: ImportBatch) -> str:
    return f"/data/imports/{found.pk}/"


def in_hindi(found: ImportBatch) -> str:
    return f"/hi/data/imports/{found.pk}/"


def test_the_code_keeps_refusals_lazy() -> None:
    """`_("…") % values` would be of one language before anybody reads it, as would gettext alone."""
    assert len(MESSAGES) >= 30
    assert [text for text in MESSAGES if text.startswith(("_(", "f'", "'"))] == []
    for path in CODE:
        source = path.read_text()
        if "FileRefused(" in source and "_(" in source:
            assert "import gettext as _" not in source, path


def test_every_refusal_reads_hindi_and_english(editor: Client) -> None:
    found = batch("refused")
    for text in MESSAGES:
        names = {name[2:-2]: "42<b>" for name in PLACEHOLDER.findall(text)}
        ImportBatch.objects.filter(pk=found.pk).update(**FileRefused(gettext_lazy(text), **names).words())
        english, hindi = (
            page(editor, url, **{"HX-Request": "true"})  # the part that changes, which is quicker made
            for url in (in_english(found), in_hindi(found))
        )
        plain = re.escape(text.partition("%(")[0][:30].replace("’", "&#x27;"))
        assert re.search(f'<p lang="en">{plain}', english), text
        shown = re.search('<p lang="hi">(.+)</p>', hindi)
        assert shown and DEVANAGARI.search(shown[1]), text
        assert shown[1].count("42&lt;b&gt;") == len(names)


def given_up(found: ImportBatch) -> None:
    for _attempt in range(leases.MOST_ATTEMPTS):
        assert claim(found.pk, silent)
        ImportBatch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def forgotten(found: ImportBatch) -> None:
    checked(found)
    ImportBatch.objects.update(made_at=timezone.now() - timedelta(days=31))
    files.remove_unapplied()


@pytest.mark.usefixtures("reporters")
@pytest.mark.parametrize(
    ("lines", "spoil", "words"),
    [
        ([BAGS], lambda found: path_of(found).unlink(), "no longer kept"),
        ([BAGS], lambda found: path_of(found).write_text("other"), "damaged"),
        ([BAGS], lambda found: path_of(found).write_bytes(b"%PDF"), "damaged"),
        ([BAGS], given_up, "three times"),
        ([BAGS], forgotten, "30 days"),
        ([BAD, BAD, BAD], silent, "cannot be taken"),
        ([], silent, "no figures"),
    ],
)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_both_languages_are_kept_whatever_the_worker_speaks(
    language: str, lines: Any, spoil: Callable[[Any], Any], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "MOST_REJECTED", 2)
    with translation.override(language):
        found = received(*lines)
        spoil(found)
        checked(found)
    assert found.state == "refused"
    assert words in found.refusal
    assert DEVANAGARI.search(found.refusal_hi)
    assert not DEVANAGARI.search(found.refusal)


@pytest.mark.usefixtures("reporters")
def test_what_a_file_says_of_itself_stands_in_both() -> None:
    table = ContentFile(b"reporter,reporter\nIN,IN\n", name="x.csv")
    found = checked(received(file=table))
    assert "“reporter”" in found.refusal
    assert "“reporter”" in found.refusal_hi


def test_a_refusal_of_old_is_shown_in_english_as_english(editor: Client) -> None:
    found = batch("refused")
    assert '<p lang="en">The file is not a table.</p>' in page(editor, in_hindi(found))


def test_the_api_says_both(db: None) -> None:
    found = batch("refused", refusal_hi="यह सारणी नहीं है।")
    row = (
        Program(token_of(UserFactory(role=roles.DATA_EDITOR))).get(f"/api/v1/imports/{found.number}/").json()
    )
    assert (row["refusal"], row["refusal_hi"]) == ("The file is not a table.", "यह सारणी नहीं है।")


@pytest.mark.usefixtures("reporters")
def test_rejected_rows_read_hindi_on_the_page_and_in_its_file(editor: Client) -> None:
    found = bring(BAGS, BAD)
    english = str(REASONS["lost_zero"])
    with translation.override("hi"):
        words = str(REASONS["lost_zero"])
    assert DEVANAGARI.search(words)
    assert f'{words} <span class="muted small">0420</span>' in page(editor, in_hindi(found))
    for url in (in_english(found), in_hindi(found)):
        [row] = csv.DictReader(StringIO(page(editor, f"{url}rejected.csv")))
        assert (row["reason"], row["detail"]) == ("lost_zero", "0420")
        assert row["reason_in_words"] == english, "a file is the same for every reader"
        assert row["reason_in_words_hi"] == words
