"""The renderer reaches neither network nor disk; its own fetcher, beside it, does both."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped] # ships no types
from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped] # as above

from ntm_verify.documents.closed import AssetFetcher, UnusablePage, no_complaints

from .hostile import DISK, NETWORK, SECRET, listening

Visits = tuple[str, list[str]]


@pytest.fixture
def visits() -> Iterator[Visits]:
    with listening() as found:
        yield found


def render(fragment: str, *, closed: bool) -> bytes:
    fetcher = {"url_fetcher": AssetFetcher({})} if closed else {}
    page = HTML(string=f"<title>t</title>{fragment}", base_url="asset:", **fetcher)
    pdf: bytes = page.write_pdf()
    return pdf


@pytest.mark.parametrize("name", NETWORK)
def test_no_request_leaves(name: str, visits: Visits) -> None:
    url, seen = visits
    fragment = NETWORK[name].format(url=url)
    render(fragment, closed=False)
    assert seen, "control: the default fetcher asks"
    seen.clear()

    with pytest.raises(UnusablePage), no_complaints():
        render(fragment, closed=True)
    assert not seen


@pytest.mark.parametrize("name", DISK)
def test_no_file_is_read(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(SECRET)
    fragment = DISK[name].format(url=secret.as_uri())
    with pikepdf.open(io.BytesIO(render(fragment, closed=False))) as leaked:
        streams = [thing for thing in leaked.objects if isinstance(thing, pikepdf.Stream)]
        assert any(SECRET in s.read_bytes() for s in streams), "control: the file leaks"

    with pytest.raises(UnusablePage), no_complaints():
        render(fragment, closed=True)


def test_style_sheets_and_attachments_are_closed_too(visits: Visits) -> None:
    url, seen = visits
    fetcher = AssetFetcher({})

    with pytest.raises(UnusablePage), no_complaints():
        CSS(string=f"@import url({url});", url_fetcher=fetcher)
    with pytest.raises(UnusablePage), no_complaints():
        HTML(string="<title>t</title>x", url_fetcher=fetcher).write_pdf(
            attachments=[Attachment(url=url, url_fetcher=fetcher)]
        )
    assert not seen


@pytest.mark.parametrize(
    "address",
    [
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "file:///etc/hostname",
        "asset:../qr.svg",
        "asset:/qr.svg",
        "asset:qr.svg?x",
        "ASSET:other.svg",
        "http://127.0.0.1:1/qr.svg",
        "",
    ],
)
def test_only_names_of_the_table_are_served(address: str) -> None:
    fetcher = AssetFetcher({"qr.svg": (b"<svg/>", "image/svg+xml")})

    assert fetcher.fetch("asset:qr.svg").read() == b"<svg/>"
    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(address)


@pytest.mark.parametrize(
    "fragment",
    [
        "<img src='asset:broken.svg' alt=x>",
        "<p style='no-such-property: 1'>x</p>",
        "<p style='color: nonsense'>x</p>",
    ],
)
def test_what_is_only_logged_ends_the_paper(fragment: str) -> None:
    fetcher = AssetFetcher({"broken.svg": (b"<svg", "image/svg+xml")})

    with pytest.raises(UnusablePage), no_complaints():
        HTML(string=f"<title>t</title>{fragment}", url_fetcher=fetcher).write_pdf()
