"""The portal's addresses, and a hello world behind the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import path

from kanpur_portal.urls import urlpatterns as portal


@login_not_required
def hello(request: HttpRequest) -> JsonResponse:
    # no-store: the page cache must not answer for the view that everything is compared with.
    return JsonResponse({"hello": "world"}, headers={"Cache-Control": "no-store"})


urlpatterns = [path("hello/", hello), *portal]
