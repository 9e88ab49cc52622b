"""Text typed into an update whose session had ended: kept until its officer has signed in again.

It lies in the visitor's own new session, so nobody else sees it. Files are not kept.
"""

import re

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from interventions.forms import REPORT_FIELDS, SEEN, UpdateForm
from sources.throttling import OpenFormThrottle

_KEY = "parked_updates"
_MILESTONE = re.compile(r"milestone_[0-9]{1,9}_(quantity|on|cluster)")
MAX_TEXT = 4000
MAX_VALUE = 50  # of a choice, a day or a number
MAX_MILESTONE_FIELDS = 30
MAX_PARKED = 5
# From one address, which a whole office may share. Each is a row that lies until the night.
PER_HOUR = 60


def park(request: HttpRequest, reference: str) -> HttpResponse:
    """Put aside what was typed into an update, and lead to the sign-in page."""
    counted = [name for name in request.POST if _MILESTONE.fullmatch(name)][:MAX_MILESTONE_FIELDS]
    texts = {
        name: text.replace("\r\n", "\n")[: MAX_TEXT if _is_text(name) else MAX_VALUE]
        for name in ("revision", *REPORT_FIELDS, *SEEN.values(), *counted)
        if (text := request.POST.get(name))
    }
    return to_login(request, reference, texts)


def to_login(request: HttpRequest, place: str, texts: dict[str, str]) -> HttpResponse:
    """Put texts of bounded length aside under the name of what they are about, and lead to the sign-in page,
    which says whether they are kept."""
    throttle = OpenFormThrottle(request, "parking", per_hour=PER_HOUR)
    if throttle.allow() or throttle.is_away:  # a text is worth more than a count that is away
        _keep(request, place, texts)
        said = _("Your session had ended. Your text is kept: sign in, and it is put back.")
    else:
        said = _(
            "Your session had ended. Too many texts came from your network within an hour: yours is not "
            "kept. Go back, copy it, sign in and submit it again."
        )
    messages.warning(request, said)
    return redirect_to_login(request.get_full_path())


def _keep(request: HttpRequest, place: str, texts: dict[str, str]) -> None:
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
