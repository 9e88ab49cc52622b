"""Line citations: "254", "1033,1039", "1064-1066". Lines are counted from 1."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


@dataclass(frozen=True, order=True)
class LineRange:
    """Lines first to last of a document, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def parse_lines(text: str) -> list[LineRange]:
    """The ranges of a citation, in the order written.

    Raises ValidationError where the text is not a citation.
    """
    ranges = []
    for piece in text.split(","):
        match = _RANGE.fullmatch(piece.strip())
        if not match:
            raise ValidationError(
                _("“%(text)s” is not a line citation: write lines as 254, as 1033,1039 or as 1064-1066."),
                params={"text": text},
                code="invalid_lines",
            )
        first = int(match[1])
        last = int(match[2] or first)
        if not 0 < first <= last:
            raise ValidationError(
                _("“%(text)s”: lines are counted from 1 and a range runs upwards."),
                params={"text": text},
                code="invalid_lines",
            )
        ranges.append(LineRange(first, last))
    return ranges


@lru_cache(maxsize=4096)
def cited_lines(text: str) -> frozenset[int]:
    """Every line that a citation covers."""
    return frozenset(line for lines in parse_lines(text) for line in range(lines.first, lines.last + 1))


def validate_lines(text: str) -> None:
    parse_lines(text)


def normalise_space(text: str) -> str:
    """Runs of white space as one space: how a quote and a line are compared."""
    return " ".join(text.split())


def quote_pieces(quote: str) -> list[str]:
    """A quote has one piece for each line range it cites, each on a line of its own."""
    return [piece for piece in quote.split("\n") if piece.strip()]
