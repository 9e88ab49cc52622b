"""Floor 6: settings, URLs, Celery, and the pages and services that join the rooms."""

from kanpur_portal.celery import app as celery_app

__all__ = ["celery_app"]
