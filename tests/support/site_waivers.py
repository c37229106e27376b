"""Dossiers whose communes asked for a waiver, for the seeded service (DỮ LIỆU GIẢ LẬP)."""

from typing import TYPE_CHECKING

from ntm_verify.usecases.request_waiver import RequestWaiver, request_waiver

if TYPE_CHECKING:
    from .walk import Walk


async def asked(walk: "Walk", checked: str, taken: str) -> None:
    """Leave a checked and a taken dossier, each with a request for a waiver."""
    from .walk import a_list

    await walk.checked(checked, "xa-an", _odd(a_list(first=180)))
    await _ask(walk, checked)
    await asked_and_taken(walk, taken, a_list(first=800))


async def asked_and_taken(walk: "Walk", state: str, content: bytes) -> None:
    """Leave a dossier that the second appraiser holds, with a request for a waiver."""
    await walk.taken(state, _odd(content), by="tham-dinh-2")
    await _ask(walk, state)


async def _ask(walk: "Walk", state: str) -> None:
    dossier = walk.seeded.dossiers[state]
    request = RequestWaiver(
        dossier.id,
        dossier.version,
        "name_invalid_characters",
        (),
        "as_on_card",
        "Ghi đúng như trên thẻ (DỮ LIỆU GIẢ LẬP).",
        "Bản chụp thẻ (DỮ LIỆU GIẢ LẬP)",
    )
    walk.seeded.dossiers[state] = await request_waiver(walk.ports, walk.actor("xa-an"), request)


def _odd(content: bytes) -> bytes:
    """Spell the last person's name with a sign that no name has."""
    before, _, row = content.rstrip().rpartition(b"\n")
    return before + b"\n" + row.replace("Mẫu".encode(), b"M@u") + b"\n"
