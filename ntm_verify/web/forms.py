"""What somebody typed or chose in a form (biểu mẫu): read strictly, and shown again as typed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from litestar.datastructures import UploadFile

from ntm_verify.domain.reading import ListFile

from .session import AnyRequest

LONGEST_TEXT: Final = 4_000
LONGEST_FILE_NAME: Final = 200
_SPACES: Final = re.compile("[ \u00a0\u202f]")
_COUNT: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,9}")
_DAY: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SHARE: Final = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,4}))?")


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, in the words that stand beside it (lỗi của một ô)."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list (một lựa chọn)."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it was sent (biểu mẫu đã gửi): texts by name, and the chosen files."""

    texts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[ListFile, ...] = ()

    def text(self, name: str) -> str:
        """Give what was typed, without outer spaces, in NFC, control characters taken out."""
        typed = unicodedata.normalize("NFC", self.texts.get(name, ""))
        kept = "".join(
            sign for sign in typed if sign in "\n\t" or unicodedata.category(sign)[0] != "C"
        )
        return kept.strip()[:LONGEST_TEXT]

    def whole(self, name: str) -> int:
        """Give a whole number such as a version; -1 when it is none."""
        typed = self.text(name)
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1  # noqa: PLR2004 - nine digits


async def read_form(request: AnyRequest) -> Form:
    """Read the body of a form; the route's own limit of size holds while it is read."""
    sent = await request.form()
    texts: dict[str, str] = {}
    files: list[ListFile] = []
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files.append(ListFile(_bare_name(value.filename), await value.read()))
        elif isinstance(value, str):
            texts[name] = value
    return Form(texts, tuple(files))


def _bare_name(name: str) -> str:
    """Take the last part of a file's name, whichever way its system writes paths."""
    last = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    return kept[-LONGEST_FILE_NAME:] or "tệp"


def count(typed: str) -> int | None:
    """Read a count: digits, with dots or spaces between thousands; None if it is none."""
    bare = _SPACES.sub("", typed)
    return int(bare.replace(".", "")) if _COUNT.fullmatch(bare) else None


def day(typed: str) -> date | None:
    """Read dd/mm/yyyy, or yyyy-mm-dd; None if it is no day of the calendar."""
    bare = typed.strip()
    if found := _DAY.fullmatch(bare):
        numbers = (int(found[3]), int(found[2]), int(found[1]))
    elif found := _ISO.fullmatch(bare):
        numbers = (int(found[1]), int(found[2]), int(found[3]))
    else:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def share(typed: str) -> Decimal | None:
    """Read a share in per cent, "95" or "92,5"; None if it is none."""
    found = _SHARE.fullmatch(typed.strip().rstrip("%").strip())
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None
