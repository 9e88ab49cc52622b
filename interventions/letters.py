"""Sending letters that wait as rows: each once, whatever dies meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from interventions.models import Letter

LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class Message:
    """What a letter says, made at the moment of sending."""

    to: str
    subject: str
    text: str


def send_waiting(letters: QuerySet, message: Callable[[Any], Message | None]) -> int:
    """Send what waits, and what a worker that died had begun; returns how many were sent.

    `message` writes one letter; None where there is nothing to say any more.
    """
    sent = 0
    tried: list[int] = []
    while letter := _lease_one(letters, besides=tried):
        tried.append(letter.pk)
        sent += _send(letter, message)
    return sent


@transaction.atomic
def _lease_one(letters: QuerySet, besides: list[int]) -> Letter | None:
    """Take one letter for ten minutes, so that no other worker sends it."""
    now = timezone.now()
    letter: Letter | None = (
        letters.select_for_update(skip_locked=True, of=("self",))
        .filter(
            Q(state__in=[Letter.State.WAITING, Letter.State.FAILED])
            | Q(state=Letter.State.SENDING, lease_until__lt=now),
            attempts__lt=MAX_ATTEMPTS,
        )
        .exclude(pk__in=besides)
        .order_by("attempts", "pk")  # one that always fails holds up no other
        .first()
    )
    if letter:
        letter.state, letter.lease_until = Letter.State.SENDING, now + LEASE
        letter.attempts += 1
        letter.save()
    return letter


def _send(letter: Letter, message: Callable[[Any], Message | None]) -> bool:
    """Write and send one letter; a fault of the mail server is kept on the row and tried again."""
    written = message(letter)
    try:
        if written:
            send_mail(written.subject, written.text, settings.DEFAULT_FROM_EMAIL, [written.to])
    except (OSError, ValueError) as error:  # of the mail server (smtplib's too), or of an address or header
        letter.state, letter.error = Letter.State.FAILED, type(error).__name__
    else:
        letter.state, letter.sent_at, letter.error = Letter.State.SENT, timezone.now(), ""
    letter.lease_until = None
    letter.save()
    return letter.state == Letter.State.SENT
