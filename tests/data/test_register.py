"""What the register says of itself: in plain words, resting on lines, in both languages."""

import re
from pathlib import Path

from django.conf import settings

from sources.models import Discrepancy, Document

# Words of the workshop, and promises of what the portal does not have.
NOT_FOR_READERS = re.compile(
    r"adjudicat|transcri|fixture|database|calculator|stands? beside|marked (?:as computed|so)\b",
    re.IGNORECASE,
)
# Sums, places and values that the pages of the district and of the clusters compute.
SHOWN_AS_COMPUTED = {"D-059", "D-060", "D-061", "D-069", "D-142"}


def test_entries_are_numbered_without_a_gap() -> None:
    refs = list(Discrepancy.objects.values_list("ref", flat=True))
    assert refs == [f"D-{number:03}" for number in range(1, len(refs) + 1)]
    assert len(refs) >= 162


def test_every_entry_rests_on_lines_that_exist() -> None:
    last = dict(Document.objects.values_list("slug", "line_count"))
    for entry in Discrepancy.objects.prefetch_related("readings__document"):
        readings = list(entry.readings.all())
        assert readings, entry
        assert [reading.position for reading in readings] == list(range(1, len(readings) + 1)), entry
        for reading in readings:
            assert all(cited.last <= last[reading.document.slug] for cited in reading.line_ranges), reading


def test_every_reference_to_the_register_exists() -> None:
    there = set(Discrepancy.objects.values_list("ref", flat=True))
    folder = Path(settings.BASE_DIR) / "fixtures"
    named = {
        ref
        for path in [*folder.glob("*.json"), folder / "README.md"]
        for ref in re.findall(r"D-\d{3}", path.read_text())
    }
    assert named == there


def test_a_contradiction_has_two_sides() -> None:
    alone = [
        entry.ref
        for entry in Discrepancy.objects.filter(kind__in=["contradictory_values", "sum_mismatch"])
        if entry.readings.count() < 2
    ]
    assert alone == []


def test_the_words_are_for_readers() -> None:
    wrong = [
        f"{entry.ref}: {text}"
        for entry in Discrepancy.objects.exclude(ref__in=SHOWN_AS_COMPUTED)
        for text in (entry.summary, entry.shown)
        if NOT_FOR_READERS.search(text)
    ]
    assert wrong == []


def test_both_languages_name_the_same_lines_and_references() -> None:
    named = re.compile(r"(?:KN|D)-\d+|\d+\.\d+\b")
    for entry in Discrepancy.objects.all():
        for english, hindi in ((entry.summary, entry.summary_hi), (entry.shown, entry.shown_hi)):
            assert set(named.findall(english)) == set(named.findall(hindi)), entry.ref
