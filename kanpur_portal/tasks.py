"""What Celery calls. It may run twice without harm."""

from celery import shared_task

from kanpur_portal.open_data import versions

# Ten million figures take minutes, which the limit of all other tasks does not allow.
PUBLISHING_SECONDS = 3 * 3600


@shared_task(time_limit=PUBLISHING_SECONDS)
def publish_data() -> None:
    versions.publish()
