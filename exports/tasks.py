"""What Celery calls. Each may run twice without harm."""

from celery import shared_task

from exports.imports import files, jobs, leases


@shared_task
def work_on_import(pk: int) -> None:
    jobs.work(pk)


@shared_task
def take_up_imports() -> None:
    """Those whose worker died, and those of which the queue knows nothing."""
    for batch in leases.due():
        work_on_import.delay(batch.pk)


@shared_task
def remove_unapplied_files() -> None:
    files.remove_unapplied()
