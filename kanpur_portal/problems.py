"""Errors of the API as application/problem+json (RFC 9457).

Whatever a client sends wrong is described; an exception that is not known here is a
mistake of the portal and stays one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core import exceptions as django_errors
from django.http import Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.exceptions import APIException, ErrorDetail

from interventions.actions import StaleRevision
from interventions.api.updates import UpdateSerializer, updates_since

TITLES = {
    400: gettext_lazy("Something in the request is not allowed"),
    401: gettext_lazy("Not signed in"),
    403: gettext_lazy("You may not do this"),
    404: gettext_lazy("Nothing is here"),
    405: gettext_lazy("This address does not take that method"),
    406: gettext_lazy("This form of answer is not offered"),
    409: gettext_lazy("Somebody else wrote meanwhile"),
    413: gettext_lazy("The request is too large"),
    415: gettext_lazy("This type of body is not accepted"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("The portal made a mistake"),
}
_WHOLE = ("non_field_errors", "__all__")
# How many errors the sentence tells; the list has them all.
_TOLD = 5


class TooLarge(APIException):
    status_code = 413


class Conflict(APIException):
    status_code = 409


def problem_json(error: Exception, context: Mapping[str, Any]) -> JsonResponse | None:
    """The handler of REST_FRAMEWORK; None leaves the exception to be raised."""
    known = _as_api_exception(error)
    if known is None:
        return None
    request = context["request"]
    more: dict[str, Any] = {}
    if isinstance(known, exceptions.ValidationError):
        more["errors"] = list(flat_errors(known.detail))
    if isinstance(error, StaleRevision):
        serializer = UpdateSerializer(updates_since(error), many=True, context={"request": request})
        more |= {"revision": error.action.revision, "updates": serializer.data}
    detail = _sentence(more["errors"]) if "errors" in more else f"{known.detail}{_allowed(known, context)}"
    response = problem(request, known.status_code, detail, **more)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if isinstance(known, exceptions.Throttled):
        response["Retry-After"] = str(getattr(known, "wait", None) or 60)
    return response


def problem(request: HttpRequest, status: int, detail: str, **more: Any) -> JsonResponse:
    with translation.override(settings.LANGUAGE_CODE):
        kind = f"{reverse('api-docs')}#problem-{status}"
    with suppress(django_errors.DisallowedHost):  # then an address without a host, as RFC 9457 allows
        kind = request.build_absolute_uri(kind)
    body = {"type": kind, "title": str(TITLES[status]), "status": status, "detail": detail, **more}
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def flat_errors(detail: Any, path: str = "") -> Iterator[dict[str, str | None]]:
    """Each error by itself, under a path such as `achievements[0].quantity`."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            step = f"[{name}]" if isinstance(name, int) else f".{name}"
            yield from flat_errors(inner, path if name in _WHOLE else f"{path}{step}".lstrip("."))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            one = isinstance(inner, ErrorDetail)
            yield from flat_errors(inner, path if one else f"{path}[{index}]")
    else:
        yield {"field": path or None, "code": detail.code, "message": str(detail)}


def _sentence(errors: list[dict[str, str | None]]) -> str:
    return " ".join(
        f"{error['field']}: {error['message']}" if error["field"] else str(error["message"])
        for error in errors[:_TOLD]
    )


def _as_api_exception(error: Exception) -> APIException | None:
    if isinstance(error, APIException):
        return error
    for kind, translate in _TRANSLATIONS.items():
        if isinstance(error, kind):
            return translate(error)
    return None


def _validation(error: Any) -> APIException:
    by_field = error.error_dict if hasattr(error, "error_dict") else {_WHOLE[0]: error.error_list}
    return exceptions.ValidationError(
        {
            name: [ErrorDetail(text, item.code or "invalid") for item in items for text in item.messages]
            for name, items in by_field.items()
        }
    )


def _stale(error: Any) -> APIException:
    return Conflict(
        _("%(reference)s is at revision %(now)s, yours is %(seen)s. Read the updates since, then send again.")
        % {"reference": error.action.reference, "now": error.action.revision, "seen": error.since}
    )


def _too_large(error: Exception) -> APIException:
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    return TooLarge(_("The text of a request may have up to %(megabytes)s MB.") % {"megabytes": megabytes})


# The first that fits: RequestDataTooBig is a SuspiciousOperation too.
_TRANSLATIONS: dict[type[Exception], Callable[[Any], APIException]] = {
    Http404: lambda error: exceptions.NotFound(_("There is nothing at this address.")),
    django_errors.PermissionDenied: lambda error: exceptions.PermissionDenied(str(error) or None),
    django_errors.ValidationError: _validation,
    StaleRevision: _stale,
    django_errors.RequestDataTooBig: _too_large,
    django_errors.SuspiciousOperation: lambda error: exceptions.ParseError(str(error)),
    MultiPartParserError: lambda error: exceptions.ParseError(str(error)),
    UnreadablePostError: lambda error: exceptions.ParseError(_("The body of the request ended too early.")),
}


def _allowed(error: APIException, context: Mapping[str, Any]) -> str:
    """What the address takes instead, for errors that are about its methods and forms."""
    view = context["view"]
    if isinstance(error, exceptions.MethodNotAllowed):
        allowed = view.allowed_methods
    elif isinstance(error, exceptions.NotAcceptable):
        allowed = [renderer.media_type for renderer in view.get_renderers()]
    elif isinstance(error, exceptions.UnsupportedMediaType):
        allowed = [parser.media_type for parser in view.get_parsers()]
    else:
        return ""
    return " " + _("Allowed: %(allowed)s.") % {"allowed": ", ".join(allowed)}
