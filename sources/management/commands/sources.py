"""`sources check --text DIR`: every quote stands in its document, or the command fails."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources.models import Citation, Document
from sources.passages import citing_models
from sources.quotes import faults, text_lines, texts_by_sha256


class Command(BaseCommand):
    help = "Compare what the portal quotes with the texts of the documents."

    def add_arguments(self, parser: Any) -> None:
        commands = parser.add_subparsers(dest="task", required=True)
        check = commands.add_parser("check", help="find every quote on the lines that its record cites")
        check.add_argument(
            "--text", type=Path, required=True, metavar="DIR", help="folder with the documents as .txt files"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["text"].is_dir():
            raise CommandError(f"--text: {options['text']} is not a folder.")
        self.wrong = 0
        texts = self.texts(options["text"])
        counts: Counter[tuple[str, str]] = Counter()
        for record in citations():
            if not (text := texts.get(record.document.slug)):
                continue
            counts[record._meta.label_lower, record.document.slug] += 1
            for fault in faults(record, text):
                self.report(f"{record._meta.label_lower} {name_of(record)}: {fault}")
        for (label, slug), count in sorted(counts.items()):
            self.stdout.write(f"{count:5}  {label}  {slug}")
        if self.wrong:
            raise CommandError(f"Faults: {self.wrong}.")
        if not counts:
            raise CommandError("The portal holds no record to compare: load the plan first.")
        self.stdout.write(self.style.SUCCESS(f"Records that stand in their documents: {counts.total()}."))

    def texts(self, folder: Path) -> dict[str, list[str]]:
        """The lines of each document of the portal; the documents are few and small."""
        paths = texts_by_sha256(folder)
        found = {}
        for document in Document.objects.all():
            if not (path := paths.get(document.sha256)):
                self.report(f"{document.slug}: no .txt file in {folder} has its SHA-256: missing or changed")
                continue
            found[document.slug] = lines = text_lines(path)
            if len(lines) != document.line_count:
                self.report(f"{document.slug}: the text has {len(lines)} lines, not {document.line_count}")
        return found

    def report(self, fault: str) -> None:
        self.wrong += 1
        self.stderr.write(fault)


def citations() -> Iterator[Citation]:
    """Every row that cites a document: one query for each model, rows as they come."""
    for model in citing_models():
        yield from model._default_manager.select_related("document", *model.passage_related).iterator()


def name_of(record: Citation) -> str:
    return " ".join(map(str, record.natural_key())) if hasattr(record, "natural_key") else str(record)
