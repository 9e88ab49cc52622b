"""The back office's pages for the plan, what is reported on it, the calendar, the challenges, the project."""

from interventions.admin import (  # noqa: F401
    authorities,
    challenges,
    events,
    monitoring,
    plan,
    projects,
    updates,
)
