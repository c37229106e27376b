"""What a paper's QR code says, signed, so that a phone can check it with no network (F69).

The code opens the verification page; behind the "#", which browsers send to nobody, stands a
short statement: number, commune, criterion, day, figures, verdict, issuer, and the first half of
the digest of the full statement that is attached to the file. It proves who issued, never that
the paper is still in force; that is what the page and the status list say.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from .certificate import Certificate
from .statement import statement_digest

FORM: Final = "ntm1"
"""First element of the statement; another form gets another name."""
PARTS: Final = 3
DIGEST_SIGNS: Final = 32
"""Hex signs of the attached statement's digest that stand in the short one."""
FIELDS: Final = (
    *("form", "reference", "number", "commune", "commune_name", "clause", "as_of"),
    *("participants", "population", "threshold", "assessment", "issue_day", "issuer"),
    *("digest", "demonstration"),
)


class NotVouched(ValueError):
    """The text is no signed statement (không phải bản kê đã ký)."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """A signed short statement as read (bản kê ngắn): key, bytes that are signed, signature."""

    key: str
    message: bytes
    signature: bytes

    @property
    def told(self) -> dict[str, object]:
        """Give the statement by the names of its fields."""
        values = json.loads(self.message)
        if not isinstance(values, list) or len(values) != len(FIELDS) or values[0] != FORM:
            raise NotVouched("the statement has another form")
        return dict(zip(FIELDS, values, strict=True))


def compact(paper: Certificate) -> bytes:
    """Write the short statement of a paper: a JSON list, as short as can be."""
    threshold = paper.outcome.threshold
    values = (
        FORM,
        paper.reference,
        paper.symbol,
        paper.commune,
        paper.commune_name,
        threshold.clause if threshold else "",
        paper.as_of.isoformat(),
        paper.assessment.tally.insured,
        paper.population.total,
        str(threshold.percent) if threshold else "",
        paper.assessment.verdict.value,
        paper.issue_day.isoformat(),
        " ".join(paper.letterhead.issuer.split()),
        statement_digest(paper.statement())[:DIGEST_SIGNS],
        int(paper.demonstration),
    )
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def write_vouched(key: str, message: bytes, signature: bytes) -> str:
    """Write key, statement and signature as the QR code bears them."""
    return ".".join((key, _text(message), _text(signature)))


def read_vouched(text: str) -> Vouched:
    """Read what a QR code bears, with or without the address in front.

    Raises:
        NotVouched: it is no such text.

    """
    parts = text.strip().rpartition("#")[2].split(".")
    if len(parts) != PARTS:
        raise NotVouched("three parts are needed")
    try:
        read = Vouched(parts[0], _bytes(parts[1]), _bytes(parts[2]))
        _ = read.told
    except ValueError as broken:
        raise NotVouched("the text cannot be read") from broken
    return read


def read_parts(key: str, message: bytes, signature: str) -> Vouched:
    """Take a signed message of another form, whose signature is written in base64url."""
    return Vouched(key, message, _bytes(signature))


def fits(read: Vouched, statement: Mapping[str, object]) -> bool:
    """Say whether a short statement is that of a full one, as attached to a file."""
    return read.told["digest"] == statement_digest(statement)[:DIGEST_SIGNS]


Check = Callable[[Vouched], bool | None]
"""Whether a key that is known signed it; None if the key is not known."""


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
