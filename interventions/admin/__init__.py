"""The back office's pages for the plan, what is reported on it, and the challenges it answers."""

from interventions.admin import authorities, challenges, monitoring, plan, updates  # noqa: F401
