"""Pages that anybody may open speak English too: whole, marked where a fact stays Vietnamese."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import httpx
import lxml.html  # type: ignore[import-untyped] # ships no types
import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from ntm_verify.web.language import SPECIAL, Words, chosen
from ntm_verify.web.render import TRANSLATED
from tests.support.files import ROOT
from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]
TEMPLATES: Final = ROOT / "templates"
SHARED: Final = ("base.html", "_ui.html")
PAGES: Final = (
    *("/", "/verify", "/rules", "/help", "/accessibility", "/sign-in", "/no-such-page"),
    *("/verify/AAAA-BBBB-CCCCC", "/verify/{token:certified}", "/verify/{token:revoked}"),
)
PLACE: Final = re.compile(r"\{\w*\}")


def in_templates() -> set[str]:
    """List the sentences of templates that are translated where they stand."""
    reader = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    reader.trim_blocks = reader.lstrip_blocks = True
    return {
        str(message)
        for name in (*TRANSLATED, *SHARED)
        for _, _, message in extract_from_ast(
            reader.parse((TEMPLATES / "pages" / name).read_text("utf-8"))
        )
        if message
    }


def in_code() -> str:
    """Give all texts of the code in one, small letters only."""
    return "\n".join(
        node.value.casefold()
        for path in (ROOT / "ntm_verify").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def catalogue() -> dict[str, tuple[str, bool]]:
    """Read the catalogue: English by Vietnamese, and whether the sentence is found in code."""
    with (TEMPLATES / "languages" / "en.po").open("rb") as file:
        return {
            str(message.id): (str(message.string), "code" in message.auto_comments)
            for message in read_po(file, locale="en")
            if message.id
        }


def test_no_sentence_of_a_translated_page_is_missing_and_none_is_unused() -> None:
    told = catalogue()
    of_templates = {sentence for sentence, (_, is_code) in told.items() if not is_code}
    assert in_templates() - told.keys() == set()
    assert of_templates - in_templates() == set()
    assert [sentence for sentence, (english, _) in told.items() if not english] == []


def test_every_sentence_said_to_be_in_code_is_there() -> None:
    code = in_code()
    lost = [
        sentence
        for sentence, (_, is_code) in catalogue().items()
        if is_code and any(part.strip().casefold() not in code for part in PLACE.split(sentence))
    ]
    assert lost == []


def test_a_translation_keeps_every_value_and_every_mark() -> None:
    for sentence, (english, _) in catalogue().items():
        for mark in (r"%\(\w+\)s", r"\{\w+\}", r"</?[a-z]+", r'href="[^"]+"'):
            assert sorted(re.findall(mark, sentence)) == sorted(re.findall(mark, english)), sentence
        assert SPECIAL.search(english) is None, english


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "language"),
    [
        ("", "", "", "vi"),
        ("en", "", "", "en"),
        ("en", "vi", "vi-VN", "en"),
        ("", "en", "vi-VN", "en"),
        ("vi", "en", "en-GB", "vi"),
        ("", "", "en-US,en;q=0.9", "en"),
        ("", "", "en-US,en;q=0.9,vi;q=0.1", "vi"),
        ("", "", "fr-FR,fr;q=0.9", "vi"),
        ("fr", "de", "en", "en"),
    ],
)
def test_what_was_asked_for_counts_before_what_a_browser_says(
    asked: str, kept: str, accepted: str, language: str
) -> None:
    assert chosen(asked, kept, accepted) == language


def vietnamese(text: str) -> Iterator[str]:
    """Give the Vietnamese words of an English page that are not marked as such."""
    page = lxml.html.fromstring(text)
    for marked in page.xpath('//*[@lang="vi"]'):
        marked.text = ""
        for inner in list(marked):
            marked.remove(inner)
    for node in page.iter():
        texts = (node.text, node.tail, node.get("aria-label"), node.get("data-l"))
        if isinstance(node.tag, str) and node.tag not in {"script", "style"}:
            yield from (told.strip() for told in texts if told and SPECIAL.search(told))


@pytest.mark.parametrize("path", PAGES)
def test_an_english_page_is_english_but_for_what_is_marked(
    site: Site, visitor: Known, path: str
) -> None:
    answer = visitor("").get(f"{filled(site, path)}?lang=en")
    assert '<html lang="en">' in answer.text
    assert list(vietnamese(answer.text)) == []
    assert 'hreflang="vi"' in answer.text


def test_what_stays_vietnamese_on_a_verified_paper_is_a_fact_of_the_record(
    site: Site, visitor: Known
) -> None:
    answer = visitor("").get(filled(site, "/verify/{token:certified}?lang=en"))
    marked = [e.text_content() for e in lxml.html.fromstring(answer.text).xpath("//*[@lang='vi']")]
    assert marked == [
        "Xã Mẫu An",
        "Công an xã, báo cáo 12/BC (DỮ LIỆU GIẢ LẬP)",
        marked[2],  # the document that sets the threshold
        "BẢO HIỂM XÃ HỘI TỈNH MẪU",
        "Tiếng Việt",
    ]
    assert "QĐ-TTg" in marked[2]
    assert "The document is in force" in answer.text
    assert "of 20 people as of 31/12/2019" in answer.text


def test_a_file_is_compared_in_english_too(site: Site, visitor: Known) -> None:
    signer, stranger = visitor("ky"), Visitor(site.address)
    pdf = signer.get(filled(site, "/certificates/{paper:certified}.pdf")).content
    for content in (pdf, pdf + b"\n%x", b"%PDF-1.7 nothing", b"no paper"):
        files = [("paper", ("giay.pdf", content))]
        answer = stranger.post("/verify?lang=en", {}, files=files)
        assert '<html lang="en">' in answer.text
        assert list(vietnamese(answer.text)) == []
    stranger.client.close()


def test_wrong_passwords_and_pages_of_others_are_told_in_english(
    site: Site, visitor: Known
) -> None:
    stranger = Visitor(site.address)
    wrong = stranger.post("/sign-in?lang=en", {"username": "khong-co", "password": "sai"})
    assert "The user name or the password is wrong." in wrong.text
    assert list(vietnamese(wrong.text)) == []
    stranger.client.close()
    for who, path, status in (("xa-an", "/province", 403), ("ky", "/submissions/1", 404)):
        answer = visitor(who).get(f"{path}?lang=en")
        assert answer.status_code == status
        name = "person's own name"
        assert [t for t in vietnamese(answer.text) if "Mẫu" not in t] == [], name


def test_the_choice_is_kept_and_pages_without_a_translation_stay_whole(
    site: Site, visitor: Known
) -> None:
    stranger = Visitor(site.address)
    first = stranger.get("/help?lang=en")
    assert "ntm-lang=en" in first.headers["set-cookie"]
    again = stranger.get("/rules", cookie="ntm-lang=en")
    assert '<html lang="en">' in again.text
    assert "set-cookie" not in again.headers
    stranger.client.close()
    clerk = visitor("xa-an")
    page = clerk.get("/submissions?lang=en")
    assert '<html lang="vi">' in page.text
    assert "Đăng xuất" in page.text
    assert "hreflang" not in page.text


def test_the_link_to_the_other_language_keeps_the_rest_of_the_address(visitor: Known) -> None:
    answer = visitor("").get("/sign-in?next=%2Faudit%3Fq%3D1")
    assert 'href="/sign-in?next=%2Faudit%3Fq%3D1&amp;lang=en"' in answer.text


def test_what_somebody_typed_is_never_taken_for_a_mark(site: Site) -> None:
    words = Words.read("en", TEMPLATES / "languages")
    for text in (
        "<b>Ạ</b>",
        "<b>Ạ</b>: chưa xác nhận",
        "chữ ký của “<i>ạ</i>” không ký lên nội dung nào",
    ):
        assert "<b>" not in words.say(text)
        assert "<i>" not in words.say(text)
    answer = httpx.get(f"{site.address}/verify/%3Cscript%3E?lang=en")
    assert "<script>" not in answer.text


def test_vietnamese_is_its_own_catalogue(tmp_path: Path) -> None:
    words = Words.read("vi", tmp_path)
    assert words.say("Chữ <lạ>") == "Chữ &lt;lạ&gt;"
    assert words.text("Chữ lạ") == "Chữ lạ"
