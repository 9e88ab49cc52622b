"""Every address of the portal. English at /…, the same page in Hindi at /hi/…"""

from collections.abc import Callable

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.generic import TemplateView

from kanpur_portal import api_views, help_page, market_pages, my_tokens, styleguide, views
from kanpur_portal.cluster_pages import views as cluster_views
from kanpur_portal.open_data.urls import FILES, PAGES
from kanpur_portal.search.views import search_page

handler400 = "kanpur_portal.error_pages.bad_request"
handler500 = "kanpur_portal.error_pages.server_error"


def _page(name: str) -> Callable[..., HttpResponseBase]:
    return login_not_required(TemplateView.as_view(template_name=f"pages/{name}.html"))


urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("api/", include("kanpur_portal.api_urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("search/", search_page, name="search"),
        path("districts/<slug:slug>/", views.district, name="district"),
        path("clusters/", cluster_views.clusters, name="clusters"),
        path("clusters/<slug:slug>/", cluster_views.cluster, name="cluster"),
        path("", include("clusters.urls")),
        path("", include("exports.urls")),
        path("markets/<iso2:iso2>/", market_pages.market, name="market"),
        path("markets/groups/<slug:slug>/", market_pages.group, name="market-group"),
        path("", include("interventions.urls")),
        path("", include("trainings.urls")),
        path("", include("sources.urls")),
        *PAGES,
        path("api/docs/", api_views.docs, name="api-docs"),
        path("my/tokens/", my_tokens.tokens, name="my-tokens"),
        path("help/", help_page.help_page, name="help"),
        path("styleguide/", styleguide.styleguide, name="styleguide"),
        *(
            path(f"{name}/", _page(name), name=name)
            for name in ("about", "accessibility", "privacy", "licence")
        ),
        path("accounts/", include("kanpur_portal.account_urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
    *FILES,
]
