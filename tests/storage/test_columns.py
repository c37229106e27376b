"""Ids rise, searches see no accents, and constraint names say what broke."""

from concurrent.futures import ThreadPoolExecutor
from time import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.storage.columns import folded, uuid7


def test_ids_are_of_version_seven_and_rise_in_one_process() -> None:
    ids = [uuid7() for _ in range(5000)]

    assert ids == sorted(set(ids))
    assert {(identity.version, identity.variant) for identity in ids} == {
        (7, "specified in RFC 4122")
    }
    assert abs((ids[0].int >> 80) / 1000 - time()) < 60
    assert [identity.hex for identity in ids] == sorted(identity.hex for identity in ids)


def test_ids_of_many_threads_differ() -> None:
    with ThreadPoolExecutor(8) as hands:
        ids = list(hands.map(lambda _: uuid7(), range(4000)))

    assert len(set(ids)) == 4000


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Xã Đồng Lương", "xa dong luong"),
        ("thôn đầu đường", "thon dau duong"),
        ("PHƯỜNG  Ỷ LA ", "phuong y la"),
        ("Xa\u0303 Đô\u0300ng", "xa dong"),
        ("05/TB-BHXH", "05/tb-bhxh"),
        ("", ""),
    ],
)
def test_a_search_sees_no_accents_and_no_capitals(text: str, bare: str) -> None:
    assert folded(text) == bare


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
