"""Totals by code and by partner that were kept of each district are added to those of districts together."""

from collections import defaultdict
from typing import Any

from django.db import migrations
from django.db.models import Sum

LIKE = ("source", "flow", "hs_edition", "basis", "currency")
PLACE = ("dimension", "key", "level", "partners", "year")


def keep_together(apps: Any, schema_editor: Any) -> None:
    series, total = apps.get_model("exports", "TradeSeries"), apps.get_model("exports", "TradeTotal")
    alike = defaultdict(list)
    for found in series.objects.filter(reporter__level="district").order_by("pk"):
        alike[tuple(getattr(found, name) for name in LIKE)].append(found.pk)
    for first, *others in alike.values():
        if not others:
            continue
        series.objects.filter(pk__in=others).update(totals_under=first)
        apart = total.objects.filter(series__in=[first, *others]).exclude(dimension="all")
        sums = apart.order_by().values(*PLACE).annotate(
            amounts=Sum("amount"), added=Sum("figures"), of_these=Sum("provisional")
        )  # fmt: skip
        rows = [
            total(
                series_id=first,
                amount=row["amounts"],
                figures=row["added"],
                provisional=row["of_these"],
                **{name: row[name] for name in PLACE},
            )
            for row in sums
        ]
        apart.delete()
        total.objects.bulk_create(rows, batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [("exports", "0004_imports_said_better")]
    operations = [migrations.RunPython(keep_together)]
