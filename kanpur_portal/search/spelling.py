"""Which known words are nearly spelt as a typed one. Pure.

One letter may differ (be wrong, missing, one too many, or swapped with its neighbour) in a word of five
letters (in Devanagari of four signs), two in a word of eight or more; shorter words must be right.
"""

from collections import defaultdict
from collections.abc import Iterable


def tolerance(word: str) -> int:
    """How many letters may differ; numbers must be right."""
    if word.isdigit() or len(word) < (5 if word.isascii() else 4):
        return 0
    return 1 if len(word) < 8 else 2


class Vocabulary:
    """Known words by the groups of three letters in them: only similar ones are compared letter by letter."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_trigram: dict[str, list[str]] = defaultdict(list)
        for word in known:
            if not word.isdigit():
                for trigram in _trigrams(word):
                    self._by_trigram[trigram].append(word)

    def near(self, word: str) -> list[str]:
        """The words within the tolerance, the nearest ones alone; in the order of the alphabet."""
        allowed = tolerance(word)
        return self._nearest(word, allowed) if allowed else []

    def suggestions(self, word: str, number: int) -> list[str]:
        """Words that might be meant, the most similar first, where even the tolerance finds none."""
        return self._nearest(word, max(2, len(word) // 3))[:number]

    def _nearest(self, word: str, allowed: int) -> list[str]:
        distances = {
            known: distance
            for known in self._similar(word, allowed)
            if (distance := edits(word, known, allowed)) <= allowed
        }
        least = min(distances.values(), default=0)
        return sorted(known for known, distance in distances.items() if distance == least)

    def _similar(self, word: str, allowed: int) -> list[str]:
        """Those that share so many groups as a word with these differences may have left."""
        own = _trigrams(word)
        shared: dict[str, int] = defaultdict(int)
        for trigram in own:
            for known in self._by_trigram.get(trigram, ()):
                shared[known] += 1
        # A difference spoils three groups, a swap of neighbours four.
        enough = max(1, len(own) - 4 * allowed)
        return [
            known
            for known, number in shared.items()
            if number >= enough and abs(len(known) - len(word)) <= allowed
        ]


def edits(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped; `most` + 1 where it is more than `most`.

    The optimal string alignment distance.
    """
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, facing in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before_last, last = last, current
    return min(last[-1], most + 1)


def _trigrams(word: str) -> set[str]:
    padded = f"\x02{word}\x03"
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
