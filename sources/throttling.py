"""How often one address may send a form that is open to everyone."""

from typing import Any

from django.utils.crypto import salted_hmac
from rest_framework.throttling import SimpleRateThrottle


class CorrectionThrottle(SimpleRateThrottle):
    """Five correction requests an hour. The address is found as the API finds it, and is not kept:
    the cache counts under a digest that nobody can turn back without the portal's secret.
    """

    scope = "corrections"
    rate = "5/hour"

    def get_cache_key(self, request: Any, view: Any) -> str:
        digest = salted_hmac("sources.throttling", self.get_ident(request), algorithm="sha256")
        return self.cache_format % {"scope": self.scope, "ident": digest.hexdigest()}
