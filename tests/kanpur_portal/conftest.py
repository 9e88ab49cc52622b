"""Fixtures of the plan that a test may change."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.kanpur_portal.loading import Change


@pytest.fixture
def change(tmp_path: Path, settings: Any) -> Change:
    """Loads from a copy of the fixtures, in which the rows of a file can be changed."""
    folder = tmp_path / "fixtures"
    shutil.copytree(Path(settings.BASE_DIR) / "fixtures", folder)
    settings.BASE_DIR = tmp_path

    def change_file(name: str, how: Callable[[list[dict[str, Any]]], Any]) -> None:
        path = folder / f"{name}.json"
        content = json.loads(path.read_text())
        how(content)
        path.write_text(json.dumps(content))

    return change_file
