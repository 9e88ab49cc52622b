"""What the finder and the comparison of markets are asked for. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.finder import Market, market_code
from exports.goods_named import NamedGoods, are_meant, plain_code
from exports.hs_forms import is_code
from exports.hs_prefixes import comparable
from exports.models import Country, CountryGroup
from sources.bilingual import localized
from sources.filters import StrictFilterForm

MOST_COMPARED = 4
# Of too many markets, as many are shown again to choose from; the message counts them all.
_MOST_SHOWN = 12


class GoodsForm(StrictFilterForm):
    """Goods by a name of the list, by words of a name, or by an HS code; with both, those that are both."""

    product = forms.CharField(
        label=gettext_lazy("Product"), required=False, max_length=200, widget=forms.Select
    )
    hs = forms.CharField(
        label=gettext_lazy("HS code"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Such as 4201. The codes above it and under it count as well."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    # What the list of products begins with.
    nothing_chosen = gettext_lazy("choose")

    def __init__(self, data: QueryDict, *, goods: Sequence[NamedGoods]) -> None:
        """`goods`: those to choose from."""
        super().__init__(data)
        self.goods = goods
        typed = data.get("product", "")
        self.fields["product"].widget.choices = _goods_choices(self.nothing_chosen, goods, typed)

    def clean_hs(self) -> str:
        code = plain_code(self.cleaned_data["hs"])
        if code and not is_code(code):
            raise ValidationError(
                _("An HS code has 1 to 12 digits, with spaces, dots or hyphens between them: 4201.00.00.")
            )
        return comparable(code)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "product" not in self.errors and "hs" not in self.errors:
            self._look_for_goods(cleaned["product"], cleaned["hs"])
        return cleaned

    def _look_for_goods(self, product: str, hs: str) -> None:
        if not self.meant(product, ""):
            words = _("The documents name no markets for goods of this name. Choose from the list.")
            self.add_error("product", words)
        elif not self.meant(product, hs):
            self.add_error("hs", _("The documents name no markets for such goods under this code."))

    def meant(self, product: str, hs: str) -> list[NamedGoods]:
        return [goods for goods in self.goods if are_meant(goods, product, hs)]

    @property
    def chosen(self) -> list[NamedGoods]:
        """The goods that are asked for; none where nothing is, or where something is wrong."""
        asked = self.goods_query() if self.is_valid() else {}
        return self.meant(asked.get("product", ""), asked.get("hs", "")) if asked else []

    def goods_query(self) -> dict[str, str]:
        """The goods as they stand in an address."""
        named = {name: self.cleaned_data.get(name, "") for name in ("product", "hs")}
        return {name: value for name, value in named.items() if value}


class FinderForm(GoodsForm):
    """The goods whose markets are looked for."""


class CompareForm(GoodsForm):
    """Up to four markets, and the goods that they are compared for; without any, for all goods."""

    nothing_chosen = gettext_lazy("all products")
    repeatable = frozenset({"m"})
    use_required_attribute = False  # one of the selects must be chosen, and not each

    def __init__(self, data: QueryDict, *, goods: Sequence[NamedGoods], markets: Iterable[Market]) -> None:
        super().__init__(data, goods=goods)
        known = {market_code(market): market for market in markets}
        field = MarketsField(known, typed=typed_codes(data, known), required="m" in data)
        self.fields = {"m": field, **self.fields}

    @property
    def markets(self) -> list[Market]:
        """Those to compare, in the order given; none where something is wrong."""
        return self.cleaned_data.get("m", []) if self.is_valid() else []


def typed_codes(data: QueryDict, known: Iterable[str]) -> list[str]:
    """The markets of an address, one after the other or with commas; case makes no difference."""
    codes = {code.casefold(): code for code in known}
    typed = [part.strip() for value in data.getlist("m") for part in value.split(",")]
    return [codes.get(part.casefold(), part) for part in typed if part]


class MarketsField(forms.Field):
    """One select for each market, all under one name."""

    def __init__(self, known: Mapping[str, Market], *, typed: list[str], required: bool) -> None:
        self.known = known
        super().__init__(
            label=gettext_lazy("Markets, up to four"),
            required=required,
            widget=MarketSelects(known, typed),
            error_messages={"required": gettext_lazy("Choose a market.")},
        )

    def clean(self, value: list[str]) -> list[Market]:
        super().clean(value)
        errors = [*self._unknown(value), *self._repeated(value), *self._too_many(value)]
        if errors:
            raise ValidationError(errors)
        return [self.known[code] for code in value]

    def _unknown(self, value: list[str]) -> list[str]:
        unknown = ", ".join(f"“{_short(code)}”" for code in dict.fromkeys(value) if code not in self.known)
        return (
            [_("Not a market of the list: %(codes)s.") % {"codes": _short(unknown, 100)}] if unknown else []
        )

    def _repeated(self, value: list[str]) -> list[str]:
        names = [localized(market, "name") for code, market in self.known.items() if value.count(code) > 1]
        return [_("Chosen more than once: %(names)s.") % {"names": ", ".join(names)}] if names else []

    def _too_many(self, value: list[str]) -> list[str]:
        if len(value) <= MOST_COMPARED:
            return []
        counts = {"most": MOST_COMPARED, "given": len(value)}
        return [_("Up to %(most)s markets can be compared; there are %(given)s.") % counts]


class MarketSelects(forms.MultiWidget):
    """As many selects as there are markets to compare; more where more were given, so that none is lost."""

    def __init__(self, known: Mapping[str, Market], typed: list[str]) -> None:
        self.typed = typed
        choices = _market_choices(known, [code for code in typed if code not in known][:_MOST_SHOWN])
        shown = max(MOST_COMPARED, min(len(typed), _MOST_SHOWN))
        super().__init__(
            [
                forms.Select({"aria-label": _("Market %(number)s") % {"number": number}}, choices)
                for number in range(1, shown + 1)
            ]
        )
        self.widgets_names = [""] * shown  # one name for all of them

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return self.typed

    def decompress(self, value: Any) -> list[str]:
        return list(value or [])


def _goods_choices(nothing: Any, goods: Iterable[NamedGoods], typed: str) -> list[tuple[Any, Any]]:
    """The goods by cluster; what was typed and is none of them stays, as one more choice."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for named in goods:
        cluster = localized(named.cluster, "name") if named.cluster else _("the district as a whole")
        name = localized(named, "name") or _("goods not printed")
        label = f"{_short(name, 70)} · {_('HS')} {named.code}" if named.code else _short(name, 70)
        groups.setdefault(cluster, []).append((named.slug, label))
    if typed and typed not in {named.slug for named in goods}:
        return [("", nothing), (typed, f"“{_short(typed)}”"), *groups.items()]
    return [("", nothing), *groups.items()]


def _market_choices(known: Mapping[str, Market], unknown: list[str]) -> list[tuple[Any, Any]]:
    named = sorted((localized(market, "name"), code) for code, market in known.items())
    countries = [(code, name) for name, code in named if isinstance(known[code], Country)]
    groups = [(code, name) for name, code in named if isinstance(known[code], CountryGroup)]
    return [
        ("", _("none")),
        *((code, f"“{_short(code)}”") for code in unknown),
        (_("Countries"), countries),
        (_("Groups of countries"), groups),
    ]


def _short(text: str, length: int = 30) -> str:
    return Truncator(text).chars(length)
