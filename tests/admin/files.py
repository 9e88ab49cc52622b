"""CSV files of the back office as an administrator sends and gets them."""

import csv
import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

Row = dict[str, str]


def address(model: str, name: str) -> str:
    return reverse(f"admin:{model}_{name}")


def table(*rows: Row) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def upload(browser: Client, model: str, content: bytes, name: str = "rows.csv") -> HttpResponse:
    """The dry run."""
    form = {"format": "0", "resource": "0", "import_file": SimpleUploadedFile(name, content)}
    return browser.post(address(model, "import"), form)


def confirm(browser: Client, model: str, preview: HttpResponse) -> HttpResponse:
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.content.decode())
    return browser.post(address(model, "process_import"), dict(hidden), follow=True)


def exported(browser: Client, model: str, query: str = "") -> list[Row]:
    response = browser.get(address(model, "export") + query)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def problems(response: HttpResponse) -> str:
    """What a refused file is told, as text."""
    assert response.status_code == 422
    lists = re.findall(r'<ul class="errorlist.*?</ul>', response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", " ".join(lists)).split())
