"""What `make test` says of each part, and what it makes of it in CI."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import run
from tests.servers import NoServer

ALL_RAN = {"ran": {"all": 9, "browser": 2, "worker": 1, "documents": 1}, "skipped": {"all": "one of many"}}
NO_CHROMIUM = {"ran": {"all": 7}, "skipped": {"all": "no Chromium", "browser": "no Chromium"}}


@pytest.fixture(autouse=True)
def no_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def server() -> Iterator[str]:
        yield "url"

    monkeypatch.setattr(run, "postgresql", server)
    monkeypatch.setattr(run, "redis_server", server)


def outcome(monkeypatch: pytest.MonkeyPatch, notes: run.Notes, *, passed: bool = True, ci: str = "") -> int:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(run, "run_pytest", lambda markers, environment, output: (passed, notes))
    return run.main()


@pytest.mark.parametrize("ci", ["", "1"])
def test_passes_when_everything_ran(monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    assert outcome(monkeypatch, ALL_RAN, ci=ci) == 0


@pytest.mark.parametrize("ci", ["", "1"])
def test_fails_when_a_test_failed(monkeypatch: pytest.MonkeyPatch, ci: str) -> None:
    assert outcome(monkeypatch, ALL_RAN, passed=False, ci=ci) == 1


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("1", 1)])
def test_says_that_chromium_was_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    assert outcome(monkeypatch, {**NO_CHROMIUM, "ran": {"all": 7, "worker": 1}}, ci=ci) == status
    said = capsys.readouterr().out
    assert "  sqlite     ran (7 tests)" in said
    assert "  browser    DID NOT RUN: no Chromium" in said
    assert "  documents  DID NOT RUN: no test of it was found" in said


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("1", 1)])
def test_says_that_a_server_was_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    def server() -> None:
        raise NoServer("no redis-server on this machine")

    monkeypatch.setattr(run, "redis_server", server)
    assert outcome(monkeypatch, ALL_RAN, ci=ci) == status
    said = capsys.readouterr().out
    for part in ("postgres", "redis", "worker"):
        assert f"  {part:10} DID NOT RUN: no redis-server on this machine" in said


def test_the_source_texts_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not part of the repository."""
    notes = {"ran": {"all": 9, "browser": 2, "worker": 1}, "skipped": {"documents": "not there"}}
    assert outcome(monkeypatch, notes, ci="1") == 0
