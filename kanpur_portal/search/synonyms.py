"""The trade words that exporters type and the documents do not print: the portal's own, in `synonyms.json`.

A row's `words` mean the same, in both directions; a word may be several ("घोड़े का साज"), also Hindi in Latin
letters. `kind_of` names goods that they are a kind of: safety shoes are found among footwear, but footwear
does not ask for safety shoes. Nothing printed is changed by them; the page says which it looked for.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sources.folding import stems

TABLE = Path(__file__).parent / "synonyms.json"

Phrase = tuple[str, ...]  # folded words


@dataclass(frozen=True)
class Meaning:
    """What else a phrase is called, and what it is a kind of."""

    same: frozenset[Phrase]
    broader: frozenset[Phrase]


@cache
def meanings() -> Mapping[Phrase, Meaning]:
    """By each phrase of the table; read once for each process."""
    rows: list[tuple[frozenset[Phrase], list[str]]] = [
        (frozenset(map(stems, row["words"])), row.get("kind_of", []))
        for row in json.loads(TABLE.read_text())["rows"]
    ]
    same: dict[Phrase, set[Phrase]] = defaultdict(set)
    for phrases, _kinds in rows:
        for phrase in phrases:
            same[phrase] |= phrases
    broader: dict[Phrase, set[Phrase]] = defaultdict(set)
    for phrases, kinds in rows:
        for phrase in phrases:
            for kind in map(stems, kinds):
                broader[phrase] |= same.get(kind, {kind})
    return {
        phrase: Meaning(frozenset(found), frozenset(broader[phrase] - found))
        for phrase, found in same.items()
    }


@cache
def written() -> Mapping[Phrase, str]:
    """Each phrase as the table writes it first."""
    found: dict[Phrase, str] = {}
    for row in json.loads(TABLE.read_text())["rows"]:
        for word in row["words"]:
            found.setdefault(stems(word), word)
    return found


@cache
def longest() -> int:
    """How many words the longest phrase has."""
    return max(map(len, meanings()))
