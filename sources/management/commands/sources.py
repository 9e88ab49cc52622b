"""`sources check --text DIR`: every quote stands in its document, every line and number of it is carried."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources.coverage import Taken, coverage
from sources.models import Citation, Document, OmittedLine, Reading
from sources.passages import citing_models, passages_of
from sources.quotes import faults, number_faults, text_lines, texts_by_sha256


class Command(BaseCommand):
    help = "Compare what the portal quotes with the texts of the documents."

    def add_arguments(self, parser: Any) -> None:
        commands = parser.add_subparsers(dest="task", required=True)
        check = commands.add_parser(
            "check", help="find every quote, and every line and number that no record carries"
        )
        check.add_argument(
            "--text", type=Path, required=True, metavar="DIR", help="folder with the documents as .txt files"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["text"].is_dir():
            raise CommandError(f"--text: {options['text']} is not a folder.")
        self.wrong = 0
        texts = self.texts(options["text"])
        counts = self.compare(texts)
        for (label, slug), count in sorted(counts.items()):
            self.stdout.write(f"{count:5}  {label}  {slug}")
        for slug, text in texts.items():
            self.cover(slug, text)
        if self.wrong:
            raise CommandError(f"Faults: {self.wrong}.")
        if not counts:
            raise CommandError("The portal holds no record to compare: load the documents first.")
        self.stdout.write(self.style.SUCCESS(f"Records that stand in their documents: {counts.total()}."))

    def compare(self, texts: dict[str, list[str]]) -> Counter[tuple[str, str]]:
        """Report every quote that is not on its lines; the number of records by type and document."""
        counts: Counter[tuple[str, str]] = Counter()
        for record in citations():
            if not (text := texts.get(record.document.slug)):
                continue
            counts[record._meta.label_lower, record.document.slug] += 1
            for fault in [*faults(record, text)] or number_faults(record, text):
                self.report(f"{record._meta.label_lower} {name_of(record)}: {fault}")
        return counts

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

    def cover(self, slug: str, text: list[str]) -> None:
        """Print how far the document is carried; report every line and number that is left out."""
        found = coverage(text, [piece for record in citations(slug) for piece in takings(record)])
        self.stdout.write(
            f"{slug}: {found.lines} lines: {found.carried} carried by records, "
            f"{found.omitted} without a fact, {found.blank} blank, {len(found.left_out)} left out; "
            f"{found.numbers} numbers, {len(found.numbers_left_out)} left out"
        )
        for line in found.left_out:
            self.report(f"{slug} {line}: no record carries the line: “{text[line - 1].strip()[:80]}”")
        for line, number in found.numbers_left_out:
            self.report(f"{slug} {line}: no value carries the number “{number}”")

    def report(self, fault: str) -> None:
        self.wrong += 1
        self.stderr.write(fault)


def citations(slug: str = "") -> Iterator[Citation]:
    """Every row that cites a document, or the one document: one query for each model, rows as they come."""
    for model in citing_models():
        rows = model._default_manager.select_related("document", *model.passage_related)
        yield from (rows.filter(document__slug=slug) if slug else rows).iterator()


def takings(record: Citation) -> Iterator[Taken]:
    """What a record takes from each of its ranges; an entry of the register carries nothing itself."""
    if isinstance(record, Reading):
        return
    for passage in passages_of(record):
        yield Taken(passage.lines, passage.numbers, omitted=isinstance(record, OmittedLine))


def name_of(record: Citation) -> str:
    return " ".join(map(str, record.natural_key())) if hasattr(record, "natural_key") else str(record)
