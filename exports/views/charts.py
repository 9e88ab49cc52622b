"""The pictures of the pages as their Vega-Lite specifications. Open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from exports.charts import chart_named


@login_not_required
@require_safe
def chart(request: HttpRequest, name: str) -> JsonResponse:
    found = chart_named(name)
    if found is None:
        raise Http404
    response = JsonResponse(found.specification, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{found.name}.vl.json"'
    return response
