"""The index of a process, made anew when the data have changed, and the search in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from threading import Lock

from exports.nomenclature import wordings
from kanpur_portal import data_version
from kanpur_portal.search.entries import KIND_ORDER, Bilingual, Entry, Kind, OfficialCode
from kanpur_portal.search.index import Index, Words
from kanpur_portal.search.query import Query, understand
from kanpur_portal.search.ranking import Ranked, TermReading, is_known, rank, read
from kanpur_portal.search.records import entries
from kanpur_portal.search.spelling import Vocabulary
from kanpur_portal.search.synonyms import Phrase, meanings, written
from sources.folding import composed, words
from sources.marks import Key, key_of
from sources.models import Citation, Discrepancy

_SUGGESTIONS = 3
# Their sentence or row names others beside them: “footwear, saddlery, and leather fabrics”.
_FOUND_BY_NAME = {Kind.PRODUCT, Kind.HS_CODE}


@dataclass(frozen=True)
class Catalogue:
    """The portal's records at one version of the data, ready to be searched."""

    version: tuple[str, datetime | None]
    entries: Sequence[Entry]
    index: Index
    vocabulary: Vocabulary
    flags: dict[Key, list[Discrepancy]]

    def order(self, number: int) -> tuple[int, ...]:
        """What the rule leaves equal: kind, length of the name, place among the records."""
        entry = self.entries[number]
        return KIND_ORDER[entry.kind], len(entry.name.shown.split()), number


@dataclass(frozen=True)
class Hit:
    entry: Entry
    missing: int


@dataclass(frozen=True)
class Answer:
    """What was understood, and what was found, best first."""

    query: Query
    readings: Sequence[TermReading]
    hits: Sequence[Hit]
    missing: int  # terms that even the best results lack
    catalogue: Catalogue

    @property
    def phrases(self) -> list[Phrase]:
        """All that counts as what was asked for."""
        return [phrase for reading in self.readings for phrase in reading.phrases]


_kept: Catalogue | None = None
_lock = Lock()


def catalogue() -> Catalogue:
    """That of the present data. One thread makes it, the others wait for it."""
    global _kept
    version = data_version.current(), data_version.data_as_of()
    with _lock:
        if _kept is None or _kept.version != version:
            _kept = _made(version)
        return _kept


def _made(version: tuple[str, datetime | None]) -> Catalogue:
    found = list(entries())
    index = Index.of(map(_searched, found))
    cited = [entry.record for entry in found if isinstance(entry.record, Citation)]
    cited += [detail.record for entry in found for detail in entry.details if detail.record]
    trade_words = {phrase[0] for phrase in meanings() if len(phrase) == 1}
    return Catalogue(
        version,
        found,
        index,
        Vocabulary({*index.postings, *trade_words}),
        Discrepancy.objects.flags_for({key_of(record): record for record in cited}.values()),
    )


def _searched(entry: Entry) -> Words:
    """What a discrepancy is called is a sentence, and counts as one."""
    names = [text for name in entry.names for text in name if text]
    texts = [] if entry.kind in _FOUND_BY_NAME else list(entry.text)
    if entry.kind == Kind.DISCREPANCY:
        names, texts = [], names + texts
    return Words(
        names=names,
        goods=[text for detail in entry.details if detail.record for text in detail.words if text],
        details=[
            text
            for detail in entry.details
            for text in (getattr(detail.record, "rationale", ""), *(() if detail.record else detail.words))
            if text
        ],
        text=" ".join(texts),
        code=entry.code,
        goods_codes=entry.goods_codes,
    )


def official() -> tuple[Index, Vocabulary, Sequence[tuple[str, str]]]:
    """The official nomenclature. One thread makes it, the others wait for it."""
    with _lock:
        return _official()


@cache
def _official() -> tuple[Index, Vocabulary, Sequence[tuple[str, str]]]:
    """No write changes it: made once for each process."""
    rows = list(wordings().items())
    index = Index.of(Words(names=[description], code=code) for code, description in rows)
    return index, Vocabulary(index.postings), rows


def search(typed: str) -> Answer:
    """All that answers, best first. No query, but for data that have changed."""
    known = catalogue()
    index, vocabulary, rows = official()
    query = understand(typed)
    readings = read(query, [known.index, index], [known.vocabulary, vocabulary])
    ours = rank(query, readings, known.index, known.order)
    theirs = rank(query, readings, index, lambda number: (len(rows[number][0]), number))
    missing = min((one.missing for one in (*ours[:1], *theirs[:1])), default=0)
    return Answer(
        query,
        readings,
        [
            *(Hit(known.entries[one.number], one.missing) for one in _lacking(missing, ours)),
            *(Hit(_official_entry(*rows[one.number]), one.missing) for one in _lacking(missing, theirs)),
        ],
        missing,
        known,
    )


def _lacking(missing: int, ranked: Sequence[Ranked]) -> list[Ranked]:
    return [one for one in ranked if one.missing == missing]


def _official_entry(code: str, description: str) -> Entry:
    return Entry(Kind.OFFICIAL, OfficialCode(code), [Bilingual(description)], code=code)


def suggestions(answer: Answer) -> list[str]:
    """Words spelt most like those that nothing has, as the records write them."""
    known = answer.catalogue
    indexes = known.index, official()[0]
    found: dict[str, None] = {}
    for reading in answer.readings:
        for word in reading.term.phrase if len(reading.term.phrase) == 1 else ():
            if not any(is_known(phrase, index) for phrase in reading.phrases for index in indexes):
                for near in known.vocabulary.suggestions(word, _SUGGESTIONS):
                    found[as_written(near, known)] = None
    return list(found)[:_SUGGESTIONS]


def as_written(word: str, known: Catalogue) -> str:
    """A folded word as the first record that has it writes it, else as the trade words do."""
    for number, _place in known.index.having(word):
        searched = _searched(known.entries[number])
        for text in map(composed, (*searched.names, *searched.goods, *searched.details, searched.text)):
            for found in words(text):
                if found.stem == word:
                    return text[found.start : found.end].casefold()
    return written().get((word,), word)
