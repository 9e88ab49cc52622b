"""The parts of the suite that a machine may lack the means for, and which of them ran."""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import NoReturn

import pytest

# Each is a marker of pyproject.toml. "all" counts every test.
MARKED = ("browser", "worker", "documents")


def unavailable(reason: str) -> NoReturn:
    """Leave the test out, loudly; in CI, where everything must run, let it fail."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


class Recorder:
    """Notes for tests.run, in a file, how many tests of each part ran and why others did not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ran: dict[str, int] = defaultdict(int)
        self.skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        parts = ["all", *(part for part in MARKED if part in report.keywords)]
        if report.when == "call" and not report.skipped:
            for part in parts:
                self.ran[part] += 1
        elif report.skipped and isinstance(report.longrepr, tuple):
            self.skipped |= dict.fromkeys(parts, report.longrepr[2].removeprefix("Skipped: "))
        elif report.when == "setup" and report.failed:
            self.skipped |= dict.fromkeys(parts, report.longreprtext.strip().splitlines()[-1])

    def pytest_sessionfinish(self) -> None:
        self.path.write_text(json.dumps({"ran": self.ran, "skipped": self.skipped}))
