"""What somebody typed, as search understands it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exports.goods_named import plain_code
from kanpur_portal.search.synonyms import Phrase, longest, meanings
from sources.folding import composed, fold, stems, words

_HS = re.compile(r"^\s*(?:hsn?|एचएसए?न?)(?:\s*(?:code|कोड))?[\s:.\-]*(?=\d)", re.IGNORECASE)
_CODE = re.compile(r"[0-9]{2,10}")
_REFERENCE = re.compile(r"\s*([a-z]{1,2})[\s\-]?([0-9]{1,3})\s*")


@dataclass(frozen=True)
class Term:
    """A word, or a phrase of the trade words: folded, as typed, and what is looked for in its place."""

    phrase: Phrase
    typed: str
    same: frozenset[Phrase]
    broader: frozenset[Phrase] = frozenset()


@dataclass(frozen=True)
class Query:
    terms: tuple[Term, ...]
    code: str = ""  # digits of an HS code, 2 to 10 of them
    reference: str = ""  # "KN-07", "D-012"


def understand(typed: str) -> Query:
    """Empty text has no terms. A code may have spaces or dots between its groups, or "HS" before it."""
    text = _HS.sub("", composed(typed))
    code = plain_code(text)
    if _CODE.fullmatch(code):
        return Query((term((code,), text.strip()),), code=code)
    return Query(_terms(text), reference=_reference(text))


def term(phrase: Phrase, typed: str) -> Term:
    """The phrase with what the portal's trade words add to it."""
    meaning = meanings().get(phrase)
    if meaning is None:
        return Term(phrase, typed, frozenset([phrase]))
    return Term(phrase, typed, meaning.same, meaning.broader)


def _terms(text: str) -> tuple[Term, ...]:
    """The longest trade words first; each thing is asked for once."""
    kept = set(stems(text))
    found = [(word.stem, text[word.start : word.end]) for word in words(text) if word.stem in kept]
    terms: dict[frozenset[Phrase], Term] = {}
    place = 0
    while place < len(found):
        lengths = range(min(longest(), len(found) - place), 0, -1)
        phrases = [tuple(stemmed for stemmed, _ in found[place : place + length]) for length in lengths]
        phrase = next((phrase for phrase in phrases if phrase in meanings()), phrases[-1])
        one = term(phrase, " ".join(written for _, written in found[place : place + len(phrase)]))
        terms.setdefault(one.same, one)
        place += len(phrase)
    return tuple(terms.values())


def _reference(text: str) -> str:
    """ "kn 7" as KN-07, "d12" as D-012."""
    found = _REFERENCE.fullmatch(fold(text))
    if not found:
        return ""
    letters, digits = found.groups()
    return f"{letters.upper()}-{int(digits):0{3 if len(letters) == 1 else 2}d}"
