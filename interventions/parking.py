"""Text typed into an update whose session had ended: kept until its officer has signed in again.

It lies in the visitor's own new session, so nobody else sees it. Files are not kept.
"""

from django.http import HttpRequest

from interventions.forms import PARKED_FIELDS

_KEY = "parked_updates"
MAX_FIELD = 4000
MAX_PARKED = 5


def park(request: HttpRequest, reference: str) -> None:
    texts = {name: request.POST[name][:MAX_FIELD] for name in PARKED_FIELDS if request.POST.get(name)}
    kept = request.session.get(_KEY, {})
    kept.pop(reference, None)
    if texts:
        kept[reference] = texts
    request.session[_KEY] = dict(list(kept.items())[-MAX_PARKED:])


def parked(request: HttpRequest, reference: str) -> dict[str, str]:
    return request.session.get(_KEY, {}).get(reference, {})


def release(request: HttpRequest, reference: str) -> None:
    if reference in request.session.get(_KEY, {}):
        del request.session[_KEY][reference]
        request.session.modified = True
