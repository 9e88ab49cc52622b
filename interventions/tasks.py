"""What Celery calls. Each may run twice without harm."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from interventions import issue_upkeep, monitoring
from interventions.models import Plan


@shared_task
def take_snapshot() -> None:
    for plan in Plan.objects.all():
        monitoring.take_snapshot(plan, timezone.localdate())


@shared_task
def prepare_digests() -> None:
    monitoring.prepare_digests(timezone.localdate())
    send_waiting_digests.delay()


@shared_task
def send_waiting_digests() -> None:
    monitoring.send_waiting_digests()


@shared_task
def remove_forgotten_files() -> None:
    monitoring.remove_forgotten_files()


@shared_task
def remove_ended_sessions() -> None:
    call_command("clearsessions")  # and with them what lies parked there


@shared_task
def send_issue_letters() -> None:
    issue_upkeep.send_issue_letters()


@shared_task
def close_quiet_issues() -> None:
    issue_upkeep.close_quiet_issues()


@shared_task
def erase_old_words() -> None:
    """A task of its own: what promises to erase waits behind nothing else that may fail."""
    issue_upkeep.erase_old_words()
