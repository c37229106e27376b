"""In which language a page speaks (ngôn ngữ của trang): Vietnamese is complete, English second.

Vietnamese sentences stand in templates and code as they are; the catalogues of another language
(`templates/languages/en/`, one file to an area) give each its translation. A sentence that is made
with values is known by its pattern, `{name}` standing for what varies. What a page shows and no
catalogue knows is a fact of the record, a name, a title of a law: it stays as it is, marked as
Vietnamese.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from ntm_verify.domain.findings import Catalogue

VIETNAMESE: Final = "vi"
ENGLISH: Final = "en"
NAMES: Final[Mapping[str, str]] = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
PARAMETER: Final = "lang"
COOKIE: Final = "ntm-lang"
PLACE: Final = re.compile(r"\\\{(\w+)\\\}")
UNQUOTED: Final = re.compile(r"(?<!“)\{(\w+)\}")
SPECIAL: Final = re.compile(r"[^\x00-\x7f\W\d_]")
"""Letters that English does not have."""
FACT: Final = "fact"
DEEPEST: Final = 4
LONGEST: Final = 700
"""Characters; no sentence of the catalogues is longer with its values."""
SPOKEN: Final = Markup(' lang="vi"')
MARKED: Final = Markup('<span lang="vi">{}</span>')
NAMED: Final = re.compile(r"\{(\w+)\}")
BETWEEN: Final = re.compile(r"\{\w+\}")
SENTENCES: Final = re.compile(r"((?<=[.?]) )")
BETWEEN_PARTS: Final = (SENTENCES, *(re.compile(f"({sign})") for sign in ("; ", " · ", ": ", ", ")))
"""What stands between sentences that were put together."""


def chosen(asked: str, kept: str, accepted: str) -> str:
    """Choose a language: what was asked for, what was kept from before, what a browser accepts.

    A browser that names Vietnamese at all gets Vietnamese, whatever else it would rather have:
    programs of offices are often English, and their readers are not.
    """
    for told in (asked, kept):
        if told in NAMES:
            return told
    named = {part.split(";")[0].strip().split("-")[0].casefold() for part in accepted.split(",")}
    return ENGLISH if ENGLISH in named and VIETNAMESE not in named else VIETNAMESE


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a catalogue (mục của danh mục): Vietnamese, the other language, its place.

    `origin` is "code" for sentences that programs make, "rule" for the reasons of rules, "" for
    what stands in templates.
    """

    known: str
    said: str
    origin: str = ""

    @property
    def of_template(self) -> bool:
        """Say whether it is no sentence that programs make."""
        return self.origin != "code"


def catalogue(language: str, folder: Path) -> Iterator[Entry]:
    """Read the catalogues of a language, one file to an area (danh mục câu)."""
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            for told in read_po(file, locale=language):
                if told.id:
                    yield Entry(str(told.id), str(told.string), "".join(told.auto_comments[:1]))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence with values in it (mẫu câu).

    A value must be known itself, a number or a word of the catalogue; otherwise the sentence is
    another one, somebody's note perhaps. Only what stands in quotes, and what is called `fact`,
    may be anything: it stays as it is. `sign` is the longest piece between values: what lacks it
    cannot fit, and is not tried. The heaviest, with most letters of its own, is tried first.
    """

    shape: re.Pattern[str]
    said: str
    bare: frozenset[str]
    sign: str
    weight: int

    @classmethod
    def of(cls, known: str, said: str, *, of_facts: bool = False) -> "Pattern":
        """Read a pattern of the catalogue; `of_facts` if all its values may be anything."""
        shape = PLACE.sub(r"(?P<\1>.*?)", re.escape(known))
        names = [] if of_facts else UNQUOTED.findall(known)
        bare = frozenset(name for name in names if not name.startswith(FACT))
        between = BETWEEN.split(known)
        weight = sum(map(len, between))
        return cls(re.compile(shape, re.DOTALL), said, bare, max(between, key=len), weight)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence (mẩu câu): put into words, or a fact that stays as it is."""

    text: str
    is_known: bool = True


Pieces = tuple[Piece, ...]


@dataclass(slots=True)
class Words:
    """One language: its sentences by the Vietnamese ones (danh mục câu)."""

    language: str
    sentences: Mapping[str, str] = field(default_factory=dict)
    own: tuple[Pattern, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    _learnt: Catalogue | None = None

    @classmethod
    def read(cls, language: str, folder: Path) -> "Words":
        """Read the catalogues; Vietnamese needs none."""
        entries = () if language == VIETNAMESE else tuple(catalogue(language, folder))
        own = _patterns(entries)
        return cls(language, {e.known: e.said for e in entries}, own, _heaviest_first(own))

    def learn(self, findings: Catalogue) -> None:
        """Take the findings' own sentences in the other language from their catalogue."""
        if self.language == ENGLISH and findings is not self._learnt:
            entries = findings.entries.values()
            told = [(e.message, e.message_en) for e in entries]
            told += [(e.hint, e.hint_en) for e in entries]
            rules = (Pattern.of(*pair, of_facts=True) for pair in told)
            self.patterns = _heaviest_first((*self.own, *rules))
            self._learnt = findings

    def template(self, sentence: str) -> str | None:
        """Give the translation of a sentence of a template, None for one that is missing."""
        return self.sentences.get(sentence)

    def known(self, text: str) -> str | None:
        """Give the translation of a sentence, None for one that no catalogue knows as a whole."""
        pieces = self._pieces(text)
        return "".join(piece.text for piece in pieces) if _is_known(pieces) else None

    def text(self, text: str) -> str:
        """Translate a sentence, or leave it as it is: for titles and attributes."""
        return "".join(piece.text for piece in self._pieces(text))

    def told(self, value: object) -> object:
        """Put a value into words where no element may stand (bộ lọc `told`)."""
        return self.text(value) if type(value) is str else value

    def say(self, value: object) -> object:
        """Translate a sentence; what stays Vietnamese is marked, to be read aloud rightly."""
        if type(value) is not str:
            return value
        said = (
            escape(piece.text) if piece.is_known else MARKED.format(piece.text)
            for piece in self._pieces(value)
        )
        return Markup("").join(said)

    def spoken(self, value: object) -> Markup:
        """Mark an element that holds words only, if they stay Vietnamese (bộ lọc `spoken`)."""
        is_fact = type(value) is str and not _is_known(self._pieces(value))
        return SPOKEN if is_fact else Markup()

    def _pieces(self, text: str, deep: int = DEEPEST) -> Pieces:
        """Put a text into words; a text that no catalogue knows is one fact.

        `deep` is how often values and parts may be texts with values and parts of their own: what
        people type must not keep the page busy.
        """
        if self.language == VIETNAMESE:
            return (Piece(text),)
        if said := self._by_sentence(text):
            return (Piece(said),)
        is_tried = deep > 0 and len(text) <= LONGEST
        if is_tried and (fitting := self._by_pattern(text, deep - 1)):
            return fitting
        if not SPECIAL.search(text):
            return (Piece(text),)
        fitting = self._put_together(text, deep - 1) if is_tried else ()
        return fitting or (Piece(text, is_known=False),)

    def _put_together(self, text: str, deep: int) -> Pieces:
        return self._begun_otherwise(text, deep) or self._by_parts(text, deep)

    def _by_sentence(self, text: str) -> str:
        """Look a sentence up, as it is or with another first letter; "" if it is not there."""
        if text in self.sentences:
            return self.sentences[text]
        other = _other_case(text)
        return _in_case_of(text, self.sentences[other]) if other in self.sentences else ""

    def _by_pattern(self, text: str, deep: int) -> Pieces:
        for pattern in self.patterns:
            found = pattern.shape.fullmatch(text) if pattern.sign in text else None
            values = found.groupdict() if found else {}
            if found and all(_is_known(self._pieces(values[n], deep)) for n in pattern.bare):
                return tuple(self._filled(pattern.said, values, deep))
        return ()

    def _filled(self, said: str, values: Mapping[str, str], deep: int) -> Iterator[Piece]:
        """Put the values of a pattern where the other language wants them."""
        for place, part in enumerate(NAMED.split(said)):
            if place % 2:
                yield from self._pieces(values[part], deep)
            else:
                yield Piece(part)

    def _begun_otherwise(self, text: str, deep: int) -> Pieces:
        """Try a text without spaces around it, with another first letter, without its dot."""
        if (bare := text.strip()) != text:
            before, _, after = text.partition(bare)
            return (Piece(before), *self._pieces(bare, deep), Piece(after))
        if fitting := self._by_pattern(_other_case(text), deep):
            first = replace(fitting[0], text=_in_case_of(text, fitting[0].text))
            return (first, *fitting[1:])
        fitting = self._pieces(text[:-1], deep) if text.endswith(".") else ()
        return (*fitting, Piece(".")) if fitting and _is_known(fitting) else ()

    def _by_parts(self, text: str, deep: int) -> Pieces:
        """Translate what several sentences were put together from.

        Each part must be known; only of whole sentences some may be facts, such as the note that
        somebody wrote after a reason that was chosen.
        """
        for between in BETWEEN_PARTS:
            parts = between.split(text)
            told = [self._pieces(part, deep) for part in parts] if len(parts) > 1 else []
            wholes = [_is_known(pieces) for pieces in told]
            if told and (all(wholes) or (between is SENTENCES and any(wholes[::2]))):
                return tuple(piece for pieces in told for piece in pieces)
        return ()


def _is_known(pieces: Pieces) -> bool:
    """Say whether all of a text could be put into words."""
    return all(piece.is_known for piece in pieces)


def _other_case(text: str) -> str:
    """Begin with a small letter instead of a great one, or the other way round."""
    return text[:1].swapcase() + text[1:]


def _in_case_of(text: str, said: str) -> str:
    """Begin a translation as the text begins."""
    first = said[:1].upper() if text[:1].isupper() else said[:1].lower()
    is_name = said[1:2].isupper()
    return said if is_name else first + said[1:]


def _patterns(entries: Iterable[Entry]) -> tuple[Pattern, ...]:
    """Take the sentences of code that are made with values."""
    made = (entry for entry in entries if not entry.of_template and "{" in entry.known)
    return tuple(Pattern.of(entry.known, entry.said) for entry in made)


def _heaviest_first(patterns: Iterable[Pattern]) -> tuple[Pattern, ...]:
    return tuple(sorted(patterns, key=lambda pattern: -pattern.weight))
