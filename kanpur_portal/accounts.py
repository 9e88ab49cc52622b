"""How people come to an account: an administrator makes it; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """The library fails at an address that nobody can read, such as “//[”."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
