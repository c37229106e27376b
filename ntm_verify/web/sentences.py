"""Sentences of templates (câu trong bộ mẫu): found where they stand, put into another language.

Templates are written in plain Vietnamese, with no marks for translators. When one is compiled for
another language, every run of words between two block elements or two statements is a sentence:
its values become `{name}`, its inline elements `<b>…</b>` (numbered where there are several of a
kind, their attributes left out), and the catalogue says how the other language puts it. What is
printed by itself goes through the filter `say` (or `told`, where no element may stand). The
addresses, ids and values of forms are left alone.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

CODE: Final = r"\{%.*?%\}|\{#.*?#\}"
VALUE: Final = r"\{\{.*?\}\}"
TAG: Final = rf"<[/!]?[a-zA-Z](?:{VALUE}|{CODE}|\"(?:{VALUE}|{CODE}|[^\"])*\"|[^>\"{{]|\{{)*>"
TOKEN: Final = re.compile(rf"(?P<code>{CODE})|(?P<value>{VALUE})|(?P<tag>{TAG})", re.DOTALL)
ATTRIBUTE: Final = re.compile(
    rf"(?<=\s)(?P<name>aria-label|title|alt|placeholder|data-l|data-say-\w+)=\"(?P<text>(?:{VALUE}|{CODE}|[^\"])*)\"",
    re.DOTALL,
)
NAME: Final = re.compile(r"</?([a-zA-Z0-9]+)")
LETTER: Final = re.compile(r"[^\W\d_]")
ENTITY: Final = re.compile(r"&#?\w+;")
PLAIN_BLOCK: Final = re.compile(r"\{%-?\s*block title\s*-?%\}")
RAW_BLOCK: Final = re.compile(r"\{%-?\s*block (?:mainclass|head)\s*-?%\}")
END_BLOCK: Final = re.compile(r"\{%-?\s*endblock")
CALL: Final = re.compile(r"\{\{-?\s*(?:\w+(?:\.\w+)?\(|['\"])")
"""Values that are no part of a sentence: what a macro gives, and words of their own."""
PATH: Final = re.compile(r"\w+(?:\.\w+)*")
MARK: Final = re.compile(r"\{(\w+)\}|</?([a-z]+\d*)>")
SEPARATOR: Final = re.compile(r"(\s*[·›]\s*)")
INLINE: Final = frozenset(["a", "b", "bdi", "em", "i", "kbd", "s", "small", "span", "strong", "u"])
PLAIN: Final = frozenset({"title", "option", "text"})
"""Elements that hold words only: a mark for the reader's language cannot stand in them."""
RAW: Final = frozenset({"textarea", "script", "style", "pre"})
"""Elements whose content is nobody's sentence."""

CHOICE: Final = re.compile(r"(<option\b[^<]*?)>(?=\{\{ ([^{}]+?) \}\}</option>)")
"""A choice whose words come from a value."""

Translate = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a template (mẩu): code, value, tag or text."""

    kind: str
    text: str

    @property
    def name(self) -> str:
        """Name the element of a tag."""
        found = NAME.match(self.text)
        return found[1].casefold() if found else ""

    @property
    def is_end(self) -> bool:
        """Say whether the tag ends an element."""
        return self.text.startswith("</")

    @property
    def is_inner(self) -> bool:
        """Say whether the piece may stand within a sentence."""
        if self.kind == "tag":
            return self.name in INLINE
        return self.kind == "text" or (self.kind == "value" and not CALL.match(self.text))


@dataclass(slots=True)
class Node:
    """A piece with what it encloses (mẩu và phần bên trong)."""

    token: Token
    inside: list["Node"] = field(default_factory=list)
    end: Token | None = None

    @property
    def has_words(self) -> bool:
        """Say whether it is text with a letter in it."""
        return self.token.kind == "text" and bool(LETTER.search(ENTITY.sub("", self.token.text)))


def tokens(source: str) -> Iterator[Token]:
    """Cut a template into its pieces."""
    at = 0
    for found in TOKEN.finditer(source):
        if found.start() > at:
            yield Token("text", source[at : found.start()])
        yield Token(str(found.lastgroup), found[0])
        at = found.end()
    if at < len(source):
        yield Token("text", source[at:])


@dataclass(slots=True)
class Sentence:
    """One sentence on its way to the catalogue (câu): its key, and what its marks stand for."""

    key: str = ""
    marks: dict[str, str] = field(default_factory=dict)

    def mark(self, name: str, stands_for: Callable[[str], tuple[str, str]]) -> str:
        """Take a name that is free, keep what it stands for, and give it."""
        free, number = name, 1
        while f"{{{free}}}" in self.marks or f"<{free}>" in self.marks:
            number += 1
            free = f"{name}{number}"
        self.marks.update([stands_for(free)])
        return free


class Rewriter:
    """Puts a template into another language (bộ dịch mẫu)."""

    def __init__(self, translate: Translate) -> None:
        """Ask `translate` for every sentence; None leaves it as it is, marked."""
        self._translate = translate
        self._plain: set[str] = set()
        self._is_button = False

    @property
    def _is_plain(self) -> bool:
        """Say whether only words may stand here: in a title, a choice, an attribute."""
        return bool(self._plain)

    def rewrite(self, source: str) -> str:
        """Give the template in the other language."""
        return "".join(self._pieces(CHOICE.sub(r"\1{{ (\2)|spoken }}>", source)))

    def _pieces(self, source: str) -> Iterator[str]:
        run: list[Token] = []
        closing = ""
        for token in tokens(source):
            if not closing and token.is_inner:
                run.append(token)
                continue
            yield self._run(run)
            run = []
            closing, was = self._opened(token, closing), closing
            yield token.text if closing and was else self._bare(token)
        yield self._run(run)

    def _opened(self, token: Token, closing: str) -> str:
        """Say up to which piece everything is left alone, "" for nothing."""
        if closing:
            is_over = END_BLOCK.match(token.text) if closing == "%" else token.name == closing
            return "" if is_over and (closing == "%" or token.is_end) else closing
        if token.kind == "code":
            if PLAIN_BLOCK.match(token.text):
                self._plain.add("block")
            elif END_BLOCK.match(token.text):
                self._plain.discard("block")
            return "%" if RAW_BLOCK.match(token.text) else ""
        if token.name == "button":
            self._is_button = not token.is_end
        if token.name in PLAIN:
            (self._plain.discard if token.is_end else self._plain.add)(token.name)
        return token.name if token.name in RAW and not token.is_end else ""

    def _bare(self, token: Token) -> str:
        """Give a piece that stands between sentences, its attributes put into words."""
        if token.kind == "tag":
            return self._tag(token)
        return self._value(token.text) if token.kind == "value" else token.text

    def _tag(self, token: Token) -> str:
        def said(found: re.Match[str]) -> str:
            text = "".join(self._attribute(found["text"]))
            return f'{found["name"]}="{text}"'

        return ATTRIBUTE.sub(said, token.text)

    def _attribute(self, text: str) -> Iterator[str]:
        self._plain.add("attribute")
        run: list[Token] = []
        for token in tokens(text):
            if token.kind == "code":
                yield self._run(run) + token.text
                run = []
            else:
                run.append(token)
        yield self._run(run)
        self._plain.discard("attribute")

    def _run(self, run: Sequence[Token]) -> str:
        return "".join(self._level(part) for part in balanced(run))

    def _level(self, nodes: Sequence[Node]) -> str:
        return "".join(self._clause(clause) for clause in clauses(nodes))

    def _clause(self, nodes: Sequence[Node]) -> str:
        if any(node.has_words for node in nodes):
            return self._sentence(nodes)
        return "".join(self._lone(node) for node in nodes)

    def _lone(self, node: Node) -> str:
        token = node.token
        if token.kind == "value":
            return self._value(token.text)
        if token.kind == "tag":
            end = node.end.text if node.end else ""
            was, self._is_button = self._is_button, self._is_button or 'class="btn' in token.text
            inside = self._level(node.inside)
            self._is_button = was
            return f"{self._tag(token)}{inside}{end}"
        return token.text

    def _value(self, text: str) -> str:
        """Print a value in words of the language."""
        bare = text.removeprefix("{{").removesuffix("}}")
        before = "-" if bare.startswith("-") else ""
        after = "-" if bare.endswith("-") else ""
        name = "told" if self._is_plain else "say"
        return f"{{{{{before} ({bare.strip('-').strip()})|{name} {after}}}}}"

    def _sentence(self, nodes: Sequence[Node]) -> str:
        sentence = Sentence()
        whole = "".join(self._keyed(sentence, node) for node in nodes)
        before = whole[: len(whole) - len(whole.lstrip())]
        after = whole[len(whole.rstrip()) :]
        sentence.key = " ".join(whole.split())
        said = self._translate(sentence.key)
        if said is None:
            told = self._filled(sentence.key, sentence.marks)
            said = told if self._is_plain else f'<span lang="vi">{told}</span>'
        else:
            said = self._filled(said, sentence.marks)
        # A button sets its pieces side by side: a sentence with a marked fact is one piece.
        is_whole = self._is_button and "{{" in said and not self._is_plain
        return f"{before}<span>{said}</span>{after}" if is_whole else f"{before}{said}{after}"

    def _keyed(self, sentence: Sentence, node: Node) -> str:
        """Give a piece as the catalogue writes it, and keep what it stands for."""
        token = node.token
        if token.kind == "text":
            return token.text
        if token.kind == "value":
            value = self._value(token.text)
            name = sentence.mark(value_name(token.text), lambda n: (f"{{{n}}}", value))
            return f"{{{name}}}"
        opening = self._tag(token)
        name = sentence.mark(token.name, lambda n: (f"<{n}>", opening))
        sentence.marks[f"</{name}>"] = f"</{token.name}>"
        inside = "".join(self._keyed(sentence, inner) for inner in node.inside)
        return f"<{name}>{inside}</{name}>"

    def _filled(self, said: str, marks: Mapping[str, str]) -> str:
        return MARK.sub(lambda found: marks.get(found[0], found[0]), said)


def value_name(text: str) -> str:
    """Name a value after the last word of its path: `page.points|length` is "points"."""
    found = PATH.search(text.removeprefix("{{").replace("(", " "))
    return found[0].rpartition(".")[2] if found else "value"


def balanced(run: Sequence[Token]) -> Iterator[list[Node]]:
    """Cut a run where an inline element is not begun and ended in it; nest the rest."""
    pairs = _pairs(run)
    level: list[Node] = []
    at = 0
    while at < len(run):
        token = run[at]
        if token.kind != "tag":
            level.append(Node(token))
        elif at in pairs:
            level.append(_nested(run, at, pairs))
            at = pairs[at]
        else:
            yield from (level, [Node(token)])
            level = []
        at += 1
    yield level


def _pairs(run: Sequence[Token]) -> dict[int, int]:
    """Say which opening tag goes with which closing one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(run):
        if token.kind != "tag":
            continue
        if not token.is_end:
            opened.append(at)
        elif opened and run[opened[-1]].name == token.name:
            pairs[opened.pop()] = at
        else:
            opened.clear()
    return pairs


def _nested(run: Sequence[Token], at: int, pairs: Mapping[int, int]) -> Node:
    inside = [node for part in balanced(run[at + 1 : pairs[at]]) for node in part]
    return Node(run[at], inside, run[pairs[at]])


def clauses(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Cut a run at the signs that set its parts side by side: "·" and "›"."""
    part: list[Node] = []
    for node in nodes:
        texts = SEPARATOR.split(node.token.text) if node.token.kind == "text" else []
        if len(texts) <= 1:
            part.append(node)
            continue
        for place, text in enumerate(texts):
            if place % 2:
                yield from (part, [Node(Token("text", text))])
                part = []
            elif text:
                part.append(Node(Token("text", text)))
    yield part


def sentences(source: str) -> list[str]:
    """List the sentences of a template as the catalogue writes them, in their order."""
    found: list[str] = []

    def noted(key: str) -> None:
        found.append(key)

    Rewriter(noted).rewrite(source)
    return found
