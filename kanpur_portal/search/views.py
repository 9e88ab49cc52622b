"""The page of results. Open to everyone."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kanpur_portal.search.engine import Answer, search, suggestions
from kanpur_portal.search.entries import Kind
from kanpur_portal.search.results import groups, results, taken_for, trade_words
from sources.filters import StrictFilterForm
from sources.list_pages import list_page

MOST_CHARACTERS = 100
PER_KIND = 5
PER_PAGE = 20
SAMPLES = (
    ("en", "saddlery"),
    ("hi", "काठी"),
    ("en", "4201"),
    ("en", "safety shoes"),
    ("en", "Germany"),
    ("hi", "जर्मनी"),
)


class SearchForm(StrictFilterForm):
    q = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_("A product, an HS code, a country, a scheme, an office – in English or Hindi."),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (kind := cleaned.get("kind")) and kind not in Kind.values:
            message = gettext("“%(kind)s” is no kind of results. Kinds: %(allowed)s.")
            self.add_error(None, message % {"kind": kind[:40], "allowed": ", ".join(Kind.values)})
        return cleaned


@login_not_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    context: dict[str, Any] = {"form": form, "samples": SAMPLES}
    if not form.is_valid():
        return render(request, "search/search.html", context, status=400)
    typed = form.cleaned_data["q"]
    if typed:
        context |= _found(search(typed), form.cleaned_data["kind"], request.GET.get("page", "1"))
    return render(request, "search/search.html", context | {"typed": typed})


def _found(answer: Answer, kind: str, page: str) -> dict[str, Any]:
    """The best of each kind, or one kind page by page."""
    hits = [hit for hit in answer.hits if hit.entry.kind == kind]
    shown = list_page(hits, page, per_page=PER_PAGE) if kind else None
    return {
        "answer": answer,
        "groups": groups(answer, 0 if kind else PER_KIND),
        "chosen": Kind(kind) if kind else None,
        "page": shown,
        "results": results(answer, list(shown)) if shown else [],
        "suggestions": suggestions(answer),
        "trade_words": trade_words(answer),
        "taken_for": taken_for(answer),
    }
