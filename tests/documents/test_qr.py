"""The QR code opens the verification address."""

from xml.etree import ElementTree as ET

import pytest
import segno

from ntm_verify.documents.qr import qr_svg

ADDRESS = "https://ntm.example/xac-minh/ABCDEFGHJK2MN"


def test_the_drawing_is_the_code_of_the_address_with_its_quiet_zone() -> None:
    expected = segno.make_qr(ADDRESS, error="m")
    drawing = ET.fromstring(qr_svg(ADDRESS))  # noqa: S314 - our own drawing

    assert float(drawing.attrib["width"]) == expected.symbol_size(border=4)[0]
    assert qr_svg(ADDRESS) != qr_svg(ADDRESS + "X")
    assert qr_svg(ADDRESS) is qr_svg(ADDRESS)


@pytest.mark.parametrize("address", [ADDRESS, "HTTPS://NTM.EXAMPLE/X?<&\"'>", "địa chỉ"])
def test_any_address_gives_a_drawing_without_a_link_in_it(address: str) -> None:
    drawing = qr_svg(address)

    assert drawing.startswith(b"<svg")
    assert b"href" not in drawing
    assert b"NTM.EXAMPLE" not in drawing
