"""The OpenAPI schema: the errors of every operation, the token, and tables as the strings they are."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
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
    def get_description(self) -> str:  # type: ignore[override]
        return str(getattr(self.view, "about", "")) if self.method == "GET" else super().get_description()

    def get_override_parameters(self) -> list[Any]:
        headers = [
            _header("WWW-Authenticate", "How to sign in.", 401),
            _header("Retry-After", "Seconds to wait.", 429),
            _header("Location", "Address of the new row.", 201),
        ]
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
        return [{**parameter, "allowEmptyValue": True} for parameter in super()._get_filter_parameters()]

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
            return sorted((*_EVERYWHERE, *_WRITING))
        return sorted((*_EVERYWHERE, 406, *((404,) if hasattr(self.view, "queryset") else ())))


def _header(name: str, description: str, status: int) -> OpenApiParameter:
    kind = int if name == "X-Total-Count" else str
    return OpenApiParameter(
        name, kind, OpenApiParameter.HEADER, description=description, response=[status], required=False
    )
