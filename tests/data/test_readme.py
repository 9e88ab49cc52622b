"""The README of the fixtures counts what is there."""

import json
import re
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "fixtures"


def test_every_file_has_its_row_with_the_number_of_its_rows() -> None:
    told = dict(re.findall(r"^\| `(\w+__\w+)` \| (\d+) \|", (FOLDER / "README.md").read_text(), re.MULTILINE))
    there = {path.stem: str(len(json.loads(path.read_text()))) for path in FOLDER.glob("*.json")}
    assert told == there
