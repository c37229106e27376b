"""What webhooks are told, as the API's description publishes it (tài liệu webhook)."""

from typing import Final

from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Parameter,
    PathItem,
    Reference,
    RequestBody,
    Schema,
)

from ntm_verify.domain.notice import FOR_PROGRAMS, Kind
from ntm_verify.domain.notice_words import LABELS
from ntm_verify.domain.steps import REASON_LABELS, Status

TEXT: Final = OpenAPIType.STRING
NOTHING: Final = OpenAPIType.NULL
DATA: Final = Schema(
    type=OpenAPIType.OBJECT,
    required=["dossier", "revision", "province", "commune", "as_of", "status", "href"],
    properties={
        "dossier": Schema(type=TEXT, format=OpenAPIFormat.UUID),
        "revision": Schema(type=OpenAPIType.INTEGER, minimum=0),
        "province": Schema(type=TEXT),
        "commune": Schema(type=TEXT),
        "as_of": Schema(type=TEXT, format=OpenAPIFormat.DATE),
        "status": Schema(type=TEXT, enum=[status.value for status in Status]),
        "reason_code": Schema(type=[TEXT, NOTHING], examples=sorted(REASON_LABELS)[:1]),
        "certificate": Schema(type=[TEXT, NOTHING]),
        "deadline": Schema(type=[TEXT, NOTHING], format=OpenAPIFormat.DATE),
        "href": Schema(type=TEXT, format=OpenAPIFormat.URI),
    },
)
HEADERS: Final = (
    ("webhook-id", "Same in every try and replay: handle each id once."),
    ("webhook-timestamp", "Unix seconds of this try: refuse what is more than 5 minutes off."),
    ("webhook-signature", "v1, + base64 of HMAC-SHA256 over id.timestamp.body; space-separated."),
)


def webhook_document() -> dict[str, PathItem | Reference]:
    """Give the `webhooks` part of the description, one entry to a kind of event.

    Headers and signature are those of Standard Webhooks 1.0.0.
    """
    return {kind.value: _item(kind) for kind in FOR_PROGRAMS}


def _item(kind: Kind) -> PathItem:
    shape = Schema(
        type=OpenAPIType.OBJECT,
        required=["type", "timestamp", "data"],
        properties={
            "type": Schema(type=TEXT, const=kind.value),
            "timestamp": Schema(type=TEXT, format=OpenAPIFormat.DATE_TIME),
            "data": DATA,
        },
    )
    return PathItem(
        post=Operation(
            summary=f"Hồ sơ {LABELS[kind]}",
            operation_id=f"webhook_{kind.value.replace('.', '_')}",
            parameters=[
                Parameter(name, "header", schema=Schema(type=TEXT), description=told, required=True)
                for name, told in HEADERS
            ],
            request_body=RequestBody({"application/json": OpenAPIMediaType(schema=shape)}),
            responses={
                "2XX": OpenAPIResponse("Received; anything else is tried again."),
                "410": OpenAPIResponse("Never again: the webhook is disabled."),
            },
        )
    )
