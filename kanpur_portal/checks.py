"""What `check --deploy` asks for beside Django's own advice."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def letters_are_sent(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """At the console, letters would tell the keys of exporters' issues to whoever reads the output."""
    if settings.EMAIL_BACKEND != "django.core.mail.backends.console.EmailBackend":
        return []
    return [Warning("Mail goes to the console.", hint="Set EMAIL_URL to a mail server.", id="portal.W001")]
