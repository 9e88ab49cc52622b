"""Make a version of the open data that stays, if the data differ from those of the last one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kanpur_portal.open_data import versions


class Command(BaseCommand):
    help = "Make a version of the open data that stays, if the data changed. Run it as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = versions.publish()
        except versions.DataMoved as error:
            raise CommandError(
                "The data were written to all the time. Nothing was made: try later."
            ) from error
        if version:
            self.stdout.write(
                f"Version {version.number}: {version.sha256}, in {versions.folder(version.number)}"
            )
        else:
            self.stdout.write("The data are those of the last version. Nothing was made.")
