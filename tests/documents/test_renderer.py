"""Papers are PDF/A-3a and PDF/UA-1, the same bytes again and again, and closed to the world."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import segno
from PIL import Image

from ntm_verify.documents.fonts import vietnamese_letters
from ntm_verify.documents.renderer import STATEMENT_NAME, PaperMaker, unbroken
from ntm_verify.domain.appraisal import HamletCount
from ntm_verify.domain.certificate import Certificate
from tests.support.files import ROOT

from . import samples
from .hostile import DISK, NETWORK, SECRET, listening
from .papers import NATIONAL, POPULATION, a_certificate, a_letterhead, an_outcome
from .reading import TEMPLATES, Paper, squeezed, the_maker
from .vera import broken_rules

PAPERS = (samples.usual, samples.by_sex, samples.demonstration, samples.worst)
every_paper = pytest.mark.parametrize("make", PAPERS, ids=lambda make: make.__name__)

TELL = """
import hashlib, sys
from tests.documents.papers import BOTH_SEXES, HAMLETS, a_certificate, an_outcome
from tests.documents.reading import the_maker
outcome = an_outcome(threshold=BOTH_SEXES, hamlets=HAMLETS)
the_maker().make(a_certificate())
print(hashlib.sha256(the_maker().make(a_certificate(number=1204, outcome=outcome))).hexdigest())
"""


@pytest.mark.parametrize(
    "make", [*PAPERS, samples.report, samples.minutes], ids=lambda m: m.__name__
)
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_validators_find_nothing_wrong(make: samples.Maker, flavour: str) -> None:
    assert broken_rules(make().content, flavour) == {}


def test_the_validator_does_find_what_is_wrong() -> None:
    whole = samples.usual().content
    unmarked = whole.replace(b"/Marked true", b"/Marked null")
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        del pdf.Root["/MarkInfo"], pdf.Root["/Lang"], pdf.Root["/Metadata"]
        spoilt = io.BytesIO()
        pdf.save(spoilt)

    assert unmarked != whole or b"/ObjStm" in whole
    assert broken_rules(spoilt.getvalue(), "3a")
    assert broken_rules(spoilt.getvalue(), "ua1")


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "UTC", "PYTHONHASHSEED": "0"},
        {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "America/St_Johns", "PYTHONHASHSEED": "4242", "SOURCE_DATE_EPOCH": "1"},
    ],
    ids=lambda environment: environment["TZ"],
)
def test_another_process_time_zone_and_hash_seed_give_the_same_bytes(
    environment: dict[str, str],
) -> None:
    told = subprocess.run(  # noqa: S603 - this interpreter, a fixed text
        [sys.executable, "-c", TELL],
        env=os.environ | environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    assert told.stdout.decode().strip() == hashlib.sha256(samples.by_sex().content).hexdigest()


def test_the_same_moment_in_another_zone_gives_the_same_bytes() -> None:
    moment = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=-3.5)))

    assert the_maker().make(a_certificate(planned_at=elsewhere)) == samples.usual().content


def test_another_figure_gives_other_bytes() -> None:
    assert the_maker().make(a_certificate(log_size=1235)) != samples.usual().content


@every_paper
def test_every_face_is_embedded(make: samples.Maker, tmp_path: Path) -> None:
    table = poppler("pdffonts", make().content, tmp_path).splitlines()[2:]

    assert table
    for row in table:
        name, embedded, subset, to_unicode = re.split(r"\s{2,}|\s(?=yes|no)", row)[0::1][:1] + (
            re.findall(r"\b(yes|no)\b", row)
        )
        assert "Paper-Liberation-Serif" in name
        assert (embedded, subset, to_unicode) == ("yes", "yes", "yes")


def poppler(program: str, content: bytes, folder: Path, *options: str) -> str:
    """Run one of poppler's programs; pictures come out as page-N beside the file."""
    file = folder / "paper.pdf"
    file.write_bytes(content)
    target = {"pdftotext": ["-"], "pdftoppm": [str(folder / "page")]}.get(program, [])
    command = [shutil.which(program) or program, *options, str(file), *target]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()  # noqa: S603 - fixed names


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_comes_back_as_text(form: str, tmp_path: Path) -> None:
    letters = ",".join(sorted(vietnamese_letters()))
    source = unicodedata.normalize(form, letters)  # type: ignore[arg-type] # one of the two
    content = the_maker().make(a_certificate(population=replace(POPULATION, source=source)))
    by_poppler = "".join(poppler("pdftotext", content, tmp_path).split())

    assert letters in by_poppler
    assert letters in "".join(Paper(content).running_text.split())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_headings_and_names_come_back_composed(form: str) -> None:
    def put(text: str) -> str:
        return unicodedata.normalize(form, text)  # type: ignore[arg-type] # one of the two

    letterhead = a_letterhead(issuer=put("SỞ Y TẾ"), place=put("Huế"), post=put("PHÓ GIÁM ĐỐC"))
    hamlets = (HamletCount(put("Bản Nậm Ún"), 1500),)
    certificate = a_certificate(
        letterhead=letterhead,
        outcome=an_outcome(hamlets=hamlets),
        commune_name=put("Xã Hiệp Thành"),
        signer_name=put("Đỗ Thị Ừng"),
    )
    text = Paper(the_maker().make(certificate)).text

    for said in ("SỞ Y TẾ", "Huế, ngày", "PHÓ GIÁM ĐỐC", "Bản Nậm Ún", "Đỗ Thị Ừng"):
        assert said in text
    assert unicodedata.is_normalized("NFC", text)


@every_paper
def test_no_letter_is_drawn_as_a_blank_box(make: samples.Maker) -> None:
    """Glyph 0 is .notdef in every face."""
    with pikepdf.open(io.BytesIO(make().content)) as pdf:
        for page in pdf.pages:
            texts = [text for text in shown(page) if text]
            assert texts
            for text in texts:
                assert b"\x00\x00" not in [text[i : i + 2] for i in range(0, len(text), 2)]


def shown(page: pikepdf.Page) -> Iterator[bytes]:
    """Give the glyph codes of every piece of text, two bytes each."""
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) in {"Tj", "TJ"}:
            (operand,) = step.operands
            parts = list(operand) if isinstance(operand, pikepdf.Array) else [operand]
            yield from (bytes(part) for part in parts if isinstance(part, pikepdf.String))


def test_the_statement_is_attached_as_data() -> None:
    certificate = a_certificate()
    with pikepdf.open(io.BytesIO(samples.usual().content)) as pdf:
        spec = pdf.attachments[STATEMENT_NAME]
        statement = json.loads(spec.get_file().read_bytes())

        assert list(pdf.attachments) == [STATEMENT_NAME]
        assert spec.obj["/AFRelationship"] == "/Data"
        assert pdf.Root["/AF"][0].objgen == spec.obj.objgen
        assert str(spec.get_file().obj["/Params"]["/ModDate"]) == "D:20260105023000Z"
    assert statement == certificate.statement()


def test_title_language_and_dates_are_the_papers() -> None:
    with pikepdf.open(io.BytesIO(samples.usual().content)) as pdf:
        with pdf.open_metadata() as metadata:
            facts = {key: metadata.get(key) for key in ("dc:title", "xmp:CreateDate")}
        assert str(pdf.Root["/Lang"]) == "vi"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260105023000+00'00"

    assert facts["dc:title"] == (
        "05/TB-BHXH Kết quả thẩm định tỷ lệ người dân tham gia bảo hiểm y tế của xã Hiệp Thành"
    )
    assert facts["xmp:CreateDate"] == "2026-01-05T02:30:00Z"


def test_the_drawn_code_opens_the_address(tmp_path: Path) -> None:
    """Compare module by module with a code made afresh, the signed statement included."""
    vouched = "0a1b2c3d." + "Az09_-" * 40 + "." + "Qk" * 43
    paper = Paper(the_maker().make(a_certificate(vouched=vouched)))
    code_text = f"{a_certificate().address}#{vouched}"
    expected = segno.make_qr(code_text, error="l", boost_error=False)
    above, below = (paper.sheets[1].line(text) for text in ("4. Xác minh", "Thông tin kiểm chứng"))
    dots = 300
    poppler("pdftoppm", paper.content, tmp_path, "-gray", "-r", str(dots), "-f", "2")
    with Image.open(tmp_path / "page-2.pgm") as page:
        left, top, right, bottom = (
            int(mm * dots / 25.4) for mm in (32, above.bottom + 0.5, 70, below.top - 0.5)
        )
        code = page.crop((left, top, right, bottom)).point(lambda grey: 255 * (grey < 128))
        code = code.crop(code.getbbox())
    modules = len(expected.matrix)
    step = code.width / modules
    places = [int((i + 0.5) * step) for i in range(modules)]
    drawn = [[int(code.getpixel((x, y)) == 255) for x in places] for y in places]

    assert step * 25.4 / dots > 0.4, "modules of 0.4 mm can be scanned"
    assert drawn == [list(row) for row in expected.matrix]


FIELDS: dict[str, Any] = {
    "parent": lambda text: a_certificate(letterhead=a_letterhead(parent=text)),
    "issuer": lambda text: a_certificate(letterhead=a_letterhead(issuer=text)),
    "paper title": lambda text: a_certificate(letterhead=a_letterhead(paper_title=text)),
    "abstract": lambda text: a_certificate(letterhead=a_letterhead(abstract=text)),
    "authority": lambda text: a_certificate(letterhead=a_letterhead(authority=text)),
    "post": lambda text: a_certificate(letterhead=a_letterhead(post=text)),
    "address": lambda text: a_certificate(letterhead=a_letterhead(address=text)),
    "recipient": lambda text: a_certificate(letterhead=a_letterhead(recipients=(text,))),
    "commune": lambda text: a_certificate(commune_name=text),
    "unit code": lambda text: a_certificate(commune=text),
    "source": lambda text: a_certificate(population=replace(POPULATION, source=text)),
    "evidence": lambda text: a_certificate(population=replace(POPULATION, evidence_sha256=text)),
    "hamlet": lambda text: with_outcome(hamlets=(HamletCount(text, 1500),)),
    "rules": lambda text: with_outcome(rules_version=text),
    "roster root": lambda text: with_outcome(roster_root=text),
    "reference": lambda text: with_outcome(threshold=replace(NATIONAL, legal_reference=text)),
    "rule set": lambda text: with_outcome(threshold=replace(NATIONAL, rule_set=text)),
    "clause": lambda text: with_outcome(threshold=replace(NATIONAL, clause=text)),
    "log root": lambda text: a_certificate(log_root=text),
    "verification address": lambda text: a_certificate(address=text),
    "waiver": lambda text: text,
}
TIGHT = {
    "symbol": lambda text: a_certificate(letterhead=a_letterhead(symbol=text)),
    "place": lambda text: a_certificate(letterhead=a_letterhead(place=text)),
    "signer": lambda text: a_certificate(signer_name=text),
    "token": lambda text: a_certificate(token=text),
}


def with_outcome(**changes: Any) -> Certificate:  # noqa: ANN401 - fields of the value
    return a_certificate(outcome=an_outcome(**changes))


@pytest.fixture
def secret() -> Iterator[str]:
    """Give the address of a secret file, short enough for any field."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s"
        path.write_bytes(SECRET)
        yield path.as_uri()


@pytest.mark.parametrize("field", FIELDS)
def test_markup_in_a_field_is_text_and_reaches_nothing(field: str, secret: str) -> None:
    with listening() as (url, seen):
        fragments = (
            NETWORK["image"].format(url=url) + "{{7*7}}&lt;",
            DISK["attachment"].format(url=secret) + "</div>{% x %}\\",
        )
        for fragment in fragments:
            content = put(field, fragment)
            with pikepdf.open(io.BytesIO(content)) as pdf:
                assert list(pdf.attachments) == [STATEMENT_NAME]
                streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
                assert not [s for s in streams if SECRET in s.read_bytes()]
            assert squeezed(fragment) in Paper(content).squeezed
    assert not seen


def put(field: str, fragment: str) -> bytes:
    if field == "waiver":
        return the_maker().make(a_certificate(), (fragment,))
    return the_maker().make(FIELDS[field](fragment))


@pytest.mark.parametrize("field", TIGHT)
def test_markup_in_a_tight_field_is_text(field: str) -> None:
    content = the_maker().make(TIGHT[field]("<img src=q>"))

    assert "<imgsrc=q>" in Paper(content).squeezed.replace("-", "")


def test_a_field_left_out_of_the_paper_is_an_error(tmp_path: Path) -> None:
    """The template may not name what the paper has not (StrictUndefined)."""
    folder = tmp_path / "certificate"
    folder.mkdir()
    for source in (TEMPLATES / "certificate").iterdir():
        text = source.read_text("utf-8").replace("{{ p.unit_code }}", "{{ p.unknown }}")
        (folder / source.name).write_text(text, "utf-8")

    with pytest.raises(Exception, match="unknown"):
        PaperMaker(tmp_path).make(a_certificate())


@pytest.mark.parametrize("number", ["1980/QĐ-TTg", "51/2025/QĐ-TTg", "7/NQ-HĐND"])
def test_the_number_of_a_document_stays_on_one_line(number: str) -> None:
    content = put("reference", "; ".join("W" * length + " " + number for length in range(12, 22)))
    lines = [squeezed(line.text) for sheet in Paper(content).sheets for line in sheet.lines]

    assert sum(line.count(number.lower()) for line in lines) == 20
    assert unbroken(f"<b> {number}<") == (f'&lt;b&gt; <span class="unbroken">{number}</span>&lt;')


def test_many_papers_do_not_grow_a_process() -> None:
    """Fonts are loaded once: a second paper writes no further font configuration."""
    maker = the_maker()
    maker.make(a_certificate())
    folder = Path(maker.press.fonts._folder)  # noqa: SLF001 - the library's own folder of faces
    before = sorted(folder.iterdir())
    maker.make(a_certificate())

    assert sorted(folder.iterdir()) == before
