"""Refusals are of four kinds, have codes of their own, and speak to the person."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Final

import pytest

import ntm_verify
from ntm_verify.domain.errors import (
    AlreadyThere,
    Conflict,
    DamagedBlob,
    InvalidInput,
    NotFound,
    NotPermitted,
    Refusal,
    StaleRecord,
    trace,
)

KINDS: Final = (InvalidInput, NotPermitted, NotFound, Conflict)
ROOMS: Final = ("domain", "usecases", "api", "gateways")


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for room in ROOMS:
        for module in walk_packages([f"{ntm_verify.__path__[0]}/{room}"]):
            import_module(f"ntm_verify.{room}.{module.name}")
    waiting = [kind]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.__subclasses__()


def test_every_refusal_of_the_rules_is_of_one_of_the_four_kinds() -> None:
    own = [r for r in refusals() if r.__module__.startswith("ntm_verify.domain")]

    assert [r for r in own if r is not Refusal and not issubclass(r, KINDS)] == []


def test_a_code_names_one_thing_only() -> None:
    codes: dict[str, set[str]] = {}
    for refusal in refusals():
        if "code" in vars(refusal):
            codes.setdefault(refusal.code, set()).add(refusal.__qualname__)

    assert {code: names for code, names in codes.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (NotFound("hồ sơ", 7), "Không tìm thấy hồ sơ “7”."),
        (StaleRecord("hồ sơ", 7), "Có thay đổi mới ở hồ sơ “7”. Hãy mở lại trước khi quyết định."),
        (
            AlreadyThere("tài khoản", "a"),
            "Đã có tài khoản “a”. Hãy dùng tên khác hoặc mở bản đã có.",
        ),
    ],
)
def test_a_refusal_says_what_and_what_to_do(refusal: Refusal, text: str) -> None:
    assert str(refusal) == text


def test_a_damaged_file_is_named_by_the_digest_it_should_have() -> None:
    damage = DamagedBlob("ab" * 32)

    assert damage.sha256 == "ab" * 32
    assert "ab" * 32 in str(damage)
    assert isinstance(damage, Conflict)


def test_a_trace_tells_the_kinds_of_failure_and_the_places_and_never_their_words() -> None:
    def read(text: str) -> int:
        try:
            return int(text)
        except ValueError as wrong:
            raise LookupError(text) from wrong

    with pytest.raises(LookupError) as failed:
        read("Nguyễn Văn Giả")

    told = trace(failed.value)

    assert "Giả" not in told
    lookup, value = told.split("\nafter ")
    assert lookup.startswith("LookupError\n")
    assert value.startswith("ValueError\n")
    assert f"{__file__}:" in lookup
    assert lookup.endswith(" read")
