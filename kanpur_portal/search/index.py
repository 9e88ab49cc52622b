"""Which entry has which word, and where: names, details or text. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sources.folding import composed, joined_stems, stems

# Where an entry has a word; the lower, the better.
WHOLE, NAME, DETAIL, TEXT = range(4)
_MOST_BEGUN = 200
# A name of more words is a description: nobody types the whole of it.
_LONGEST_NAME = 8


@dataclass(frozen=True)
class Words:
    """What an entry is found by. `code` is a reference (KN-07) or an HS code."""

    names: Sequence[str] = ()
    goods: Sequence[str] = ()  # that a market is named for: as good as a part of its name
    details: Sequence[str] = ()
    text: str = ""
    code: str = ""
    goods_codes: Sequence[str] = ()  # HS codes of what it is about


@dataclass
class Index:
    """Entries by their number, in the order given."""

    postings: dict[str, array[int]] = field(default_factory=dict)  # word → number * 4 + place
    names: list[list[tuple[str, ...]]] = field(default_factory=list)
    codes: list[tuple[str, Sequence[str]]] = field(default_factory=list)  # own, and of the goods
    coded: dict[str, list[int]] = field(default_factory=dict)  # first two signs of a code → entries

    @classmethod
    def of(cls, entries: Iterable[Words]) -> Index:
        index = cls()
        postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for number, entry in enumerate(entries):
            names = [stems(composed(name)) for name in (entry.code, *entry.names) if name]
            for word, place in _places(entry, names).items():
                postings[word].append(number << 2 | place)
            index.names.append([name for name in names if len(name) <= _LONGEST_NAME])
            index.codes.append((entry.code, entry.goods_codes))
            for start in {code[:2] for code in (entry.code, *entry.goods_codes) if code}:
                index.coded.setdefault(start, []).append(number)
        index.postings = dict(postings)
        return index

    def having(self, word: str) -> Iterator[tuple[int, int]]:
        """The entries that have the word, each with its best place."""
        for posting in self.postings.get(word, ()):
            yield posting >> 2, posting & 3

    def begun_by(self, part: str) -> list[str]:
        """The known words that begin so and are longer."""
        first = bisect_left(self._alphabet, part)
        near = self._alphabet[first : first + _MOST_BEGUN]
        return [word for word in near if word.startswith(part) and word != part]

    @cached_property
    def _alphabet(self) -> list[str]:
        return sorted(self.postings)


def _places(entry: Words, names: Sequence[tuple[str, ...]]) -> dict[str, int]:
    """Each word of an entry with its best place."""
    places: dict[str, int] = {}
    for text in (entry.text, *entry.details):
        found = (*stems(composed(text)), *joined_stems(text))
        places |= dict.fromkeys(found, TEXT if text is entry.text else DETAIL)
    for name in (*names, *map(joined_stems, entry.names), *map(stems, map(composed, entry.goods))):
        places |= dict.fromkeys(name, NAME)
    return places
