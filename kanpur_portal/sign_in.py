"""The login page. Where it stands before a page that not everyone may see, it says who may."""

from typing import Any
from urllib.parse import unquote, urlsplit

from allauth.account import views as account
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from exports.import_access import NOT_APPLIED

_FILES = _("Files of trade figures and their rejected rows are for data editors only.")
# Of the kind of page, never of what is there: an import that nobody made gets the same words.
_FOR_WHOM = {
    "import": NOT_APPLIED,
    "import-new": _FILES,
    "import-rejected-file": _FILES,
}


@login_not_required
def login(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    response = account.login(request, *args, **kwargs)
    context = getattr(response, "context_data", None)
    if context is not None:
        context["for_whom"] = _for_whom(context.get("redirect_field_value") or "")
    return response


def _for_whom(address: str) -> Promise | None:
    """Who may see the page that the reader came for, where the login page has words for it."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return None
    path = unquote(urlsplit(address).path)
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            return _FOR_WHOM.get(resolve(path).url_name or "")
    except Resolver404:
        return None
