"""The back office: Django's site, with the portal's name and a menu that is quick to make."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


class BackOffice(AdminSite):
    # Lazy, so that each page has them in its own language.
    site_header = site_title = _("Kanpur cluster portal")
    index_title = _("Administration")
    site_url = reverse_lazy("home")  # type: ignore[assignment]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The tables that a person may see, room by room.

        A page asks for it twice, and gets it once made. Names are translated before they are put in order,
        not anew for each comparison.
        """
        made: dict[str | None, list[Any]] = vars(request).setdefault("back_office_menu", {})
        if app_label not in made:
            rooms = self._build_app_dict(request, app_label).values()
            for room in rooms:
                for table in room["models"]:
                    table["name"] = str(table["name"])
                room["models"].sort(key=lambda table: table["name"])
            made[app_label] = sorted(rooms, key=lambda room: room["name"].lower())
        return made[app_label]
