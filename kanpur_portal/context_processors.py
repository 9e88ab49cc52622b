"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from kanpur_portal import data_version


def portal(request: HttpRequest) -> dict[str, Any]:
    other = "en" if get_language() == "hi" else "hi"
    return {
        "demo": settings.DEMO,
        "data_as_of": data_version.data_as_of(),
        "other_language": other,
        "other_language_url": translate_url(request.get_full_path(), other),
    }
