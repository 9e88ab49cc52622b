"""What is kept for the public has a bound in bytes, whatever addresses are made up."""

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from kanpur_portal import anonymous_cache
from kanpur_portal.anonymous_cache import AnonymousCacheMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> AnonymousCacheMiddleware:
    monkeypatch.setattr(anonymous_cache, "MAX_TOTAL_BYTES", 5000)

    def answer(request: HttpRequest) -> HttpResponse:
        """A page with filters: what no view reads is not kept under its query."""
        assert isinstance(request.GET, QueryDict)
        return HttpResponse(b"x" * 1000)

    return AnonymousCacheMiddleware(answer)


def test_the_oldest_goes_when_all_together_are_too_large(
    cache: AnonymousCacheMiddleware, rf: RequestFactory
) -> None:
    for number in range(20):
        cache(rf.get(f"/about/?x={number}"))
    assert 2 <= len(cache.kept) <= 4
    assert next(reversed(cache.kept))[2] == "/about/?x=19"
    assert 0 < cache.bytes <= 5000


def test_a_long_address_counts_too(cache: AnonymousCacheMiddleware, rf: RequestFactory) -> None:
    for number in range(5):
        cache(rf.get(f"/about/?{number}", headers={"Accept": "x" * 3000}))
    assert len(cache.kept) == 1


def test_what_is_replaced_is_not_counted_twice(cache: AnonymousCacheMiddleware, rf: RequestFactory) -> None:
    request = rf.get("/about/")
    kept = cache.keep(("a",), HttpResponse(b"x" * 1000))
    size = cache.bytes
    assert cache.keep(("a",), HttpResponse(b"x" * 1000)).body == kept.body
    assert cache.bytes == size
    assert cache(request).status_code == 200
