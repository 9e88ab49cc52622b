"""Whatever a program brings: refused by name, or checked or refused in the end; what is applied adds up."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.imports.jobs import work
from exports.models import ImportBatch, RejectedRow, TradeFigure
from kanpur_portal import roles
from tests.api.conftest import Program, errors
from tests.factories import UserFactory, token_of
from tests.imports.bringing import totals, totals_by_hand
from tests.imports.test_layout_bad_files import FILES, SHREDS
from tests.imports.test_layout_comtrade import content_of
from tests.imports.test_layout_dgcis import PAGE
from tests.imports.test_layout_own import HEAD, SADDLERY
from tests.imports.test_layout_trademap import MARKETS

URL = "/api/v1/imports/"
ANSWERS = {name: answers for name, (_content, answers) in FILES.items()} | {"comtrade": {}}
FRAMES = st.sampled_from(
    [HEAD, HEAD + SADDLERY, *(text for text, _ in FILES.values()), PAGE, MARKETS, content_of({}), ""]
)
STRANGE = [
    "",
    "\0",
    "x" * 10_000,
    "९",
    "-1",
    "2999-01-01",
    "{}",
    "\u202e",
    "rows",
    "TOTAL",
    "DE",
    "4201",
    "usd",
]
FIELDS = ["layout", "retrieved_on", "source_url", "note", "flow", "unit", "hs_code", "partner", "reporter",
          "provisional_from", "colour"]  # fmt: skip
EXAMPLES = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def editor(reporters: None, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setattr("exports.api.imports.ImportThrottle.rate", "10000/hour")
    return Program(token_of(UserFactory(role=roles.DATA_EDITOR)))


def bodies() -> st.SearchStrategy[dict[str, Any]]:
    """Good ones with a file that may be anything, and up to two fields that may be."""
    good = st.sampled_from(sorted(ANSWERS)).map(
        lambda layout: {"layout": layout, "retrieved_on": "2026-04-01", **ANSWERS[layout]}
    )
    strange = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(STRANGE), max_size=1)
    return st.builds(lambda body, said: body | said, good, st.one_of(st.just({}), st.just({}), strange))


def test_any_file_with_any_answers(editor: Program) -> None:
    seen: set[str] = set()

    @settings(EXAMPLES, max_examples=40)
    @given(bodies(), FRAMES, SHREDS, st.text(max_size=20))
    def fits(body: dict[str, Any], start: str, rest: str, name: str) -> None:
        content = (start + rest).encode("utf-8", "replace") or b"\n"
        response = editor.upload(URL, body | {"file": SimpleUploadedFile(f"{name}.csv", content)})
        if response.status_code != 201:
            assert errors(response)
            seen.add("400")
            return
        batch = ImportBatch.objects.latest("pk")
        work(batch.pk)
        batch.refresh_from_db()
        seen.add(batch.state)
        assert batch.state == "checked" or batch.refusal, batch.state
        assert batch.rejected in (None, RejectedRow.objects.filter(batch=batch).count())
        asked = editor.post(f"{URL}{batch.number}/apply/", {"rejected": batch.rejected or 0})
        if asked.status_code == 202:
            work(batch.pk)
            batch.refresh_from_db()
            seen.add(batch.state)
            assert batch.state == "applied"
            assert totals() == totals_by_hand()

    fits()
    assert seen == {"400", "checked", "refused", "applied"}
    assert TradeFigure.objects.exists()
