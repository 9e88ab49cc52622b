"""What Celery calls. Each may run twice without harm: an import is worked on by who holds its lease."""

from celery import shared_task

from exports.imports import files, jobs, leases

# Ten million rows take longer than any other task may.
_LONGEST_IMPORT_SECONDS = 6 * 3600


@shared_task(time_limit=_LONGEST_IMPORT_SECONDS)
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
