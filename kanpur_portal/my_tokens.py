"""A user's own API tokens: made here, shown once, ended here."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kanpur_portal.models import ApiToken
from sources.requests import SignedInRequest
from sources.typed import sentence_with, typed

MAX_TOKENS = 10
LIFETIME = timedelta(days=365)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What the token is for"),
        max_length=80,
        help_text=gettext_lazy("Such as the name of the program that will use it."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    if request.POST.get("end"):
        return _end(request)
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        key = _make(request, form)
    own = request.user.api_tokens.all()
    context = {"form": TokenForm() if key else form, "tokens": own, "new_key": key, "now": timezone.now()}
    status = 422 if request.method == "POST" and not key else 200
    return render(request, "my_tokens.html", context, status=status)


def _make(request: SignedInRequest, form: TokenForm) -> str:
    """The new key, or nothing with the reason on the form."""
    own = request.user.api_tokens
    if own.count() >= MAX_TOKENS:
        form.add_error(
            None, _("You have %(count)s tokens: end one before you make another.") % {"count": MAX_TOKENS}
        )
        return ""
    key = ApiToken.new_key()
    digest, expires_at = ApiToken.digest_of(key), timezone.now() + LIFETIME
    try:
        with transaction.atomic():
            own.create(name=form.cleaned_data["name"], digest=digest, expires_at=expires_at)
    except IntegrityError:  # also where the button was pressed twice
        form.add_error("name", _("You have a token of this name: choose another name, or end that one."))
        return ""
    return key


def _end(request: SignedInRequest) -> HttpResponse:
    number = request.POST["end"]
    token = get_object_or_404(
        request.user.api_tokens, pk=number if number.isdecimal() and len(number) < 16 else 0
    )
    token.delete()
    ended = sentence_with(_("The token “%(name)s” no longer works."), name=typed(token.name))
    messages.success(request, ended)
    return redirect("my-tokens")
