"""Results as the page shows them: in the reader's language, what matched marked, with their sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kanpur_portal.search.engine import Answer, Hit, as_written
from kanpur_portal.search.entries import Bilingual, Detail, Kind
from kanpur_portal.search.synonyms import Phrase, written
from sources.folding import Word, composed, words
from sources.marks import Marks, key_of, marks_with
from sources.models import Citation

Parts = list[tuple[str, bool]]  # text, and whether it is what was looked for

_SNIPPET = 220  # characters of a longer text around what was found
_BEFORE = 60
_DETAILS = 3


@dataclass(frozen=True)
class Line:
    """One line of context."""

    label: str
    parts: Parts
    language: str
    marks: Marks | None


@dataclass(frozen=True)
class Result:
    kind: Kind
    url: str
    code: str
    title: Parts
    language: str
    lines: list[Line]
    more: int  # details that have the words too
    quote: Line | None
    marks: Marks | None


@dataclass(frozen=True)
class Group:
    """The results of one kind."""

    kind: Kind
    count: int
    results: list[Result]

    @property
    def more(self) -> int:
        return self.count - len(self.results)


def matching(text: str, phrases: Iterable[Phrase]) -> list[Word]:
    """The words of a composed text that are looked for; those of a phrase only where all of it stands."""
    found = list(words(text))
    present = {word.stem for word in found}
    wanted = {stem for phrase in phrases if present.issuperset(phrase) for stem in phrase}
    return [word for word in found if word.stem in wanted]


def marked(text: str, phrases: Iterable[Phrase]) -> Parts:
    """The text in pieces: what was looked for, and what stands between."""
    text = composed(text)
    parts: Parts = []
    done = 0
    for word in matching(text, phrases):
        parts += [(text[done : word.start], False), (text[word.start : word.end], True)]
        done = word.end
    return [part for part in [*parts, (text[done:], False)] if part[0]]


def snippet(text: str, phrases: Iterable[Phrase]) -> Parts:
    """A longer text from a little before what was looked for."""
    text = composed(text)
    if len(text) <= _SNIPPET:
        return marked(text, phrases)
    place = next((word.start for word in matching(text, phrases)), 0)
    first = text.rfind(" ", 0, max(place - _BEFORE, 0)) + 1
    last = text.find(" ", first + _SNIPPET)
    cut = text[first : last if last > 0 else None]
    return marked(f"{'… ' * (first > 0)}{cut}{' …' * (last > 0)}", phrases)


def trade_words(answer: Answer) -> list[str]:
    """What the portal's trade words added to the question."""
    added = {
        phrase
        for reading in answer.readings
        for phrase in reading.term.same | reading.term.broader
        if phrase != reading.term.phrase
    }
    return [word for phrase, word in written().items() if phrase in added]


def taken_for(answer: Answer) -> list[tuple[str, str]]:
    """Each word that nothing has, with the spellings taken in its place."""
    return [
        (reading.term.typed, ", ".join(as_written(near, answer.catalogue) for near in reading.nearly))
        for reading in answer.readings
        if reading.nearly
    ]


def groups(answer: Answer, most: int) -> list[Group]:
    """The kinds in the order of their best results, with at most so many of each."""
    by_kind: dict[Kind, list[Hit]] = defaultdict(list)
    for hit in answer.hits:
        by_kind[hit.entry.kind].append(hit)
    return [Group(kind, len(hits), results(answer, hits[:most])) for kind, hits in by_kind.items()]


def results(answer: Answer, hits: Sequence[Hit]) -> list[Result]:
    return [_result(hit, answer) for hit in hits]


def _result(hit: Hit, answer: Answer) -> Result:
    entry = hit.entry
    details = [detail for detail in entry.details if _has(detail, answer)]
    shown = details or [detail for detail in entry.details if not detail.record][:_DETAILS] or entry.details
    return Result(
        kind=entry.kind,
        url=entry.url,
        code=entry.code,
        title=marked(entry.name.shown, answer.phrases),
        language=entry.name.language if entry.names else "",
        lines=_lines(shown[:_DETAILS], answer),
        more=len(shown) - _DETAILS if details and len(shown) > _DETAILS else 0,
        quote=_quote(entry.text, answer) if any(entry.text) and entry.text != entry.name else None,
        marks=_marks(entry.record, answer),
    )


def _has(detail: Detail, answer: Answer) -> bool:
    return any(matching(composed(text), answer.phrases) for text in (*detail.words, detail.code))


def _lines(details: Sequence[Detail], answer: Answer) -> list[Line]:
    """One for each detail that says what it is; the others stand together, by their language."""
    lines: list[Line] = []
    for detail in details:
        label, language = str(detail.label()), detail.words.language
        parts = marked(" · ".join(filter(None, [detail.words.shown, detail.code])), answer.phrases)
        if lines and not label and not lines[-1].label and lines[-1].language == language:
            lines[-1].parts.extend([(" · ", False), *parts])
        else:
            lines.append(Line(label, parts, language, _marks(detail.record, answer)))
    return lines


def _quote(text: Bilingual, answer: Answer) -> Line:
    return Line("", snippet(text.shown, answer.phrases), text.language, None)


def _marks(record: Any, answer: Answer) -> Marks | None:
    if not isinstance(record, Citation):
        return None
    return marks_with(record, answer.catalogue.flags[key_of(record)])
