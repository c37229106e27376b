"""Which rows of a list are people (dòng là người), and which only belong to the form.

A row with a name and a number is a person. Only the others are looked at closely, with all
their cells: totals, names of sections, lines of signatures, legends, rows filled in beforehand.
Each row that is left out is counted by its reason; nothing disappears.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .cell_shapes import is_name_like, is_number_like
from .columns import Wordings, fold, key, numbers_columns, read_role, spoken
from .findings import Field
from .list_layout import Layout

_PARTS: Final = re.compile(r"^(?:[IVX]+(?:\.[0-9]+)*|[A-H](?=[.)]))[.)]?(?:\s+|$)")
_TOP_PART: Final = re.compile(r"^(?:[IVX]+|[A-H])[.)]?(?:\s|$)")
_DATE_LINE: Final = re.compile(r"\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b")
_LEGEND: Final = re.compile(r"^[A-Z][A-Z0-9_]{2,}\s*:")
_NOTE: Final = re.compile(r"^(?:ghi chu|luu y)\b")
_DIGIT: Final = re.compile(r"[1-9]")
_NOTHING: Final = frozenset({"", "0", "-", "–", "—", "x", "0.0", ".", "…", "..."})
_COUNTER: Final = re.compile(r"^[0-9]{1,6}[.)]?$")
_LONGEST_TITLE: Final = 60
_MOST_CELLS: Final = 3
_SAMPLES_WITHIN: Final = 10


@dataclass(slots=True)
class Sifted:
    """What became of the rows (kết quả lọc dòng): places left out, counts, hamlets by section.

    `hamlets` holds (place, name): rows from that place on stand under that hamlet's heading.
    """

    out: set[int] = field(default_factory=set)
    dropped: Counter[str] = field(default_factory=Counter)
    hamlets: list[tuple[int, str]] = field(default_factory=list)
    second_header: int = 0


class Sieve:
    """Leave out what is no person (bộ lọc dòng), going down one sheet."""

    def __init__(self, layout: Layout, wordings: Wordings) -> None:
        """Take the sheet's layout and the wordings of rows that are no people."""
        self.layout = layout
        self.wordings = wordings
        self.names = layout.of(Field.NAME)
        self.numbers = layout.of(Field.ID, Field.CARD, Field.PERSONAL)
        self.signed = False
        self.leaving_from = -1
        self.result = Sifted()
        self.formal: dict[str, bool] = {}
        self.hamlets = layout.of(Field.HAMLET)

    def sift(self, lines: Sequence[int], doubtful: Mapping[int, Mapping[int, str]]) -> Sifted:
        """Judge the doubtful rows in order; all others are people.

        `doubtful` holds, by place, every filled cell of the rows that lack a name or a number.
        """
        for place in sorted(doubtful):
            cells = {at: text for at, text in doubtful[place].items() if text.strip()}
            reason = self._reason(place, lines[place], cells)
            if reason is not None:
                self.result.out.add(place)
                if reason:
                    self.result.dropped[reason] += 1
        self._close_leaving(len(lines))
        return self.result

    def _reason(self, place: int, line: int, cells: Mapping[int, str]) -> str | None:
        """Give the reason a row is left out, "" for an empty one, None for a person."""
        if not cells:
            return ""
        numbered = any(is_number_like(cells.get(at, "")) for at in self.numbers)
        if numbered and place >= _SAMPLES_WITHIN:
            return None
        texts = list(cells.values())
        if place >= _SAMPLES_WITHIN and self._is_ordinary(cells):
            return self._leftover(cells, texts)
        return self._odd_reason(place, line, cells, texts)

    def _odd_reason(
        self, place: int, line: int, cells: Mapping[int, str], texts: list[str]
    ) -> str | None:
        if numbers_columns(texts):
            return "column_numbers"
        if self._heads_again(line, cells):
            return "header_again"
        if self._is_sample(place, cells):
            return "sample"
        numbered = any(is_number_like(cells.get(at, "")) for at in self.numbers)
        return None if numbered else self._form_reason(place, cells, texts)

    def _is_ordinary(self, cells: Mapping[int, str]) -> bool:
        """Say whether a row has a name and, beside a hamlet, no text that could be the form's."""
        named = any(is_name_like(cells.get(at, "")) for at in self.names)
        return named and not any(
            self._is_formal(text) for at, text in cells.items() if at not in self.hamlets
        )

    def _is_formal(self, text: str) -> bool:
        known = self.formal.get(text)
        if known is None:
            words = spoken(text).split(maxsplit=1)
            begins = bool(words) and words[0] in self.wordings.form_words
            known = begins or ":" in text or _DATE_LINE.search(fold(text)) is not None
            self.formal[text] = known
        return known

    def _form_reason(self, place: int, cells: Mapping[int, str], texts: list[str]) -> str | None:
        if any(self._is_total(text) for text in texts):
            return "total"
        if self._is_signature(texts):
            self.signed = True
            return "signature"
        if self._is_section(place, cells, texts):
            return "section"
        if any(_LEGEND.match(text) for text in texts) or _NOTE.match(fold(texts[0])):
            return "legend"
        return self._leftover(cells, texts)

    def _leftover(self, cells: Mapping[int, str], texts: list[str]) -> str | None:
        solid = [text for text in texts if text.strip().lower() not in _NOTHING]
        if not solid:
            return "zero"
        if all(_COUNTER.match(text.strip()) for text in solid):
            return "number_only" if len(texts) == 1 else "zero"
        named = any(cells.get(at, "").strip().lower() not in _NOTHING for at in self.names)
        numbered = any(cells.get(at, "").strip().lower() not in _NOTHING for at in self.numbers)
        if self.signed and not numbered:
            return "signature"
        return None if named or numbered else "no_person"

    def _heads_again(self, line: int, cells: Mapping[int, str]) -> bool:
        """Say whether the header stands here again; with other columns it is a second table."""
        name, number = self.names[-1], self.numbers[0]
        titles = {at: key(title.split(" › ")[-1]) for at, title in self.layout.titles.items()}
        if any(
            titles.get(at) and titles.get(at) == key(cells.get(at, "")) for at in (name, number)
        ):
            return True
        roles = [read_role(text, self.wordings) for text in cells.values()]
        known = {role.value for role, sure in roles if role and sure}
        if "name" in known and known & {"id", "card", "personal"}:
            self.result.second_header = self.result.second_header or line
            return True
        return False

    def _is_sample(self, place: int, cells: Mapping[int, str]) -> bool:
        if place >= _SAMPLES_WITHIN:
            return False
        first = spoken(next(iter(cells.values())))
        if any(first == word or first.startswith(word + " ") for word in self.words("samples")):
            return True
        named = any(fold(cells.get(at, "")) in self.wordings.sample_names for at in self.names)
        numbers = {key(cells.get(at, "")) for at in self.numbers}
        return named and bool(numbers & self.wordings.sample_numbers)

    def words(self, name: str) -> tuple[str, ...]:
        """Give a group of words, accents kept."""
        return self.wordings.words[name]

    def _is_total(self, text: str) -> bool:
        plain = spoken(text)
        if any(plain == word or plain.startswith(word + " ") for word in self.words("totals")):
            return True
        bare = fold(text)
        unaccented = plain == bare
        return unaccented and any(
            bare == fold(word) or (" " in word and bare.startswith(fold(word) + " "))
            for word in self.words("totals")
        )

    def _is_signature(self, texts: Sequence[str]) -> bool:
        plain = [spoken(text) for text in texts]
        return any(
            _DATE_LINE.search(fold(text)) is not None
            or any(text == word or text.startswith(word + " ") for word in self.words("signatures"))
            for text in plain
        )

    def _is_section(self, place: int, cells: Mapping[int, str], texts: list[str]) -> bool:
        heading = " ".join(text.strip() for text in texts)
        if len(heading) > _LONGEST_TITLE * 2 or len(texts) > _MOST_CELLS:
            return False
        rest = _PARTS.sub("", heading)
        plain = spoken(rest)
        named = plain in self.words("sections")
        alone_as_name = len(texts) == 1 and next(iter(cells)) in self.names and not named
        alone = len(texts) == 1 or rest != heading
        hamlet = alone and len(rest) <= _LONGEST_TITLE and self._is_hamlet(plain)
        numbered = rest != heading and not (alone_as_name and is_name_like(heading))
        if not (named or numbered or hamlet):
            return False
        if hamlet:
            self.result.hamlets.append((place, " ".join(rest.split())))
        arriving = bool(set(plain.split()) & set(self.words("arriving")))
        self._enter(place, plain, top=arriving or bool(_TOP_PART.match(heading)))
        return True

    def _is_hamlet(self, plain: str) -> bool:
        words = (*self.words("hamlet"), *self.words("hamlet_bare"))
        return any(plain.startswith(word + " ") for word in words)

    def _enter(self, place: int, plain: str, *, top: bool) -> None:
        """Begin a section; people under “Giảm” leave the list until the next main section."""
        leaving = bool(set(plain.split()) & set(self.words("leaving")))
        if leaving and self.leaving_from < 0:
            self.leaving_from = place
        elif top and not leaving:
            self._close_leaving(place)

    def _close_leaving(self, place: int) -> None:
        if self.leaving_from < 0:
            return
        under = set(range(self.leaving_from, place)) - self.result.out
        self.result.out |= under
        if under:
            self.result.dropped["leaving"] += len(under)
        self.leaving_from = -1


def is_clear(name: str, numbers: Sequence[str], form_words: frozenset[str]) -> bool:
    """Say whether a row is a person at first sight, without a look at its other cells.

    A name with nine signs that end in digits is; so is what looks like a name and begins like no
    row of the form, with any digit for a number. `form_words` are those of `Wordings`.
    """
    if name and any(text[8:].isdigit() for text in numbers):
        return True
    if not is_name_like(name) or not _DIGIT.search(" ".join(numbers)):
        return False
    return spoken(name).split(maxsplit=1)[0] not in form_words
