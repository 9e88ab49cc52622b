"""Which lines of a document are carried into the portal, and which numbers on them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sources.lines import LineRange
from sources.numbers import PrintedNumber

# Digits with their grouping and decimals, and number words from two to twelve ("one" is mostly no count).
_NUMBER = re.compile(
    r"\d+(?:,\d+)*(?:\.\d+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
# The digits of a web address are no numbers.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True)
class Taken:
    """What one record takes from one range of lines."""

    lines: LineRange
    numbers: tuple[PrintedNumber, ...]
    omitted: bool = False  # a line without a fact, with its reason


@dataclass(frozen=True)
class Coverage:
    """How far a document is carried. Lines are counted once, as carried where a record carries them."""

    lines: int
    blank: int
    carried: int
    omitted: int
    numbers: int
    left_out: tuple[int, ...]  # lines that no record carries and no reason excuses
    numbers_left_out: tuple[tuple[int, str], ...]  # line, number as printed

    @property
    def complete(self) -> bool:
        return not self.left_out and not self.numbers_left_out


def coverage(text: Sequence[str], taken: Iterable[Taken]) -> Coverage:
    """Compare the lines of a document with what the records take from them."""
    carried: set[int] = set()
    omitted: set[int] = set()
    values: dict[int, Counter[str]] = defaultdict(Counter)
    for piece in taken:
        for line in range(piece.lines.first, piece.lines.last + 1):
            (omitted if piece.omitted else carried).add(line)
            values[line].update(_printed_in(piece.numbers))
    filled = {number: line for number, line in enumerate(text, 1) if line.strip()}
    found = {number: Counter(numbers_in(line)) for number, line in filled.items()}
    missing = [
        (number, printed)
        for number, printed_numbers in found.items()
        for printed, times in printed_numbers.items()
        if values[number][printed] < times  # printed twice, it must be taken twice
    ]
    return Coverage(
        lines=len(text),
        blank=len(text) - len(filled),
        carried=len(carried & filled.keys()),
        omitted=len((omitted - carried) & filled.keys()),
        numbers=sum(counter.total() for counter in found.values()),
        left_out=tuple(number for number in filled if number not in carried | omitted),
        numbers_left_out=tuple(missing),
    )


def numbers_in(text: str) -> list[str]:
    """The numbers of a text as printed, number words in lower case."""
    return [found.lower() for found in _NUMBER.findall(_ADDRESS.sub(" ", text))]


def _printed_in(numbers: Iterable[PrintedNumber]) -> Iterator[str]:
    for number in numbers:
        yield from numbers_in(number.as_printed)
        if number.period:
            yield from numbers_in(number.period.label)
