"""What the API's libraries are told: Django REST framework, and drf-spectacular, which writes its schema.

Read by the settings, which add what depends on the environment.
"""

from typing import Any

from kanpur_portal.enum_names import ENUM_NAMES

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "kanpur_portal.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    # Deny by default: each view says who may read and who may write.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_RENDERER_CLASSES": [
        "kanpur_portal.json_renderer.FastJSONRenderer",
        "kanpur_portal.renderers.CSVRenderer",
        "kanpur_portal.renderers.XLSXRenderer",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "kanpur_portal.negotiation.Negotiation",
    "DEFAULT_PARSER_CLASSES": [
        "kanpur_portal.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["kanpur_portal.api_filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "kanpur_portal.pagination.PageNumberPagination",
    "DEFAULT_THROTTLE_CLASSES": [
        "kanpur_portal.throttling.AnonymousThrottle",
        "kanpur_portal.throttling.UserThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "600/min", "user": "1200/min"},
    "DEFAULT_SCHEMA_CLASS": "kanpur_portal.openapi.PortalSchema",
    "EXCEPTION_HANDLER": "kanpur_portal.problems.problem_json",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Kanpur cluster portal API",
    "DESCRIPTION": "The export action plan of Kanpur Nagar as data: each row with the line it came from.",
    "VERSION": "1.1.0",  # what changed: docs/api.md
    "LICENSE": {"name": "Government Open Data License – India (GODL-India)", "url": "/licence/"},
    "EXTERNAL_DOCS": {"description": "How to use it, with examples", "url": "/api/docs/"},
    "SERVERS": [{"url": "/", "description": "The portal that serves this document"}],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "kanpur_portal.openapi.with_common_parts",
    ],
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}
