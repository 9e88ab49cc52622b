"""HS codes by their digits: which lie above, under and beside one another. Nothing is read from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LEVELS = (2, 4, 6, 8)
# The first six digits are the same in every country; what a longer code adds is one country's own.
INTERNATIONAL = 6


class Relation(TextChoices):
    """Where a code lies, seen from another one; in the order in which they are shown."""

    SAME = "same", _("the code itself")
    ABOVE = "above", _("above it")
    BELOW = "below", _("under it")
    BESIDE = "beside", _("beside it")


@dataclass(frozen=True)
class Relative:
    code: str
    relation: Relation
    shared: str


def comparable(code: str) -> str:
    """The digits that can be compared with Indian codes: of a longer code the international ones."""
    return code if len(code) <= LEVELS[-1] else code[:INTERNATIONAL]


def path_to(code: str) -> list[str]:
    """The chapter, heading and subheading that a code lies in, and the code itself."""
    return [code[:level] for level in LEVELS if level < len(code)] + [code]


def relation_of(code: str, other: str) -> Relation:
    """Where `other` lies, seen from `code`."""
    if other == code:
        return Relation.SAME
    if code.startswith(other):
        return Relation.ABOVE
    return Relation.BELOW if other.startswith(code) else Relation.BESIDE


def shared_digits(code: str, other: str) -> str:
    """The digits that both begin with."""
    return "".join(
        mine for mine, _theirs in takewhile(lambda pair: pair[0] == pair[1], zip(code, other, strict=False))
    )


def relatives(code: str, codes: Iterable[str]) -> list[Relative]:
    """The nearest of the codes: itself, all above and under it, and those beside it that share most digits.

    Codes that do not even share the chapter are not near.
    """
    near = [Relative(other, relation_of(code, other), shared_digits(code, other)) for other in codes]
    beside = [len(found.shared) for found in near if found.relation == Relation.BESIDE]
    most = max([LEVELS[0], *beside])
    order = list(Relation)
    return sorted(
        (found for found in near if found.relation != Relation.BESIDE or len(found.shared) == most),
        key=lambda found: (order.index(found.relation), found.code),
    )


def nearest(codes: Iterable[str]) -> list[str]:
    """Those of the codes that lie under no other of them, in order."""
    found: list[str] = []
    for code in sorted(codes):
        if not found or not code.startswith(found[-1]):
            found.append(code)
    return found
