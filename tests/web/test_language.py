"""Every page speaks English too: whole, marked where a fact stays Vietnamese."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import httpx
import lxml.html  # type: ignore[import-untyped] # ships no types
import pytest

from ntm_verify.domain.findings import Catalogue
from ntm_verify.regulations.catalogue import load_catalogue
from ntm_verify.web.language import ENGLISH, SPECIAL, Words, catalogue, chosen
from ntm_verify.web.sentences import Rewriter, sentences
from tests.support.sentences import (
    LANGUAGES,
    ROOMS,
    Written,
    given_by_templates,
    in_code,
    in_templates,
)
from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]
PUBLIC_PAGES: Final = (
    *("/", "/verify", "/rules", "/help", "/accessibility", "/sign-in", "/no-such-page"),
    *("/verify/AAAA-BBBB-CCCCC", "/verify/{token:certified}", "/verify/{token:revoked}"),
)
PAGES: Final = (
    *(("", path) for path in PUBLIC_PAGES),
    ("xa-an", "/submissions"),
    ("xa-an", "/submissions/{warned}"),
    ("xa-an", "/submissions/{returned}"),
    ("xa-an", "/submissions/{refused_file}"),
    ("xa-an", "/submissions/{checked}/columns"),
    ("tham-dinh", "/appraisals"),
    ("tham-dinh", "/appraisals/{taken}"),
    ("tham-dinh", "/duplicates/{waiting}"),
    ("ky", "/signing/{certified}"),
    ("kiem-toan", "/audit/appraisals/{certified}"),
    ("quan-tri", "/province/accounts"),
    ("quan-tri", "/notices"),
    ("quan-tri", "/operations"),
)
SAME_IN_BOTH: Final = {
    *("SHA-256 <span>{sha256}</span>", "Webhook", "Webhook {label}", "Webhook “{label}”"),
    *("Ai", "Sau", "Xem", "xanh", "Tuần", "BHYT", "BHTN"),
    *("Trang sau", "Trang {page} / {pages}", "Trang “{sheet}”", "Trang “{sheet}”."),
    *(", trang “{name}”", "{pages} trang", "{span} trong {total}"),
}
"""Vietnamese that is written without an accent, and what has one name everywhere."""


def lacking(words: Words, written: Iterable[Written]) -> list[str]:
    """List sentences of templates without a translation, as an entry of a catalogue would be."""
    return sorted({f'{w.place}: msgid "{w.text}"' for w in written if not words.template(w.text)})


def untold(words: Words, written: Iterable[Written]) -> list[str]:
    """List texts made by code that no catalogue knows."""
    return sorted({f"{w.place}: {w.text}" for w in written if words.known(w.sample) is None})


@pytest.fixture(scope="module")
def english() -> Words:
    words = Words.read(ENGLISH, LANGUAGES)
    words.learn(load_catalogue())
    return words


def test_no_sentence_of_a_template_lacks_its_english(english: Words) -> None:
    assert lacking(english, in_templates()) == []
    assert untold(english, given_by_templates()) == []


def test_no_sentence_of_code_lacks_its_english(english: Words) -> None:
    assert untold(english, in_code(*ROOMS)) == []


def test_a_sentence_that_is_missing_is_found(english: Words) -> None:
    planted = sentences("<p>Một câu {{ page.x }} chưa ai dịch.</p><p>Trang sau</p>")
    assert planted == ["Một câu {x} chưa ai dịch.", "Trang sau"]
    written = [Written(text, "a.html") for text in planted]
    assert lacking(english, written) == ['a.html: msgid "Một câu {x} chưa ai dịch."']
    assert untold(english, written) == ["a.html: Một câu {x} chưa ai dịch."]


def test_what_pages_say_in_vietnamese_is_vietnamese() -> None:
    bare = {w.text for w in in_templates() if not SPECIAL.search(w.text)}
    assert bare - SAME_IN_BOTH == set()


def test_no_translation_is_left_of_what_nobody_says() -> None:
    said = {w.text for w in (*in_templates(), *given_by_templates())}
    rules = reasons(load_catalogue())
    spare = [
        e.known for e in catalogue(ENGLISH, LANGUAGES) if e.of_template and e.known not in said
    ]
    assert set(spare) == rules


def reasons(findings: Catalogue) -> set[str]:
    """Give why there are rules, and what is waived: their English stands with the pages'."""
    entries = findings.entries.values()
    return {text for entry in entries for text in (entry.reason, entry.waivable) if text}


def test_every_sentence_said_to_be_in_code_is_there() -> None:
    code = "\n".join(w.text.casefold() for w in in_code(*ROOMS))
    lost = [
        entry.known
        for entry in catalogue(ENGLISH, LANGUAGES)
        if not entry.of_template and any(part not in code for part in signs(entry.known))
    ]
    assert lost == []


def signs(sentence: str) -> Iterator[str]:
    """Give the Vietnamese words of a pattern, between its values."""
    for part in re.split(r"\{\w*\}", sentence.casefold()):
        if SPECIAL.search(part):
            yield part.strip()


def test_a_translation_keeps_every_value_and_every_mark() -> None:
    for entry in catalogue(ENGLISH, LANGUAGES):
        for mark in (r"\{\w+\}", r"</?[a-z]+\d*>"):
            told = sorted(re.findall(mark, entry.said))
            assert sorted(re.findall(mark, entry.known)) == told, entry.known
        assert entry.said.strip(), entry.known
        assert SPECIAL.search(LEGAL.sub("", entry.said)) is None, entry.said


LEGAL: Final = re.compile(
    r"Nghị định [\w/-]+(, Điều \d+)?|\[đơn vị\]|GÓI\.zip"
    r"|dân số|lực lượng lao động( trong độ tuổi)?|Nghị quyết|Quyết định"
)
"""What stays Vietnamese: titles of law, what is typed as it stands."""


def test_a_template_is_put_into_english_with_its_values_and_elements(english: Words) -> None:
    source = (
        '<p class="x">Còn <b>{{ page.left }} dòng</b> chưa có ai xác nhận.</p>'
        '{% if a %}<input value="{{ a }}" aria-label="Trang sau">{% endif %}'
    )
    said = Rewriter(english.template).rewrite(source)
    assert said == (
        '<p class="x"><b>{{ (page.left)|say }} rows</b> were not confirmed by anybody yet.</p>'
        '{% if a %}<input value="{{ a }}" aria-label="Next page">{% endif %}'
    )


def test_what_no_catalogue_knows_is_marked_and_never_half_translated(english: Words) -> None:
    assert english.say("Danh sách còn lỗi phải sửa. Ông Hồ Văn Mẫu") == (
        'The list has errors to mend. <span lang="vi">Ông Hồ Văn Mẫu</span>'
    )
    for note in ("Dòng 3 và dòng 5 cần đối chiếu", "Mã số thiếu một chữ số", "Đ, " * 400):
        assert english.say(note) == f'<span lang="vi">{note}</span>'


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
        if isinstance(node.tag, str) and node.tag not in {"script", "style", "pre"}:
            yield from (told.strip() for told in texts if told and SPECIAL.search(told))


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_an_english_page_is_english_but_for_what_is_marked(
    site: Site, visitor: Known, who: str, path: str
) -> None:
    answer = visitor(who).get(f"{filled(site, path)}?lang=en")
    assert '<html lang="en">' in answer.text
    assert [text for text in vietnamese(answer.text) if "Mẫu" not in text] == []
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


def test_the_choice_is_kept_and_an_office_reads_vietnamese_until_it_chooses(
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
    assert '<html lang="vi">' in clerk.get("/submissions", **{"accept-language": "en-US"}).text
    chose = clerk.get("/submissions?lang=en")
    assert "ntm-lang=en" in chose.headers["set-cookie"]
    kept = f"__Host-ntm={clerk.cookie}; ntm-lang=en"
    page = clerk.get("/submissions", cookie=kept)
    assert '<html lang="en">' in page.text
    assert "Sign out" in page.text


def test_the_link_to_the_other_language_keeps_the_rest_of_the_address(visitor: Known) -> None:
    answer = visitor("").get("/sign-in?next=%2Faudit%3Fq%3D1")
    assert 'href="/sign-in?next=%2Faudit%3Fq%3D1&amp;lang=en"' in answer.text


def test_what_somebody_typed_is_never_taken_for_a_mark(site: Site) -> None:
    words = Words.read("en", LANGUAGES)
    for text in (
        "<b>Ạ</b>",
        "<b>Ạ</b>: chưa xác nhận",
        "chữ ký của “<i>ạ</i>” không ký lên nội dung nào",
    ):
        assert "<b>" not in str(words.say(text))
        assert "<i>" not in str(words.say(text))
    answer = httpx.get(f"{site.address}/verify/%3Cscript%3E?lang=en")
    assert "<script>" not in answer.text


def test_vietnamese_is_its_own_catalogue(tmp_path: Path) -> None:
    words = Words.read("vi", tmp_path)
    assert words.say("Chữ <lạ>") == "Chữ &lt;lạ&gt;"
    assert words.text("Chữ lạ") == "Chữ lạ"
