"""Documents, the citation of every printed record, and the registers of what is wrong."""

from sources.models.apparatus import Abbreviation, ContentsEntry, Footnote, OmittedLine
from sources.models.attributed import Attributed
from sources.models.documents import Citation, Document, PrintedRow, Sourced
from sources.models.measured import Measured, plain
from sources.models.registers import CorrectionRequest, Discrepancy, Reading

__all__ = [
    "Abbreviation",
    "Attributed",
    "Citation",
    "ContentsEntry",
    "CorrectionRequest",
    "Discrepancy",
    "Document",
    "Footnote",
    "Measured",
    "OmittedLine",
    "PrintedRow",
    "Reading",
    "Sourced",
    "plain",
]
