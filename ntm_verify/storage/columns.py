"""Columns that mean the same on SQLite and PostgreSQL (kiểu cột)."""

import secrets
import threading
import time
import unicodedata
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import SQLModel

T = TypeVar("T")

NAMES: Final = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name: without one nothing can be compared or dropped on SQLite."""

SQLModel.metadata.naming_convention = NAMES


class _Clock:
    """The last tick given out in this process."""

    lock = threading.Lock()
    last = 0


def uuid7() -> UUID:
    """Make a time-ordered id (RFC 9562, version 7), strictly rising within one process.

    48 bits of milliseconds, 12 bits of their fraction, 62 random bits.
    """
    now = time.time_ns()
    tick = (now // 1_000_000 << 12) | (now % 1_000_000 * 4096 // 1_000_000)
    with _Clock.lock:
        _Clock.last = tick = max(tick, _Clock.last + 1)
    milliseconds, fraction = tick >> 12, tick & 0xFFF
    return UUID(
        int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    )


def enum_type(enum: type[StrEnum]) -> sa.Enum:
    """Give a text column with a CHECK that holds the values, not the names."""
    return sa.Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda e: [member.value for member in e],
        length=32,
        name=enum.__name__.lower(),
    )


def json_type() -> sa.types.TypeEngine[Any]:
    """Give JSON on SQLite and JSONB on PostgreSQL."""
    return sa.JSON(none_as_null=True).with_variant(
        postgresql.JSONB(none_as_null=True), "postgresql"
    )


def count_type() -> sa.types.TypeEngine[Any]:
    """Give a whole number of 64 bits that can still be SQLite's own row id."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def folded(text: str) -> str:
    """Write a text without accents and in small letters, as searches compare it (bỏ dấu)."""
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").lower().split())


class Nested(Generic[T]):
    """A domain value inside a JSON column: written as plain data, checked when read back.

    Shares are text in it, times end in "Z"; the value's own rules run again on every read.
    """

    def __init__(self, kind: type[T]) -> None:
        """Prepare for values of one type."""
        self._kind = kind

    def write(self, value: T) -> Any:  # noqa: ANN401 - plain JSON
        """Give the plain data of a value."""
        return msgspec.to_builtins(value)

    def read(self, stored: object) -> T:
        """Give the value of plain data."""
        return msgspec.convert(stored, self._kind)
