"""Why a cell or a row of a file is not taken, in words. The codes are kept with each rejected row."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    # the row
    "ragged": _("The row has more or fewer cells than the heading."),
    "total_row": _("A row of totals: the figures that it adds are taken, not their sum."),
    "note_row": _("A note, not a figure."),
    "breakdown": _(
        "A part of a figure, by second partner, customs procedure or transport. Only wholes are taken."
    ),
    "duplicate": _("Another row, of the number beside, is of the same figure. None of them is taken."),
    # any cell
    "missing": _("The cell is empty, and a figure needs it."),
    "unknown_choice": _("None of the words that this column may hold."),
    "formula": _("A formula. Save the file with values, not formulas."),
    "control_characters": _("The cell holds characters that cannot be seen. Type it again."),
    # numbers
    "no_value": _("The source gives no figure here. Not available is not zero: nothing is taken."),
    "not_a_number": _("Not a number."),
    "negative": _("Below zero, which no trade figure is."),
    "too_many_decimals": _("More decimals than an amount in this unit can have."),
    "too_large": _("Too large to be a trade figure."),
    "wrong_groups": _("The commas group the digits neither as in 7,58,148 nor as in 18,015,558."),
    "shortened": _("A spreadsheet has shortened the number, as 1.2E+10. Show it as a number, save again."),
    "other_digits": _("The number is not written with the digits 0 to 9."),
    # codes of goods
    "lost_zero": _(
        "An odd number of digits: the code may have lost its leading zero, and be the one beside."
    ),
    "not_an_hs_code": _("Not an HS code: 2, 4, 6 or 8 digits, or empty for all goods."),
    "not_hs": _("The goods are not classified by the Harmonised System."),
    # places
    "unknown_partner": _("No country of this name or code is known. Where one is close, it stands beside."),
    "unknown_reporter": _("No such reporter is known."),
    "not_a_country": _("An area that is no country and not the world."),
    # periods
    "not_a_period": _("Not a year, financial year or month."),
    "not_whole_year": _("The column is of part of a year, or of no year. It is left out."),
    "other_basis": _("The period is no financial year, calendar year or month as the row says."),
    "future_period": _("The period has not ended yet."),
    # the rest
    "other_flow": _("Re-exports, re-imports and other flows are not taken: only exports and imports."),
    "unknown_unit": _("The unit of the quantity is not known."),
    "unit_missing": _("A quantity without its unit."),
}
# Nothing is wrong with such a row: it is no figure that the portal takes. A table may be full of them.
BY_RULE = frozenset(
    [
        "breakdown",
        "no_value",
        "not_a_country",
        "not_hs",
        "not_whole_year",
        "note_row",
        "other_flow",
        "total_row",
    ]
)
