"""In which language a page speaks (ngôn ngữ của trang): Vietnamese is complete, English second.

Vietnamese sentences stand in templates and code as they are; the catalogue of another language
(`templates/languages/en.po`) gives each its translation. A sentence that is made with values is
known by its pattern, `{name}` standing for what varies. What a page shows and no catalogue knows
is a fact of the record, a name, a title of a law: it stays as it is, marked as Vietnamese.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po
from markupsafe import Markup, escape

VIETNAMESE: Final = "vi"
ENGLISH: Final = "en"
NAMES: Final[Mapping[str, str]] = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
PARAMETER: Final = "lang"
COOKIE: Final = "ntm-lang"
PLACE: Final = re.compile(r"\\\{(\w+)\\\}")
UNQUOTED: Final = re.compile(r"(?<!“)\{(\w+)\}")
SPECIAL: Final = re.compile("[^\x00-\x7f\xa0\u2013\u2014\u2018-\u201d\u2026\u00b7\u00f7]")
"""Letters that English does not have; spaces, dashes, quotes and signs of arithmetic aside."""
PARTS: Final = "; "


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
class Pattern:
    """A sentence with values in it (mẫu câu).

    `bare` are the values that must be known words themselves: those of a pattern that has no
    Vietnamese word of its own, and would fit anything, but for what stands in quotes.
    """

    shape: re.Pattern[str]
    said: str
    bare: frozenset[str]

    @classmethod
    def of(cls, known: str, said: str) -> "Pattern":
        """Read a pattern of the catalogue."""
        shape = PLACE.sub(r"(?P<\1>.*?)", re.escape(known))
        is_bare = not SPECIAL.search(known)
        bare = frozenset(UNQUOTED.findall(known)) if is_bare else frozenset[str]()
        return cls(re.compile(shape, re.DOTALL), said, bare)


@dataclass(frozen=True, slots=True)
class Words:
    """One language: its sentences by the Vietnamese ones (danh mục câu)."""

    language: str
    sentences: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()

    @classmethod
    def read(cls, language: str, folder: Path) -> "Words":
        """Read a catalogue; Vietnamese needs none."""
        if language == VIETNAMESE:
            return cls(language)
        with (folder / f"{language}.po").open("rb") as file:
            told = {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id}
        patterns = tuple(Pattern.of(known, said) for known, said in told.items() if "{" in known)
        return cls(language, told, patterns)

    def known(self, text: str) -> str | None:
        """Give the translation of a sentence, None for one that no catalogue knows."""
        if self.language == VIETNAMESE:
            return text
        if text in self.sentences:
            return self.sentences[text]
        if fitting := self._by_pattern(text):
            return fitting
        if not SPECIAL.search(text):
            return text
        parts = [self.known(part) for part in text.split(PARTS)] if PARTS in text else [None]
        told = [part for part in parts if part is not None]
        return PARTS.join(told) if len(told) == len(parts) else None

    def _by_pattern(self, text: str) -> str | None:
        for pattern in self.patterns:
            found = pattern.shape.fullmatch(text)
            values = found.groupdict() if found else {}
            if found and all(self.known(values[name]) is not None for name in pattern.bare):
                return pattern.said.format(**{n: self.text(v) for n, v in values.items()})
        return None

    def text(self, text: str) -> str:
        """Translate a sentence, or leave it as it is: for titles and attributes."""
        known = self.known(text)
        return text if known is None else known

    def say(self, text: str) -> Markup:
        """Translate a sentence, or mark it as Vietnamese so that it is read aloud rightly."""
        known = self.known(text)
        if known is None:
            return Markup('<span lang="vi">{}</span>').format(text)
        return escape(known)
