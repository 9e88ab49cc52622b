"""A form whose charset nobody can read it with is read as UTF-8, on pages and in the API."""

import pytest
from django.test import Client
from django.urls import reverse

BODY = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xe0\xa4\x95\r\n--x--\r\n'


@pytest.mark.parametrize("charset", ["idna", "base64", "undefined", "utf-8", "latin-1", "no-such"])
@pytest.mark.parametrize("path", ["/api/v1/imports/", "/issues/new/", "account_login"])
def test_no_charset_breaks_a_form(path: str, charset: str, client: Client, db: None) -> None:
    path = reverse(path) if path[0] != "/" else path
    answer = client.generic("POST", path, BODY, f"multipart/form-data; boundary=x; charset={charset}")
    assert answer.status_code < 500, answer.status_code
    plain = client.generic(
        "POST", path, b"text=%E0%A4%95", f"application/x-www-form-urlencoded; charset={charset}"
    )
    assert plain.status_code < 500, plain.status_code
