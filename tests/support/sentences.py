"""Sentences that pages show, found where they are written: in templates and in code."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, nodes

from ntm_verify.web.language import SPECIAL
from ntm_verify.web.sentences import sentences
from tests.support.files import ROOT

LANGUAGES: Final = ROOT / "templates" / "languages"
PAGES: Final = ROOT / "templates" / "pages"
PACKAGE: Final = ROOT / "ntm_verify"
ROOMS: Final = (
    *(
        "web",
        "domain",
        "usecases",
        "trail",
        "storage",
        "signatures",
        "gateways",
        "spreadsheets",
        "documents",
    ),
)
NOT_ON_PAGES: Final = re.compile(
    # made-up lists, fonts, letters of names and numbers, headings that are looked for
    r"domain/(synthetic|legacy_text|cell_shapes|person_name|insurance_number|dates|columns)"
    r"|domain/(list_parts|typed_list|paper_sample)|web/(language|sentences)\.py"
    # what is written on paper, in letters, in files that are taken away
    r"|domain/(unit|wording|status_list|evidence_guide|evidence_files|province_report)\.py"
    r"|spreadsheets/(annotate|findings_book|report_book|list_template|html_table|text_table|template_mark)"
    r"|usecases/(annotate_list|export_log|log_keys)|web/(hosts|offline)\.py|signatures/demonstration"
    r"|documents/(?!reader)"
    # what operators read at the command line
    r"|usecases/(generate_lists|found_province|publish_log|read_published)|gateways/service"
    r"|trail/(bundle|bundle_check|checkpoints|__main__)\.py"
)
NO_SENTENCES: Final = re.compile(
    r"\\|\||\[A-Z|^\(\?"  # patterns of text
    r"|^.$|^Thư này do|^Địa chỉ này vừa|^Thời điểm: "  # single letters; the words of letters
)
VALUE: Final = re.compile(r"\{\w*\}")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as it is written: `{name}` where a value stands, and the file it stands in."""

    text: str
    place: str

    @property
    def sample(self) -> str:
        """Put something where values stand."""
        return VALUE.sub("7", self.text)


def in_templates() -> Iterator[Written]:
    """List the sentences that stand in templates as they are."""
    for path in sorted(PAGES.rglob("*.html")):
        for text in sentences(path.read_text("utf-8")):
            yield Written(text, str(path.relative_to(PAGES)))


def given_by_templates() -> Iterator[Written]:
    """List the Vietnamese words that templates hand to macros or choose from."""
    environment = Environment(autoescape=True)
    for path in sorted(PAGES.rglob("*.html")):
        page = environment.parse(path.read_text("utf-8"))
        parts = [part for whole in page.find_all(nodes.Concat) for part in whole.nodes]
        alone = [c.value for c in page.find_all(nodes.Const) if c not in parts]
        whole = ["".join(map(_shown, w.nodes)) for w in page.find_all(nodes.Concat)]
        for text in (*alone, *whole):
            if isinstance(text, str) and SPECIAL.search(text):
                yield Written(text.strip(), str(path.relative_to(PAGES)))


def _shown(part: nodes.Expr) -> str:
    return str(part.value) if isinstance(part, nodes.Const) else "{value}"


def in_code(*rooms: str) -> Iterator[Written]:
    """List the Vietnamese texts of rooms that may come to a page, with values as patterns."""
    for room in rooms:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            place = str(path.relative_to(PACKAGE))
            texts = (
                () if NOT_ON_PAGES.match(place) else texts_of(ast.parse(path.read_text("utf-8")))
            )
            for text in texts:
                if SPECIAL.search(text) and not NO_SENTENCES.search(text):
                    yield Written(text, place)


def texts_of(module: ast.Module) -> Iterator[str]:
    """Give the texts of a module, docstrings aside."""
    spare = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            spare.update(map(id, node.values))
            yield "".join(map(_piece, node.values))
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spare:
            yield node.value


def _piece(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    return f"{{{next(_names(part), 'value')}}}"


def _names(part: ast.expr) -> Iterator[str]:
    for node in ast.walk(part):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
