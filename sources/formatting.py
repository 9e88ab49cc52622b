"""Printed numbers and periods as text in the reader's language, with Indian grouping of digits."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sources.models import plain
from sources.numbers import PrintedNumber, PrintedPeriod
from sources.periods import PeriodBasis, financial_year_label

# What the unit makes of a number. Units of money are those of sources.units.
_UNITS: dict[str, Any] = {
    "": "%(number)s",
    "INR": _("₹ %(number)s"),
    "lakh": _("%(number)s lakh"),
    "INR lakh": _("₹ %(number)s lakh"),
    "INR crore": _("₹ %(number)s crore"),
    "USD thousand": _("US$ %(number)s thousand"),
    "USD million": _("US$ %(number)s million"),
    "USD billion": _("US$ %(number)s billion"),
    "percent": _("%(number)s%%"),
    "percent per year": _("%(number)s%% a year"),
    "rank": _("rank %(number)s"),
    "sq km": _("%(number)s sq km"),
    "lakh sq ft per year": _("%(number)s lakh sq ft a year"),
    "ppm": _("%(number)s ppm"),
    "ft": _("%(number)s ft"),
}
_COUNTED: dict[str, Any] = {
    "areas": ngettext_lazy("%(number)s area", "%(number)s areas", "count"),
    "categories": ngettext_lazy("%(number)s category", "%(number)s categories", "count"),
    "clusters": ngettext_lazy("%(number)s cluster", "%(number)s clusters", "count"),
    "codes": ngettext_lazy("%(number)s code", "%(number)s codes", "count"),
    "countries": ngettext_lazy("%(number)s country", "%(number)s countries", "count"),
    "districts": ngettext_lazy("%(number)s district", "%(number)s districts", "count"),
    "energy conservation proposals": ngettext_lazy(
        "%(number)s energy conservation proposal", "%(number)s energy conservation proposals", "count"
    ),
    "events per year": ngettext_lazy("%(number)s event a year", "%(number)s events a year", "count"),
    "fairs": ngettext_lazy("%(number)s fair", "%(number)s fairs", "count"),
    "hides per day": ngettext_lazy("%(number)s hide a day", "%(number)s hides a day", "count"),
    "merchants": ngettext_lazy("%(number)s merchant", "%(number)s merchants", "count"),
    "months": ngettext_lazy("%(number)s month", "%(number)s months", "count"),
    "NIC codes": ngettext_lazy("%(number)s NIC code", "%(number)s NIC codes", "count"),
    "person": ngettext_lazy("%(number)s person", "%(number)s persons", "count"),
    "persons": ngettext_lazy("%(number)s person", "%(number)s persons", "count"),
    "pilot demonstration units": ngettext_lazy(
        "%(number)s pilot demonstration unit", "%(number)s pilot demonstration units", "count"
    ),
    "product codes": ngettext_lazy("%(number)s product code", "%(number)s product codes", "count"),
    "products": ngettext_lazy("%(number)s product", "%(number)s products", "count"),
    "seminars per year": ngettext_lazy("%(number)s seminar a year", "%(number)s seminars a year", "count"),
    "slaughterhouses": ngettext_lazy("%(number)s slaughterhouse", "%(number)s slaughterhouses", "count"),
    "tanneries": ngettext_lazy("%(number)s tannery", "%(number)s tanneries", "count"),
    "technical reports": ngettext_lazy(
        "%(number)s technical report", "%(number)s technical reports", "count"
    ),
    "times": ngettext_lazy("%(number)s time", "%(number)s times", "count"),
    "tonnes": ngettext_lazy("%(number)s tonne", "%(number)s tonnes", "count"),
    "topics": ngettext_lazy("%(number)s topic", "%(number)s topics", "count"),
    "training programmes": ngettext_lazy(
        "%(number)s training programme", "%(number)s training programmes", "count"
    ),
    "units": ngettext_lazy("%(number)s unit", "%(number)s units", "count"),
    "users": ngettext_lazy("%(number)s user", "%(number)s users", "count"),
    "wheels": ngettext_lazy("%(number)s wheel", "%(number)s wheels", "count"),
    "years": ngettext_lazy("%(number)s year", "%(number)s years", "count"),
}
# Codes, marks and dates: their digits are not grouped and their words are the document's.
_AS_PRINTED = {
    "HS code",
    "date",
    "degrees latitude",
    "degrees longitude",
    "footnote",
    "month",
    "page",
    "row",
    "section",
    "table or figure",
    "year",
}
# The amount stands where the translation has “…”, or after it.
_QUALIFIERS = {
    "about": pgettext_lazy("qualifier of a number", "about"),
    "after": pgettext_lazy("qualifier of a number", "after"),
    "approx.": pgettext_lazy("qualifier of a number", "approx."),
    "approx. … or more": pgettext_lazy("qualifier of a number", "approx. … or more"),
    "approximate": pgettext_lazy("qualifier of a number", "approximate"),
    "approximately": pgettext_lazy("qualifier of a number", "approximately"),
    "around": pgettext_lazy("qualifier of a number", "around"),
    "at least": pgettext_lazy("qualifier of a number", "at least"),
    "between": pgettext_lazy("qualifier of a number", "between"),
    "less than": pgettext_lazy("qualifier of a number", "less than"),
    "more than": pgettext_lazy("qualifier of a number", "more than"),
    "over": pgettext_lazy("qualifier of a number", "over"),
    "max": pgettext_lazy("qualifier of a number", "at most"),
    "to the tune of": pgettext_lazy("qualifier of a number", "to the tune of"),
    "until": pgettext_lazy("qualifier of a number", "until"),
    "within": pgettext_lazy("qualifier of a number", "within"),
}

# The portal's own words in locators; every other word of a locator is the document's.
_PLACES: dict[str, Any] = {
    "Section": _("Section %(number)s"),
    "Table": _("Table %(number)s"),
    "Figure": _("Figure %(number)s"),
    "row": _("row %(number)s"),
    "column": _("column %(number)s"),
}
_NAMELESS = {"table of exports": _("table of exports")}
_MARKUP = re.compile(r"\*\*|\\(?=\$)")


def printed_amount(number: PrintedNumber) -> str:
    """ "around ₹ 10,000 crore": the number with its range, unit and qualifier; its decimals as printed."""
    if number.value is None or (number.unit in _AS_PRINTED and number.unit != "year"):
        text = number.as_printed
    elif number.unit == "year":
        text = _span(*(None if end is None else str(end) for end in (number.value, number.high)))
    else:
        places = _printed_places(number)
        text = amount(number.value, number.unit, high=number.high, places=places, qualifier=number.qualifier)
        if number.unit in _COUNTED:
            return text
    return _qualified(text, number.qualifier)


def amount(
    value: Decimal,
    unit: str,
    *,
    high: Decimal | None = None,
    places: int | None = None,
    qualifier: str = "",
) -> str:
    """ "₹ 10,000 crore" for 10000 "INR crore"; with as many decimals as the value has, or `places`.

    The qualifier belongs to the number of things counted ("more than 1,400 units"): Hindi puts it between.
    """
    text = _span(grouped(value, places), None if high is None else grouped(high, places))
    if unit in _COUNTED:
        count = 1 if value == 1 and high is None else 2
        return str(_COUNTED[unit] % {"number": _qualified(text, qualifier), "count": count})
    if unit in _UNITS:
        return str(_UNITS[unit] % {"number": text})
    return f"{text} {unit}"


def grouped(value: Decimal, places: int | None = None) -> str:
    """12,34,567.89"""
    number = plain(value) if places is None else value
    return number_format(number, decimal_pos=places, force_grouping=True)


def printed_period(period: PrintedPeriod | None) -> str:
    """The period and what it counts in; it says so where none is printed."""
    if period is None or period.start is None or period.end is None:
        return gettext("period not printed")
    if period.basis == PeriodBasis.FINANCIAL_YEAR:
        return gettext("financial year %(year)s") % {"year": financial_year_label(period.start)}
    if period.basis == PeriodBasis.CALENDAR_YEAR:
        words = (
            gettext("census of %(year)s") if "census" in period.label else gettext("calendar year %(year)s")
        )
        return words % {"year": period.start.year}
    if period.basis == PeriodBasis.POINT:
        return date_format(period.start)
    first, last = _ends(period.start, period.end)
    return first if first == last else gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _ends(start: date, end: date) -> tuple[str, str]:
    """Whole years as years, all else as months."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year), str(end.year)
    return date_format(start, "YEAR_MONTH_FORMAT"), date_format(end, "YEAR_MONTH_FORMAT")


def _qualified(text: str, qualifier: str) -> str:
    if not qualifier:
        return text
    words = str(_QUALIFIERS.get(qualifier, qualifier))
    return words.replace("…", text) if "…" in words else f"{words} {text}"


def _span(low: str | None, high: str | None) -> str:
    return f"{low}–{high}" if high else str(low)


def _printed_places(number: PrintedNumber) -> int | None:
    """The decimals that the document prints ("10.00"); None where it prints words or a range."""
    try:
        printed = Decimal(number.as_printed.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    exponent = printed.as_tuple().exponent
    return -exponent if printed == number.value and isinstance(exponent, int) else None


def place_name(locator: str) -> str:
    """Where in a document, in the reader's language: “Section 4.1; Table 5”."""
    places = (", ".join(map(_one_place, place.split(", "))) for place in locator.split("; "))
    return "; ".join(places)


def _one_place(place: str) -> str:
    if place in _NAMELESS:
        return str(_NAMELESS[place])
    word, _space, number = place.partition(" ")
    return str(_PLACES[word] % {"number": number}) if word in _PLACES and number else place


def without_markup(words: str) -> str:
    """Words of a document without the signs of bold type and of escaping that its text carries."""
    return _MARKUP.sub("", words)
