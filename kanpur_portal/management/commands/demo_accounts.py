"""One account for each role, to try the portal with; passwords are made here and shown once."""

import secrets
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand
from django.db import transaction

from interventions.models import Authority, Posting
from kanpur_portal import roles

ACCOUNTS = {
    "officer": (roles.OFFICER, "DIEPC officer"),
    "deputy-commissioner": (roles.DEPUTY_COMMISSIONER, "Deputy Commissioner"),
    "analyst": (roles.ANALYST, "analyst"),
    "data-editor": (roles.DATA_EDITOR, "data editor"),
    "administrator": (roles.ADMINISTRATOR, "administrator"),
}


class Command(BaseCommand):
    help = (
        "Make the accounts that are missing and print their one-time passwords. --reset makes new passwords."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="give every one of these accounts a new password"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        made = {}
        for username, (role, label) in ACCOUNTS.items():
            user, is_new = User.objects.get_or_create(
                username=username, defaults={"email": f"{username}@localhost"}
            )
            if is_new or options["reset"]:
                made[username] = (label, self._prepare(user, role))
        if not made:
            self.stdout.write("Accounts are there; forgotten passwords: manage.py demo_accounts --reset")
            return
        self.stdout.write("Accounts for trying the portal; these passwords are shown this once:")
        for username, (label, password) in made.items():
            self.stdout.write(f"  {label:20} {username:20} {password}")

    @staticmethod
    def _prepare(user: User, role: str) -> str:
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.is_staff = role == roles.ADMINISTRATOR
        user.save()
        user.groups.set([Group.objects.get(name=role)])
        if role in (roles.OFFICER, roles.DEPUTY_COMMISSIONER):
            Posting.objects.get_or_create(user=user, authority=Authority.objects.get(slug="diepc"))
        return password
