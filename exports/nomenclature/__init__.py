"""India's official nomenclature of goods, from the GST portal's list: no part of what the documents print.

README.md beside this file says where the list comes from, what was left out of it and what it lacks. It is
read once per process, when it is first asked for.
"""

import csv
import io
import lzma
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).parent / "hsn.csv.xz"
SOURCE_URL = "https://tutorial.gst.gov.in/downloads/HSN_SAC.xlsx"
# In the words of the package that the copy comes from.
ATTRIBUTION = "HSN/SAC data sourced from GST Council/GSTN resources"
# The source states no edition; this is the day of which the copy is.
AS_OF = date(2026, 3, 21)
# Headings that the list gives the words of the heading before: 8446, looms, has those of 8445. Found by
# comparing its headings once with those of HS 2022; README.md says with which copy.
MISWORDED = frozenset(
    ["3307", "8446", "8449", "8451", "8452", "8453", "8454", "8455", "8457", "8461", "8538", "8539"]
)


@dataclass(frozen=True)
class Wording:
    """A code of the official list in the words of the list, upper case and slips included."""

    code: str
    description: str

    @property
    def misworded(self) -> bool:
        """The words are those of the heading before: a slip of the list."""
        return self.code in MISWORDED


def official(code: str) -> Wording | None:
    """The official wording of exactly this code; None: the list does not have it."""
    found = wordings().get(code)
    return None if found is None else Wording(code, found)


def below(code: str) -> Sequence[str]:
    """The official codes that begin with these digits and are longer, in order."""
    codes = _codes()
    # "42" < "4201" < … < "42:", for the colon is the character after 9.
    under = codes[bisect_left(codes, code) : bisect_left(codes, f"{code}:")]
    return [found for found in under if found != code]


@cache
def wordings() -> Mapping[str, str]:
    """Every code of the official list with its wording, in the order of the codes."""
    text = lzma.decompress(TABLE.read_bytes()).decode()
    return MappingProxyType({row["code"]: row["description"] for row in csv.DictReader(io.StringIO(text))})


@cache
def _codes() -> list[str]:
    return list(wordings())
