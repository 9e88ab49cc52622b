"""The way from a source mark to a correction request, in templates: {{ url|correction_address:record }}."""

import re
from urllib.parse import urlencode

from django import template

from sources.addresses import reverse

register = template.Library()

_LINE = re.compile(r"/sources/([-\w]+)/#L([0-9]+)$")


@register.filter
def correction_address(url: str, record: str = "") -> str:
    """Where to say that the line of this address, or a record on it, is wrong; empty for another address."""
    if not (found := _LINE.search(url)):
        return ""
    query = {"document": found[1], "line": found[2], **({"record": record} if record else {})}
    return f"{reverse('correction-new')}?{urlencode(query)}"
