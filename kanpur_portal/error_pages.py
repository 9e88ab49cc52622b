"""What Django answers by itself when a request is malformed or the portal fails: below /api/ as a problem."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views import defaults

from kanpur_portal.api_middleware import API
from kanpur_portal.problems import problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith(API):
        return problem(request, 400, gettext("The request is malformed, or asks for another host."))
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith(API):
        return problem(request, 500, gettext("This is no fault of the request. Try again later."))
    return defaults.server_error(request)
