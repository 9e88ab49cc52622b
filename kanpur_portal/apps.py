from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "kanpur_portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from kanpur_portal import checks, data_version, roles  # noqa: F401 - the checks register themselves

        post_migrate.connect(roles.sync_roles, sender=self)
        data_version.watch()


class BackOfficeConfig(AdminConfig):
    default_site = "kanpur_portal.back_office.BackOffice"
