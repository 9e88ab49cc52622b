"""The transcription that is still to become fixtures stands in the documents, word for word."""

import json
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sources.lines import parse_lines
from sources.quotes import faults, text_lines

TRANSCRIPTION = Path(settings.BASE_DIR) / "fixtures" / "transcription"
DOCUMENTS = {
    row["fields"]["sha256"]: row["fields"]["slug"]
    for row in json.loads((Path(settings.BASE_DIR) / "fixtures" / "sources__document.json").read_text())
}
# Of the export plan: sections 4.6, 5.8, 6.8, 7.8 and 9, which are fixtures already.
LOADED = [range(446, 456), range(657, 668), range(819, 830), range(973, 989), range(1027, 1073)]


@dataclass
class Cited:
    lines: str
    quote: str
    verbatim_fields: tuple[str, ...] = ()


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TRANSCRIPTION / name).read_text().splitlines()]


@pytest.fixture(scope="module")
def texts(source_texts: Path) -> dict[str, list[str]]:
    """The lines of each document, by its slug."""
    return {
        DOCUMENTS[digest]: text_lines(path)
        for path in source_texts.glob("*.txt")
        if (digest := sha256(path.read_bytes()).hexdigest()) in DOCUMENTS
    }


@pytest.mark.documents
def test_every_quote_stands_in_its_document(texts: dict[str, list[str]]) -> None:
    facts = rows("facts.jsonl")
    readings = [reading for row in rows("register.jsonl") for reading in row["readings"]]
    wrong = [
        fault
        for row in [*facts, *readings]
        for fault in faults(Cited(row["lines"], row["quote"]), texts[row["document"]])
    ]
    assert wrong == []
    assert len(facts) > 1000


@pytest.mark.documents
def test_every_line_is_carried_or_left_out_with_its_reason(texts: dict[str, list[str]]) -> None:
    carried: dict[str, set[int]] = defaultdict(set)
    for row in rows("facts.jsonl"):
        for lines in parse_lines(row["lines"]):
            carried[row["document"]].update(range(lines.first, lines.last + 1))
    for section in LOADED:
        carried["export-plan"].update(section)
    left = {
        slug: [number for number, line in enumerate(text, 1) if line.strip() and number not in carried[slug]]
        for slug, text in texts.items()
    }
    assert left == {slug: [] for slug in DOCUMENTS.values()}
