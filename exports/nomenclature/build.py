"""Make `hsn.csv.xz` and `gaps.txt` from the list of the GST portal; README.md says where that comes from.

    python -m exports.nomenclature.build path/to/hsn_master.csv

Needs nothing but Python. The same input gives the same rows, so that a new edition is a readable difference.
"""

import csv
import hashlib
import io
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
SERVICES = "99"  # chapter 99 of the list holds codes of services (SAC), which are no goods
CODE = re.compile(r"([0-9]{2}){1,4}")
# A line break within a cell, as spreadsheets leave it, and runs of blanks.
BREAK = re.compile(r"(_x000D_|\\?\s)+")


def nomenclature(rows: Iterable[dict[str, str]]) -> tuple[dict[str, str], Counter[str]]:
    """Code and wording of each row that is kept, in order, and how many were left out for which reason."""
    found: dict[str, str] = {}
    left_out: Counter[str] = Counter()
    for row in rows:
        code = row["HSNCode"]
        if float(row["IGST_Rate"]):
            left_out["written by the package's maker"] += 1
        elif not CODE.fullmatch(code):
            left_out["malformed code"] += 1
        elif code.startswith(SERVICES):
            left_out["services"] += 1
        elif code in found:
            raise ValueError(f"{code} stands twice in the list")
        else:
            found[code] = BREAK.sub(" ", row["Description"]).strip()
    for code in [code for code in found if len(code) == 8 and code[:4] not in found]:
        left_out["tariff item without a heading"] += 1
        del found[code]
    used = {code[:level] for code in found if len(code) == 8 for level in (4, 6, 8)}
    for code in [code for code in found if len(code) > 2 and code not in used]:
        left_out["heading or subheading without a tariff item"] += 1
        del found[code]
    return dict(sorted(found.items())), left_out


def gaps(codes: Iterable[str]) -> list[str]:
    """Chapters, headings and subheadings that the list leaves out above a code that it has."""
    known = set(codes)
    return sorted({code[:level] for code in known for level in range(2, len(code), 2)} - known)


def packed(wordings: dict[str, str]) -> bytes:
    """The table as CSV, compressed; the bytes depend on the rows alone."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "description"])
    writer.writerows(wordings.items())
    return lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)


def main(path: Path) -> None:
    source = path.read_bytes()
    wordings, left_out = nomenclature(csv.DictReader(io.StringIO(source.decode())))
    table = packed(wordings)
    (HERE / "hsn.csv.xz").write_bytes(table)
    (HERE / "gaps.txt").write_text("".join(f"{code}\n" for code in gaps(wordings)))
    facts = {
        "SHA-256 of the input": hashlib.sha256(source).hexdigest(),
        "SHA-256 of hsn.csv.xz": hashlib.sha256(table).hexdigest(),
        "rows by number of digits": dict(sorted(Counter(map(len, wordings)).items())),
        "left out": dict(left_out),
    }
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in facts.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
