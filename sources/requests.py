"""Requests as the middleware leaves them, for those who read the code and for the type checker."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class PageRequest(HttpRequest):
    """Any page's: `htmx` tells whether a part of it is asked for."""

    htmx: HtmxDetails


class SignedInRequest(HttpRequest):
    """A view without @login_not_required never sees an anonymous user."""

    user: User
