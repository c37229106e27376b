"""A key file is made once, for its owner alone, and refused when it cannot be trusted."""

from pathlib import Path

import pytest

from ntm_verify.credentials.keys import SIZE, UnusableKey, read_or_make


def test_the_first_time_makes_a_key_only_its_owner_can_read(tmp_path: Path) -> None:
    path = tmp_path / "files.key"

    key = read_or_make(path)

    assert len(key) == SIZE
    assert path.read_bytes() == key
    assert path.stat().st_mode & 0o777 == 0o600


def test_later_times_give_the_same_key_and_every_file_has_another(tmp_path: Path) -> None:
    first = read_or_make(tmp_path / "a.key")

    assert read_or_make(tmp_path / "a.key") == first
    assert read_or_make(tmp_path / "b.key") != first


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_open_to_others_is_refused_and_says_how_to_mend_it(
    tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "files.key"
    read_or_make(path)
    path.chmod(mode)

    with pytest.raises(UnusableKey, match="chmod 600"):
        read_or_make(path)


@pytest.mark.parametrize("size", [0, SIZE - 1, SIZE + 1])
def test_a_file_of_another_size_is_refused_and_left_as_it_is(tmp_path: Path, size: int) -> None:
    path = tmp_path / "files.key"
    path.write_bytes(bytes(size))
    path.chmod(0o600)

    with pytest.raises(UnusableKey, match="32 byte"):
        read_or_make(path)
    assert path.read_bytes() == bytes(size)
