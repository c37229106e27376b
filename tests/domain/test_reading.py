"""A file that is no list is refused with its reason, and what would mend it."""

import pytest

from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.findings import Refused
from ntm_verify.domain.reading import ENCODINGS, ListRefused, ReadingOptions, UnknownEncoding


def test_a_refused_list_keeps_reason_file_and_preview_beside_the_sentence() -> None:
    refused = ListRefused(
        Refused.NAME_LEGACY_FONT,
        "Tên gõ bằng phông cũ.",
        file="a.xlsx",
        preview=(("NguyÔn", "Nguyễn"),),
        encoding="tcvn3",
    )

    assert isinstance(refused, InvalidInput)
    assert (str(refused), refused.code) == ("Tên gõ bằng phông cũ.", "list_refused")
    assert (refused.reason, refused.file) == (Refused.NAME_LEGACY_FONT, "a.xlsx")
    assert (refused.preview, refused.encoding) == ((("NguyÔn", "Nguyễn"),), "tcvn3")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_known_encoding_can_be_confirmed_and_no_other(encoding: str) -> None:
    assert ReadingOptions(encoding=encoding).encoding == encoding

    with pytest.raises(UnknownEncoding, match=f"“{encoding.upper()}”.*{ENCODINGS[0]}"):
        ReadingOptions(encoding=encoding.upper())


def test_nothing_is_confirmed_unless_somebody_does() -> None:
    options = ReadingOptions()

    assert (options.encoding, options.header_row, options.sheet) == ("", 0, "")
    assert options.mapping == {}
