"""`import_figures FILE --layout … --retrieved-on …`: check a file of trade figures; apply it if told so."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from exports.import_actions import ask_to_apply, receive
from exports.import_rejected import listing_ends, reasons_of
from exports.imports.jobs import work
from exports.imports.reasons import REASONS
from exports.models import ImportBatch

SHOWN = 20
COUNTS = ("added", "changed", "unchanged", "rejected")


class Command(BaseCommand):
    help = "Check a file of trade figures and say what it would change; with --apply, change it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--layout", required=True, choices=ImportBatch.Layout.values)
        parser.add_argument(
            "--retrieved-on", required=True, type=date.fromisoformat, metavar="DAY",
            help="the day on which the file was taken from its source, as 2026-03-31",
        )  # fmt: skip
        parser.add_argument("--source-url", default="", metavar="ADDRESS", help="where it was taken from")
        parser.add_argument("--note", default="")
        parser.add_argument(
            "--answer", action="append", default=[], metavar="NAME=VALUE",
            help="what the file does not say, once for each, as reporter=IN",
        )  # fmt: skip
        parser.add_argument("--apply", action="store_true", help="apply it once it is checked")
        parser.add_argument(
            "--accept-rejected", type=int, default=0, metavar="N",
            help="with --apply: leave out rejected rows if they are exactly so many",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            batch = self.receive(options)
            self.finish(batch)
            self.show(batch)
            if options["apply"]:
                self.apply(batch, options["accept_rejected"])
        except ValidationError as error:
            raise CommandError("; ".join(_messages(error))) from error

    def receive(self, options: dict[str, Any]) -> ImportBatch:
        try:
            file = options["file"].open("rb")
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        with file:
            batch = receive(
                file=File(file, name=options["file"].name),
                layout=options["layout"],
                answers=_answers(options["answer"]),
                retrieved_on=options["retrieved_on"],
                source_url=options["source_url"],
                note=options["note"],
            )
        self.stdout.write(f"{batch.number}: {batch.file_name}, {batch.size:,} bytes, SHA-256 {batch.sha256}")
        return batch

    def apply(self, batch: ImportBatch, accepted: int) -> None:
        if batch.rejected != accepted:
            raise CommandError(
                f"{batch.rejected} rows were rejected. To leave them out: --accept-rejected {batch.rejected}"
            )
        ask_to_apply(batch, rejected=accepted, by=None)
        self.finish(batch)
        if batch.state != ImportBatch.State.APPLIED:
            self.show(batch)
            raise CommandError(f"{batch.number} was not applied: the rows that are rejected have changed.")
        self.stdout.write(self.style.SUCCESS(f"{batch.number} is applied: {_counts(batch)}."))

    def finish(self, batch: ImportBatch) -> None:
        """Do the work here, or wait for the worker who was quicker to take it."""
        while True:
            work(batch.pk, self.report)
            batch.refresh_from_db()
            if batch.state not in (*ImportBatch.WAITING, *ImportBatch.AT_WORK):
                break
            time.sleep(1)
        if batch.state == ImportBatch.State.REFUSED:
            self.list_rejected(batch)
            raise CommandError(f"{batch.number} is refused: {batch.refusal}")

    def report(self, batch: ImportBatch) -> None:
        self.stdout.write(
            f"{batch.number}: {batch.rows_read:,} rows of about {batch.rows_expected or 0:,} read"
        )

    def show(self, batch: ImportBatch) -> None:
        self.stdout.write(f"{batch.number}: {_counts(batch)}")
        self.list_rejected(batch)

    def list_rejected(self, batch: ImportBatch) -> None:
        for found in reasons_of(batch):
            self.stdout.write(f"  {found.rows:,} rejected: {found.words}")
        rows = batch.rejected_rows.all()
        for row in rows[:SHOWN]:
            reason = REASONS.get(row.reason, row.reason)
            words = [
                f"row {row.row}",
                row.column,
                f"“{row.value}”" if row.value else "",
                f"{reason}",
                row.detail,
            ]
            self.stdout.write("  " + ", ".join(filter(None, words)))
        listed = rows.count()
        if (more := listed - SHOWN) > 0:
            self.stdout.write(f"  and {more:,} more")
        if listing_ends(batch):
            self.stdout.write(
                f"  {listed:,} of {batch.rejected:,} rejected rows are listed; the others are counted"
            )


def _answers(given: list[str]) -> dict[str, str]:
    answers = {}
    for answer in given:
        name, is_said, value = answer.partition("=")
        if not is_said:
            raise CommandError(f"--answer {answer}: write it as NAME=VALUE.")
        answers[name] = value
    return answers


def _counts(batch: ImportBatch) -> str:
    return ", ".join(f"{getattr(batch, name):,} {name}" for name in COUNTS)


def _messages(error: ValidationError) -> Iterator[str]:
    """Each with the field that it is about."""
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, messages in error.message_dict.items():
        yield from (f"{name}: {message}" for message in messages)
