"""The officers' forms of the calendar: what is typed is entered, or comes back whole."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from interventions import parking
from interventions.event_actions import StaleEvent, change_event, enter_event, hold_event
from interventions.event_forms import REPORTED, EventForm, HeldForm
from interventions.event_page import event_page, event_row
from interventions.event_rules import may_change, may_enter_events, may_hold
from interventions.models import Event
from sources.requests import SignedInRequest

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required  # an ended session must not cost the officer what was typed: see parking
@_FORM
def event_new(request: HttpRequest) -> HttpResponse:
    return _or_parked(request, "event-new", EventForm.base_fields, _new)


@login_not_required
@_FORM
def event_edit(request: HttpRequest, slug: str) -> HttpResponse:
    return _or_parked(
        request, f"event-edit {slug}", EventForm.base_fields, lambda signed_in: _edit(signed_in, slug)
    )


@login_not_required
@_FORM
def event_held(request: HttpRequest, slug: str) -> HttpResponse:
    names = (*HeldForm.base_fields, *REPORTED)
    return _or_parked(request, f"event-held {slug}", names, lambda signed_in: _hold(signed_in, slug))


def redisplay(request: SignedInRequest, slug: str = "") -> HttpResponse:
    """The form again with what was typed, where its page was too old to be trusted. Writes nothing."""
    found = _changeable(request, slug) if slug else None
    if found is None:
        _may_enter(request)
    form = EventForm(request.POST, user=request.user, event=found)
    form.add_error(None, _too_old())
    return _form_page(request, form, event=found, status=403)


def redisplay_held(request: SignedInRequest, slug: str) -> HttpResponse:
    found = _holdable(request, slug)
    form = HeldForm(request.POST, event=found)
    form.add_error(None, _too_old())
    return _held_page(request, form, found, status=403)


def _or_parked(
    request: HttpRequest, place: str, names: Iterable[str], answer: Callable[[SignedInRequest], HttpResponse]
) -> HttpResponse:
    """The answer to whoever is signed in; what somebody typed whose session has ended is put aside."""
    if request.user.is_authenticated:
        response = answer(cast(SignedInRequest, request))
        if response.status_code == 302:
            parking.release(request, place)
        return response
    if request.method == "POST":
        typed = {name: ",".join(request.POST.getlist(name)).replace("\r\n", "\n") for name in names}
        texts = {name: text[: parking.MAX_TEXT] for name, text in typed.items() if text}
        return parking.to_login(request, place, texts)
    return redirect_to_login(request.get_full_path())


def _parked(request: SignedInRequest, place: str) -> dict[str, Any]:
    kept: dict[str, Any] = dict(parking.parked(request, place))
    return kept | ({"clusters": kept["clusters"].split(",")} if "clusters" in kept else {})


def _new(request: SignedInRequest) -> HttpResponse:
    _may_enter(request)
    if request.method != "POST":
        kept = _parked(request, "event-new")
        return _form_page(request, EventForm(user=request.user, initial=kept), parked=bool(kept))
    form = EventForm(request.POST, user=request.user)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        entered = enter_event(by=request.user, said=form.particulars())
    except ValidationError as error:
        form.show_errors(error)
        return _form_page(request, form, status=422)
    messages.success(request, _("The event is in the calendar."))
    return redirect(f"{entered.get_absolute_url()}?filed=new")


def _edit(request: SignedInRequest, slug: str) -> HttpResponse:
    found = _changeable(request, slug)
    if request.method != "POST":
        kept = _parked(request, f"event-edit {slug}")
        form = EventForm(user=request.user, event=found, initial=kept)
        return _form_page(request, form, event=found, parked=bool(kept))
    form = EventForm(request.POST, user=request.user, event=found)
    if not form.is_valid():
        return _form_page(request, form, event=found, status=422)
    revision = form.cleaned_data["revision"]
    try:
        change_event(by=request.user, event=found, revision=revision, said=form.particulars())
    except ValidationError as error:
        form.show_errors(error)
        return _form_page(request, form, event=found, status=422)
    except StaleEvent as stale:
        form.see(stale.event)
        return _form_page(request, form, event=stale.event, changed=True, status=409)
    messages.success(request, _("The event is changed; calendars that are subscribed to learn of it."))
    return redirect(f"{found.get_absolute_url()}?filed=edit")


def _hold(request: SignedInRequest, slug: str) -> HttpResponse:
    found = _holdable(request, slug)
    if request.method != "POST":
        kept = _parked(request, f"event-held {slug}")
        return _held_page(request, HeldForm(event=found, initial=kept), found, parked=bool(kept))
    form = HeldForm(request.POST, event=found)
    if not form.is_valid():
        return _held_page(request, form, found, status=422)
    revision, quantity = form.cleaned_data["revision"], form.cleaned_data.get("quantity")
    report = form.report()
    try:
        hold_event(by=request.user, event=found, revision=revision, report=report, quantity=quantity)
    except ValidationError as error:
        form.show_errors(error)
        return _held_page(request, form, found, status=422)
    except StaleEvent as stale:
        form.see(stale.event)
        return _held_page(request, form, stale.event, changed=True, status=409)
    messages.success(request, _("The event is marked as held."))
    return redirect(f"{found.get_absolute_url()}?filed=held")


def _may_enter(request: SignedInRequest) -> None:
    if not may_enter_events(request.user):
        raise PermissionDenied(_("You may not enter events."))


def _changeable(request: SignedInRequest, slug: str) -> Event:
    found = get_object_or_404(Event.objects.with_details(), slug=slug)
    if not may_change(request.user, found):
        raise PermissionDenied(_("You may change only events of the authority that you are posted to."))
    return found


def _holdable(request: SignedInRequest, slug: str) -> Event:
    found = _changeable(request, slug)
    if not may_hold(request.user, found):
        raise PermissionDenied(_("You may report only on actions that name your authority."))
    return found


def _too_old() -> str:
    return _("This page had become too old. Nothing is saved yet: check your text and save it again.")


def _form_page(
    request: SignedInRequest, form: EventForm, *, event: Event | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "event": event, "row": event and event_row(event), **more}
    return render(request, "interventions/event_form.html", context, status=status)


def _held_page(
    request: SignedInRequest, form: HeldForm, event: Event, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**event_page(event, request.user), "form": form, "back": event.get_absolute_url()}
    return render(request, "interventions/event_held.html", {**context, **more}, status=status)
