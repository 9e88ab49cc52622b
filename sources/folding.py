"""Words as search and filters compare them: what is spelled in several ways in English or Hindi becomes one.

Pure: no database, no settings. Folding is by word, so that a match can be marked in the text as it stands.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_DEVANAGARI = "\u0900-\u0963\u0966-\u097f\u200c\u200d"
# "F.I.B.C", then numbers with their groups ("1,20,000"), then words.
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W_]))?|\d+(?:,\d+)+|(?:[^\W_]|[{_DEVANAGARI}])+", re.UNICODE
)
_JOINED = re.compile(rf"(?:[^\W_]|[{_DEVANAGARI}])+(?:-(?:[^\W_]|[{_DEVANAGARI}])+)+")
_NUKTA = "\u093c"
_LEFT_OUT = dict.fromkeys(map(ord, f"{_NUKTA}\u200c\u200d.,"))
# A nasal written as the letter of its row, before a letter of that row: सम्बन्ध is संबंध.
_NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])|ँ")
_HINDI_ENDINGS = re.compile("(?:ियां|ियों|ियो|ाएं|ाओं|एं|ओं|ों|ें|ां|ो|े|ा|ी|ि|ू)$")
_ENGLISH_ES = re.compile("(?:s|x|z|ch|sh)es$")
_APOSTROPHES = re.compile("['’]")
# Words that say nothing of what is looked for.
_STOP_WORDS = """
a an and are as at by for from how i in into is it my of on or s the this to what where which with
का की के को में से और एवं तथा पर हेतु है हैं मे कि या
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class Word(NamedTuple):
    """A word at its place in the text: `text[start:end]` is written in any way, `stem` in one."""

    start: int
    end: int
    stem: str


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One spelling: without case, accents, nukta and joiners, with one sign for nasals, digits 0-9."""
    plain = unicodedata.normalize("NFKD", word).translate(_LEFT_OUT)
    latin = "".join(sign for sign in plain if not unicodedata.combining(sign) or "\u0900" <= sign <= "\u097f")
    return _NASAL.sub("ं", unicodedata.normalize("NFC", plain_digits(latin)).casefold())


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0-9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def folded(text: str) -> list[str]:
    """The words of a text, folded, with their endings; without apostrophes, as slugs have them."""
    return list(filter(None, map(fold, _WORD.findall(_APOSTROPHES.sub("", text)))))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The folded word without the ending of its plural or case: bags is bag, जूतों and जूते are जूता's जूत."""
    folded = fold(word)
    if folded.isascii():
        return _english(folded)
    shorter = _HINDI_ENDINGS.sub("", folded)
    return shorter if len(shorter) > 1 else folded


def _english(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if _ENGLISH_ES.search(word) else word[:-1]


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order, each at its place. The text must be composed (NFC) to be marked."""
    for found in _WORD.finditer(text):
        if stemmed := stem(found.group()):
            yield Word(found.start(), found.end(), stemmed)


def stems(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared, without those that say nothing if others are left."""
    found = list(filter(None, map(stem, _WORD.findall(text))))
    return tuple(word for word in found if word not in STOP_WORDS) or tuple(found)


def joined_stems(text: str) -> tuple[str, ...]:
    """What stands with hyphens ("T-shirts", "e-commerce"), as those write it who leave them out."""
    if "-" not in text:
        return ()
    return tuple(stem(found.group().replace("-", "")) for found in _JOINED.finditer(text))


def composed(text: str) -> str:
    """The text in the form in which letters and signs are one (NFC), for `words`."""
    return unicodedata.normalize("NFC", text)
