"""What the document at /schema says beyond types (mô tả API): who may ask, and every refusal.

The framework describes what goes in and what comes out when all goes well. Added here: that a
token is asked for, the problem documents (RFC 9457) with which each route may answer, files as
files, and the form of idempotency keys.
"""

from collections.abc import Iterator
from copy import copy
from typing import Final

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    Schema,
    SecurityScheme,
)
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.routes import HTTPRoute
from msgspec import Struct

from ntm_verify.domain.people import Role

from .problems import TITLES
from .repeats import HEADER

TOKEN: Final = "token"  # noqa: S105 - the name of a scheme
PROBLEM: Final = "Problem"
FIELD: Final = "ProblemField"
KIND: Final = "application/problem+json"
SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: Final = {".xlsx": SHEET, ".pdf": "application/pdf", "/checkpoint": "text/plain"}
"""How a path ends, and what kind of file it gives."""
EITHER: Final = "/certificates/{reference}"
"""Gives a document, or the paper's file for a name that ends in .pdf."""
VISIBLE: Final = "^[!-~]{1,200}$"


def describe(app: Litestar) -> None:
    """Complete the description of every route for programs; the service does so as it starts."""
    document = app.openapi_schema
    schemas = document.components.schemas
    schemas[PROBLEM], schemas[FIELD] = _problem(), _field()
    for kind in _strict(Struct):
        room = kind.__module__.rpartition(".")[2]  # stands before names that two rooms use
        for name in {kind.__name__, f"{room}_{kind.__name__}"} & schemas.keys():
            schemas[name].additional_properties = False
    document.components.security_schemes = {
        TOKEN: SecurityScheme(type="http", scheme="bearer", description="Mã truy cập (bearer).")
    }
    for path, method, handler in _routes(app):
        item = (document.paths or {}).get(path)
        operation: Operation | None = getattr(item, method.lower(), None)
        if operation is not None:
            _complete(operation, path, method, is_public=Role.PUBLIC in handler.opt["policy"])


def _strict(kind: type[Struct]) -> Iterator[type[Struct]]:
    """Find every input type that refuses fields it does not know."""
    for below in kind.__subclasses__():
        if below.__struct_config__.forbid_unknown_fields:
            yield below
        yield from _strict(below)


def _routes(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            for method in handler.http_methods:
                yield route.path_format, method, handler


def _complete(operation: Operation, path: str, method: str, *, is_public: bool) -> None:
    if not is_public:
        operation.security = [{TOKEN: []}]
    for parameter in operation.parameters or []:
        if isinstance(parameter, Parameter) and parameter.name == HEADER:
            parameter.schema = Schema(type=OpenAPIType.STRING, pattern=VISIBLE)
    responses = operation.responses or {}
    for status in _refusals(operation, path, method, is_public=is_public):
        responses[str(status)] = _told(status)
    for code, response in responses.items():
        if code.startswith("2") and isinstance(response, OpenAPIResponse):
            _as_file(response, path)
    operation.responses = dict(sorted(responses.items()))


def _refusals(operation: Operation, path: str, method: str, *, is_public: bool) -> set[int]:
    """Say with which problems a route may answer."""
    told = {503} if not is_public or "{" in path else set[int]()
    if operation.parameters or operation.request_body:
        told.add(400)
    if not is_public:
        told |= {401, 403}
    if "{" in path:
        told |= {404, 409}
    if operation.parameters and method == "GET":
        told.add(422)
    if method != "GET":
        told |= {404, 409, 413, 422}
    if "/session" in path:
        told |= {401, 403, 429}
    return told


def _told(status: int) -> OpenAPIResponse:
    media = OpenAPIMediaType(schema=Reference(ref=f"#/components/schemas/{PROBLEM}"))
    return OpenAPIResponse(description=TITLES[status], content={KIND: media})


def _as_file(response: OpenAPIResponse, path: str) -> None:
    """Say which kind of file a route gives."""
    binary = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY))
    for ending, kind in FILES.items():
        if path.endswith(ending):
            response.content = {kind: binary}
    if path.endswith(EITHER):
        paper = OpenAPIMediaType(schema=Reference(ref="#/components/schemas/CertificateView"))
        response.content = {"application/json": paper, "application/pdf": copy(binary)}


def _problem() -> Schema:
    """Describe a problem document as `to_problem` writes it."""
    text, known = Schema(type=OpenAPIType.STRING), OpenAPIType.STRING
    return Schema(
        type=OpenAPIType.OBJECT,
        description="Văn bản lỗi theo RFC 9457; saved: true đã lưu, false chưa lưu, null không rõ.",
        properties={
            "type": Schema(type=known, pattern="^urn:ntm-verify:[a-z0-9_]+$"),
            "title": text,
            "status": Schema(type=OpenAPIType.INTEGER, minimum=400, maximum=599),
            "detail": text,
            "request": Schema(type=known, pattern="^[0-9a-f]{16}$"),
            "saved": Schema(type=[OpenAPIType.BOOLEAN, OpenAPIType.NULL]),
            "fields": Schema(
                type=OpenAPIType.ARRAY, items=Reference(ref=f"#/components/schemas/{FIELD}")
            ),
            "reason": text,
            "file": text,
            "encoding": text,
        },
        required=["detail", "request", "saved", "status", "title", "type"],
        additional_properties=False,
    )


def _field() -> Schema:
    text = Schema(type=OpenAPIType.STRING)
    return Schema(
        type=OpenAPIType.OBJECT,
        properties={"field": text, "problem": text},
        required=["field", "problem"],
        additional_properties=False,
    )
