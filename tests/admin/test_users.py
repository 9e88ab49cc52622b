"""An administrator gives accounts, roles and postings, and can reach no further than the roles."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from interventions.models import Authority
from kanpur_portal import roles
from kanpur_portal.models import ApiToken

PASSWORD = "a long sentence nobody guesses"


def page(user: User, name: str = "change") -> str:
    return reverse(f"admin:auth_user_{name}", args=[user.pk])


def account(user: User, **changes: object) -> dict[str, object]:
    """The form of an account as the page would send it, without postings."""
    form = {"username": user.username, "first_name": "", "last_name": "", "email": "", "is_active": "on"}
    return form | {"postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0"} | changes


def rights(user: User) -> tuple[bool, int]:
    user = User.objects.get(pk=user.pk)
    return user.is_superuser, user.user_permissions.count()


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.get(username=roles.OFFICER)


@pytest.fixture
def chief(db: None) -> User:
    return User.objects.get(username="superuser")


ESCALATION = {"is_superuser": "on", "is_staff": "on"}


def test_an_account_is_made_with_role_and_posting(administrator: Client) -> None:
    form = {
        "username": "new-officer",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert administrator.post(reverse("admin:auth_user_add"), form | ESCALATION).status_code == 302
    user = User.objects.get(username="new-officer")
    assert user.check_password(PASSWORD)
    assert (user.is_superuser, user.is_staff) == (False, False)

    posting = {
        "postings-TOTAL_FORMS": "1",
        "postings-0-authority": Authority.objects.get(slug="upepb").pk,
        "postings-0-user": user.pk,
    }
    form = account(user, first_name="Asha", groups=[Group.objects.get(name=roles.OFFICER).pk], **posting)
    assert administrator.post(page(user), form).status_code == 302
    assert [role.name for role in user.groups.all()] == [roles.OFFICER]
    assert [str(posting.authority) for posting in user.postings.all()] == ["UPEPB"]
    assert user.postings.get().history.get().history_user.username == "administrator"


def test_no_rights_are_given_beyond_the_roles(administrator: Client, officer: User) -> None:
    permission = Permission.objects.get(codename="delete_actionupdate")
    form = account(officer, user_permissions=[permission.pk], **ESCALATION)
    assert administrator.post(page(officer), form).status_code == 302
    assert rights(officer) == (False, 0)
    own = User.objects.get(username=roles.ADMINISTRATOR)
    administrator.post(page(own), account(own, user_permissions=[permission.pk], **ESCALATION))
    assert rights(own) == (False, 0)
    assert b"is_superuser" not in administrator.get(page(officer)).content


def test_an_account_beyond_the_roles_is_not_touched(administrator: Client, chief: User) -> None:
    before = User.objects.get(pk=chief.pk).password
    assert administrator.get(page(chief)).status_code == 200
    assert administrator.post(page(chief), account(chief, username="mine")).status_code == 403
    change = reverse("admin:auth_user_password_change", args=[chief.pk])
    assert administrator.get(change).status_code == 403
    assert administrator.post(change, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 403
    after = User.objects.get(pk=chief.pk)
    assert (after.username, after.password) == (chief.username, before)


def test_roles_are_looked_at(administrator: Client, superuser: Client) -> None:
    role = Group.objects.get(name=roles.OFFICER)
    url = reverse("admin:auth_group_change", args=[role.pk])
    before = set(role.permissions.all())
    assert "interventions.update_own_action" in administrator.get(url).content.decode()
    for browser in (administrator, superuser):
        form = {"name": "all", "permissions": [permission.pk for permission in Permission.objects.all()]}
        assert browser.post(url, form).status_code == 403
        assert browser.post(reverse("admin:auth_group_add"), form).status_code == 403
    assert set(role.permissions.all()) == before


def test_accounts_are_not_deleted(superuser: Client, officer: User) -> None:
    assert superuser.post(page(officer, "delete"), {"post": "yes"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": officer.pk, "post": "yes"}
    superuser.post(reverse("admin:auth_user_changelist"), form)
    assert User.objects.filter(pk=officer.pk).exists()


def test_a_superuser_may_make_a_superuser(superuser: Client, officer: User) -> None:
    superuser.post(page(officer), account(officer, **ESCALATION))
    assert rights(officer) == (True, 0)


def test_no_password_leaves_the_portal(administrator: Client, officer: User) -> None:
    exported = administrator.get(reverse("admin:auth_user_export")).content.decode()
    assert officer.username in exported
    assert "password" not in exported
    assert officer.password not in exported


def test_a_key_to_the_api_is_revoked_by_deleting_it(administrator: Client) -> None:
    token = ApiToken.objects.get(user__username=roles.OFFICER)
    url = reverse("admin:kanpur_portal_apitoken_change", args=[token.pk])
    assert token.digest not in administrator.get(url).content.decode()
    assert administrator.post(url, {"name": "Other"}).status_code == 403
    assert (
        administrator.post(reverse("admin:kanpur_portal_apitoken_add"), {"name": "Mine"}).status_code == 403
    )
    delete = reverse("admin:kanpur_portal_apitoken_delete", args=[token.pk])
    assert administrator.post(delete, {"post": "yes"}).status_code == 302
    assert not ApiToken.objects.filter(pk=token.pk).exists()


def test_a_lost_second_factor_is_removed(administrator: Client, chief: User) -> None:
    lost = Authenticator.objects.get(user__username=roles.OFFICER)
    page = reverse("admin:mfa_authenticator_change", args=[lost.pk])
    assert "JBSWY3DP" not in administrator.get(page).content.decode()
    own = Authenticator.objects.create(user=chief, type=Authenticator.Type.TOTP, data={"secret": "x"})
    delete = "admin:mfa_authenticator_delete"
    assert administrator.post(reverse(delete, args=[own.pk]), {"post": "yes"}).status_code == 403
    assert administrator.post(reverse(delete, args=[lost.pk]), {"post": "yes"}).status_code == 302
    selected = {"action": "delete_selected", "_selected_action": own.pk, "post": "yes"}
    administrator.post(reverse("admin:mfa_authenticator_changelist"), selected)
    assert not Authenticator.objects.filter(pk=lost.pk).exists()
    assert Authenticator.objects.filter(pk=own.pk).exists()
