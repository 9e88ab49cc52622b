"""In which order results stand. Pure; the rule is this text, and the page prints the same.

1. What the portal's records say stands before the official list of goods.
2. A record must have all words of the question. Where none has, those that lack fewest are given, and the
   page says so.
3. A record is better the more exactly it has the words: as typed (in any spelling that means the same,
   singular or plural, or as one of the portal's trade words); then as a broader trade word (footwear, for
   safety shoes); then as the beginning of a longer word; then nearly so spelt, which is tried only for a
   word that nothing has.
4. Then the better the place: the whole of a name or reference; a part of a name, or the goods that a market
   is named for; a detail (its group, its cluster); the text alone.
5. Then in the order of the kinds, the shorter name first, and in the order of the records.

A record is as well found as its worst word. A code finds itself, then the codes below it, then those above
it, then those of the same heading. Products and HS codes are found by their names alone, for the sentences
that print them name others too; what a discrepancy is called counts as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kanpur_portal.search.index import DETAIL, NAME, TEXT, WHOLE, Index
from kanpur_portal.search.query import Query, Term, term
from kanpur_portal.search.spelling import Vocabulary
from kanpur_portal.search.synonyms import Phrase, meanings

# How a record has a word; the lower, the better.
AS_TYPED, BROADER, BEGUN, NEARLY = range(4)
_HEADING = 4  # digits of an HS heading
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class TermReading:
    """A term with all that counts for it."""

    term: Term
    phrases: dict[Phrase, int]  # each with the way in which it is the term
    nearly: tuple[str, ...] = ()  # spellings taken in the place of a word that nothing has


@dataclass(frozen=True)
class Ranked:
    """One result: the number of its entry, how many terms it lacks, and its place in the order."""

    number: int
    missing: int
    key: tuple[int, ...]


def read(query: Query, indexes: Sequence[Index], vocabularies: Sequence[Vocabulary]) -> list[TermReading]:
    """What each term is looked for as, in all indexes alike. How a word is spelt the first vocabulary says
    that has one near.
    """
    return [_read(one, indexes, vocabularies) for one in query.terms]


def _read(one: Term, indexes: Sequence[Index], vocabularies: Sequence[Vocabulary]) -> TermReading:
    phrases = dict.fromkeys(one.broader, BROADER) | dict.fromkeys(one.same, AS_TYPED)
    if len(one.phrase) > 1:
        return TermReading(one, phrases)
    (word,) = one.phrase
    if len(word) >= _SHORTEST_BEGINNING:
        for index in indexes:
            for longer in index.begun_by(word):
                phrases.setdefault((longer,), BEGUN)
    if one.phrase in meanings() or any(is_known(phrase, index) for phrase in phrases for index in indexes):
        return TermReading(one, phrases)
    nearly = next(filter(None, (vocabulary.near(word) for vocabulary in vocabularies)), [])
    for near in nearly:
        phrases |= dict.fromkeys(term((near,), near).same, NEARLY)
    return TermReading(one, phrases, tuple(nearly))


def is_known(phrase: Phrase, index: Index) -> bool:
    return all(word in index.postings for word in phrase)


def rank(
    query: Query, readings: Sequence[TermReading], index: Index, order: Callable[[int], tuple[int, ...]]
) -> list[Ranked]:
    """The entries of one index that have any of the terms, best first; `order` settles what is equal."""
    found = [_having(reading, index) for reading in readings]
    for number, place in _by_code(query, index).items():
        for had_by in found:
            had_by[number] = (AS_TYPED, place)
    phrases = [frozenset(phrase) for reading in readings for phrase in reading.phrases]
    ranked = []
    for number in set().union(*found):
        had = [had_by[number] for had_by in found if number in had_by]
        missing = len(found) - len(had)
        way, place = (max(had_one) for had_one in zip(*had, strict=True))
        if place == NAME and not missing and any(_is_all_of(name, phrases) for name in index.names[number]):
            place = WHOLE
        ranked.append(Ranked(number, missing, (missing, way, place, *order(number))))
    return sorted(ranked, key=lambda one: one.key)


def _is_all_of(name: Iterable[str], phrases: Sequence[frozenset[str]]) -> bool:
    """Whether what was asked for is all that the name says."""
    words = frozenset(name)
    return words <= frozenset().union(*(phrase for phrase in phrases if phrase <= words))


def _having(reading: TermReading, index: Index) -> dict[int, tuple[int, int]]:
    """The entries that have the term, each with the best way and place; a phrase, with all its words."""
    best: dict[int, tuple[int, int]] = {}
    for phrase, way in sorted(reading.phrases.items(), key=lambda pair: pair[1]):
        first, *rest = (dict(index.having(word)) for word in phrase)
        for number, place in first.items():
            if all(number in other for other in rest):
                worst = max([place, *(other[number] for other in rest)])
                best[number] = min(best.get(number, (way, worst)), (way, worst))
    return best


def _by_code(query: Query, index: Index) -> dict[int, int]:
    """The entries that a code or reference means, each with its place."""
    found: dict[int, int] = {}
    asked = query.code or query.reference
    for number in index.coded.get(asked[:2], ()):
        own, of_goods = index.codes[number]
        place = min([_nearness(asked, own), *(max(DETAIL, _nearness(asked, code)) for code in of_goods)])
        if place <= TEXT:
            found[number] = place
    return found


def _nearness(asked: str, code: str) -> int:
    """The place that a code gives: itself, below, above, same heading; more than TEXT for none of these."""
    if code == asked:
        return WHOLE
    if not (asked.isdigit() and code.isdigit()):
        return TEXT + 1
    if code.startswith(asked):
        return NAME
    if asked.startswith(code):
        return DETAIL
    return TEXT if len(asked) >= _HEADING and code[:_HEADING] == asked[:_HEADING] else TEXT + 1
