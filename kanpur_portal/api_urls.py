"""The API, assembled from the rooms' routes."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from kanpur_portal import api_views
from kanpur_portal.search.api import SearchViewSet

router = SimpleRouter()
for name, viewset in api_views.RESOURCES:
    router.register(name, viewset, basename=f"api-{name}")
router.register("search", SearchViewSet, basename="api-search")

urlpatterns = [
    path("v1/", api_views.Index.as_view(), name="api-index"),
    path("v1/", include(router.urls)),
    path("schema/", api_views.Schema.as_view(), name="api-schema"),
    # The documentation has an address in each language: see kanpur_portal.urls.
    re_path(r"^(?!docs/)", api_views.no_such_address),
]
