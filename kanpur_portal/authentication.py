"""Programs act for their user with `Authorization: Token <key>`."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kanpur_portal.models import ApiToken

SCHEME = "Token"


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Any, ApiToken] | None:
        scheme, _space, key = request.headers.get("Authorization", "").strip().partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        digest = ApiToken.digest_of(key.strip())
        token = ApiToken.objects.select_related("user").filter(digest=digest, user__is_active=True).first()
        if token is None:
            raise AuthenticationFailed(
                _("This token is not known, or its user is no longer active. Make a new one at /my/tokens/.")
            )
        if token.expires_at <= timezone.now():
            raise AuthenticationFailed(_("This token has expired. Make a new one at /my/tokens/."))
        token.note_use()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME
