"""The Celery application: tasks of every room, and the one nightly schedule."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kanpur_portal.settings")

app = Celery("kanpur_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "snapshot": {"task": "interventions.tasks.take_snapshot", "schedule": crontab(hour=0, minute=20)},
    "open-data": {"task": "kanpur_portal.tasks.publish_data", "schedule": crontab(hour=2, minute=20)},
    "digests": {"task": "interventions.tasks.prepare_digests", "schedule": crontab(hour=6, minute=30)},
    "unsent-digests": {
        "task": "interventions.tasks.send_waiting_digests",
        "schedule": crontab(minute="*/10"),
    },
    "unsent-issue-letters": {
        "task": "interventions.tasks.send_issue_letters",
        "schedule": crontab(minute="5-59/10"),
    },
    "quiet-issues": {
        "task": "interventions.tasks.close_quiet_issues",
        "schedule": crontab(hour=1, minute=25),
    },
    "old-words-of-issues": {
        "task": "interventions.tasks.erase_old_words",
        "schedule": crontab(hour=1, minute=35),
    },
    "forgotten-files": {
        "task": "interventions.tasks.remove_forgotten_files",
        "schedule": crontab(hour=1, minute=5),
    },
    # One that is late by a minute is made up for by the next.
    "imports": {
        "task": "exports.tasks.take_up_imports",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "unapplied-files": {
        "task": "exports.tasks.remove_unapplied_files",
        "schedule": crontab(hour=1, minute=45),
    },
    "ended-sessions": {
        "task": "interventions.tasks.remove_ended_sessions",
        "schedule": crontab(hour=1, minute=15),
    },
}
