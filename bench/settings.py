"""The portal as in production, with one page more to compare it with, and without a limit on requests."""

from kanpur_portal.settings import *  # noqa: F403
from kanpur_portal.settings import REST_FRAMEWORK

ROOT_URLCONF = "bench.urls"
REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] = []
