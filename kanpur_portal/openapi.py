"""The OpenAPI schema: the errors of every operation, the token, and tables as the strings they are."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_serializer
from rest_framework import serializers

from interventions.api.updates import UpdateSerializer
from kanpur_portal.authentication import SCHEME
from kanpur_portal.problems import TITLES

PROBLEM = "application/problem+json"
_EVERYWHERE = (400, 401, 429)
_WRITING = (403, 409, 413, 415)


class ProblemErrorSerializer(serializers.Serializer):
    """One thing that is wrong with the request."""

    field = serializers.CharField(
        allow_null=True, help_text="Such as `page_size` or `achievements[0].quantity`."
    )
    code = serializers.CharField()
    message = serializers.CharField()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A filter that there is not",
            value={
                "type": "https://portal.example/api/docs/#problem-400",
                "title": "Something in the request is not allowed",
                "status": 400,
                "detail": "timelin: “timelin” is not a filter of this list. Filters: cluster, timeline.",
                "errors": [
                    {
                        "field": "timelin",
                        "code": "unknown_filter",
                        "message": "“timelin” is not a filter of this list. Filters: cluster, timeline.",
                    }
                ],
            },
        )
    ]
)
class ProblemSerializer(serializers.Serializer):
    """Why the request was refused (RFC 9457)."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors: Any = ProblemErrorSerializer(many=True, required=False)


class ConflictSerializer(ProblemSerializer):
    """Somebody else wrote the action since the revision that was sent."""

    revision = serializers.IntegerField(help_text="The revision that the action is at now.")
    updates = UpdateSerializer(many=True)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "kanpur_portal.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": f"`{SCHEME} <key>`, with a key made at /my/tokens/.",
        }


class PortalSchema(AutoSchema):
    def get_summary(self) -> str:
        """What stands in a list of operations: the first sentence, for one row with its key."""
        about = self.get_description().partition(". ")[0].rstrip(".")
        if self.method == "GET" and getattr(self.view, "action", "") == "retrieve":
            field = getattr(self.view, "lookup_field", "pk")
            key = "number" if field == "pk" else field
            return f"One row of {self.get_tags()[0]}, by its {key}"
        return about

    def get_description(self) -> str:  # type: ignore[override]
        about = getattr(self.view, "about", "")
        of_the_list = self.method == "GET" and getattr(self.view, "action", "") in ("", "list", "retrieve")
        return str(about) if of_the_list else super().get_description()

    def get_override_parameters(self) -> list[Any]:
        headers = [
            _header("WWW-Authenticate", "How to sign in.", 401),
            _header("Retry-After", "Seconds to wait.", 429),
            _header("Location", "Address of the new row.", 201),
        ]
        if self.method != "GET":
            about = "Of the messages in errors: en or hi."
            # Without a parameter that may be left out, openapi-python-client 0.29 writes code that fails
            # for a body that is JSON or a form.
            language = OpenApiParameter("Accept-Language", str, OpenApiParameter.HEADER, description=about)
            headers.append(language)
        if self._is_list_view():
            headers += [
                _header("X-Total-Count", "Rows of all pages together.", 200),
                _header("Link", "The next and the previous page (RFC 8288).", 200),
            ]
        if "csv" in self.map_renderers("format"):
            headers.append(
                OpenApiParameter(
                    "bom",
                    str,
                    enum=["0", "1"],
                    description="1: the CSV begins with a byte order mark, for Excel.",
                )
            )
        return headers

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        """A filter sent empty, as the form of a page sends it, filters nothing."""
        return [
            {
                **parameter,
                "allowEmptyValue": not parameter.get("required", False),
                # Programs name the choices by it, and a label may be worded anew.
                "schema": {name: value for name, value in parameter["schema"].items() if name != "title"},
            }
            for parameter in super()._get_filter_parameters()
        ]

    def map_renderers(self, attribute: str) -> list[Any]:
        offered = super().map_renderers(attribute)
        return offered if self.method == "GET" else offered[:1]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for body in bodies.values():
            for media_type, content in body.get("content", {}).items():
                if not media_type.endswith("json"):
                    content["schema"] = {"type": "string"}
        for status in self.refusals():
            serializer = ConflictSerializer if status == 409 else ProblemSerializer
            body = self._get_response_for_code(serializer, str(status), [PROBLEM])
            bodies[str(status)] = body | {"description": str(TITLES[status])}
        return bodies

    def refusals(self) -> list[int]:
        """The statuses with which the operation may refuse a request."""
        if self.method != "GET":
            return sorted((*_EVERYWHERE, *_WRITING, *((404,) if "{" in self.path else ())))
        return sorted((*_EVERYWHERE, 406, *((404,) if hasattr(self.view, "queryset") else ())))


def _header(name: str, description: str, status: int) -> OpenApiParameter:
    kind = int if name == "X-Total-Count" else str
    return OpenApiParameter(
        name, kind, OpenApiParameter.HEADER, description=description, response=[status], required=False
    )


_LIMITS = {
    "RateLimit-Limit": "Requests that the reader may send in a minute. Only where this one was counted.",
    "RateLimit-Remaining": "How many of them are left.",
    "RateLimit-Reset": "Seconds until the count begins anew.",
}
_HEADERS = {
    "ETag": {
        "description": "Of this answer: send it back as `If-None-Match`.",
        "schema": {"type": "string"},
    },
    **{
        name: {"description": about, "schema": {"type": "integer", "minimum": 0}}
        for name, about in _LIMITS.items()
    },
}


def with_common_parts(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """What operations share, named once: headers, and the answer to a reader who holds the rows already."""
    components = result["components"]
    components["headers"] = _HEADERS
    components["responses"] = {
        "NotModified": {
            "description": "What the reader holds is as it was.",
            "headers": _referred(["ETag"]),
        }
    }
    for operations in result["paths"].values():
        for method, operation in operations.items():
            answers = operation["responses"]
            for status, answer in answers.items():
                names = ["ETag"] if (method, status) == ("get", "200") else []
                names += _LIMITS if status in ("200", "201", "202", "429") else []
                if names:
                    answer["headers"] = answer.get("headers", {}) | _referred(names)
            if method == "get":
                answers["304"] = {"$ref": "#/components/responses/NotModified"}
            operation["responses"] = dict(sorted(answers.items()))
    return result


def _referred(names: list[str]) -> dict[str, dict[str, str]]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
