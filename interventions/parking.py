"""Text typed into an update whose session had ended: kept until its officer has signed in again.

It lies in the visitor's own new session, so nobody else sees it. Files are not kept.
"""

import re

from django.http import HttpRequest

from interventions.forms import REPORT_FIELDS, SEEN, UpdateForm

_KEY = "parked_updates"
_MILESTONE = re.compile(r"milestone_[0-9]{1,9}_(quantity|on|cluster)")
MAX_TEXT = 4000
MAX_VALUE = 50  # of a choice, a day or a number
MAX_MILESTONE_FIELDS = 30
MAX_PARKED = 5


def park(request: HttpRequest, reference: str) -> None:
    counted = [name for name in request.POST if _MILESTONE.fullmatch(name)][:MAX_MILESTONE_FIELDS]
    texts = {
        name: text.replace("\r\n", "\n")[: MAX_TEXT if _is_text(name) else MAX_VALUE]
        for name in ("revision", *REPORT_FIELDS, *SEEN.values(), *counted)
        if (text := request.POST.get(name))
    }
    keep(request, reference, texts)


def keep(request: HttpRequest, place: str, texts: dict[str, str]) -> None:
    """Put texts of bounded length aside under the name of what they are about."""
    kept = request.session.get(_KEY, {})
    kept.pop(place, None)
    if texts:
        kept[place] = texts
    request.session[_KEY] = dict(list(kept.items())[-MAX_PARKED:])


def _is_text(name: str) -> bool:
    return bool(getattr(UpdateForm.base_fields.get(name), "max_length", None))


def parked(request: HttpRequest, reference: str) -> dict[str, str]:
    return request.session.get(_KEY, {}).get(reference, {})


def release(request: HttpRequest, reference: str) -> None:
    if reference in request.session.get(_KEY, {}):
        del request.session[_KEY][reference]
        request.session.modified = True
