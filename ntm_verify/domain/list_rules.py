"""The rules of a list, plainly and one row after another (quy tắc kiểm tra danh sách).

What is said here is the meaning of every check. `ntm_verify.checking` finds the same on a data
frame, and a test holds it to this page.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from .findings import Catalogue, Check, Field, Refused, Severity
from .insurance_number import NUMBER_TROUBLES, birth_year
from .list_facts import NUMBER_FIELDS, Context, Facts, read_rows
from .list_together import (
    namesakes,
    person_keys,
    phone_columns,
    phone_rows,
    repeats,
    sex_meanings,
    sex_mismatches,
    sex_of,
    two_names,
)
from .participant_list import CheckedList, Finding, RawList
from .person_name import NAME_TROUBLES, exact_key, name_is_suspicious
from .reading import ListRefused

RowCheck = Callable[[Facts, Context], bool]

INJECTED: Final = "^[=+@]"
"""How a cell begins that a spreadsheet program would run as a formula."""
_INJECTED: Final = re.compile(INJECTED)

NUMBER_CHECKS: Final = (
    *NUMBER_TROUBLES,
    Check.ID_PLACEHOLDER,
    Check.ID_FORMAT,
    Check.ID_LENGTH,
    Check.ID_MULTIPLE,
    Check.ID_EXTRA_TEXT,
    Check.ID_LETTERS_FOR_DIGITS,
    Check.ID_CARD_STRUCTURE,
)
"""What may speak against a number."""
REMARKS: Final = (
    Check.ID_LEADING_ZERO_RESTORED,
    Check.ID_PROVINCE_UNKNOWN,
    Check.ID_GROUP_UNKNOWN,
)
"""What is said of a number that stands."""

ELSEWHERE: Final = frozenset(
    {
        Check.LEGACY_FONT_CONVERTED,
        Check.ENCODING_CONVERTED,
        Check.DUPLICATE_OTHER_LIST,
        Check.OTHER_COMMUNE,
        Check.DUPLICATE_SHEET,
        Check.DUPLICATE_COLUMN,
        Check.COLUMNS_SWAPPED,
        Check.CORRUPT_CELL,
        Check.HIDDEN_CONTENT,
        Check.HIDDEN_SHEET,
        Check.HIDDEN_ROW,
        Check.MACROS_IGNORED,
        Check.HEADER_GUESSED,
        Check.ROW_UNREADABLE,
        Check.ROW_TOO_SHORT,
        Check.CSV_QUOTE_UNBALANCED,
        Check.MORE_PARTICIPANTS_THAN_POPULATION,
        Check.DECLARED_TOTAL_DIFFERS,
        Check.SEX_CLAUSE_NOT_PROVEN,
        Check.POPULATION_SOURCES_DIFFER,
        *(Check.TOTAL_CHANGED_MUCH, Check.MANY_NAMES_GONE),  # held against last period's list
        *(Check.CONSECUTIVE_NUMBERS, Check.FAMILY_NAME_SHARE),  # nobody's row alone
        Check.ROW_SKIPPED,
        Check.COLUMN_NOT_KEPT,
    }
)
"""Codes that reading the file, comparing lists or weighing figures finds."""
PUT_FORWARD: Final = frozenset(
    {
        Check.ID_LEADING_ZERO_RESTORED,
        Check.AMBIGUOUS_CELL,
        Check.ID_LETTERS_FOR_DIGITS,
        Check.ID_EXTRA_TEXT,
        Check.ID_LENGTH,
    }
)
"""Codes whose finding carries what the reading puts forward."""


# ---- single rows


def number_trouble(facts: Facts, context: Context) -> Check | None:
    """Say what speaks against the number of a row; a child too old is no newborn."""
    if facts.trouble is Check.NEWBORN_WITHOUT_ID and not may_be_newborn(facts, context):
        return Check.ID_MISSING
    return facts.trouble


def may_be_newborn(facts: Facts, context: Context) -> bool:
    """Say whether the birth date, where one is known, is recent enough (trẻ sơ sinh)."""
    if facts.birth is None:
        return True
    months = 12 * (context.as_of.year - facts.birth.last.year)
    months += context.as_of.month - facts.birth.last.month
    return months <= context.codes.limits.newborn_months


def _name_is(check: Check) -> RowCheck:
    return lambda facts, _: facts.name_trouble is check


def _number_is(check: Check, field: Field) -> RowCheck:
    return lambda facts, context: facts.lead is field and number_trouble(facts, context) is check


def _remarked(check: Check, field: Field) -> RowCheck:
    return lambda facts, _: field in facts.readings and check in facts.readings[field].remarks


def _number_is_ambiguous(field: Field) -> RowCheck:
    def speaks(facts: Facts, _: Context) -> bool:
        reading = facts.readings.get(field)
        if reading is None:
            return False
        beside = field is not facts.lead and reading.trouble not in {None, Check.ID_MISSING}
        return beside or Check.AMBIGUOUS_CELL in reading.remarks

    return speaks


def _birth_differs(field: Field) -> RowCheck:
    def speaks(facts: Facts, context: Context) -> bool:
        if facts.personal is None or facts.birth is None or facts.personal[0] is not field:
            return False
        return birth_year(facts.personal[1], context.codes) != facts.birth.year

    return speaks


def _name_is_too_long(facts: Facts, context: Context) -> bool:
    return facts.name_trouble is None and len(facts.name.name) > context.codes.limits.longest_name


def _name_is_suspicious(facts: Facts, context: Context) -> bool:
    return facts.name_trouble is None and name_is_suspicious(facts.name.name, context.codes)


def _name_was_changed(facts: Facts, _: Context) -> bool:
    return facts.name_trouble is None and facts.name.text != facts.name.name


def _name_is_injected(facts: Facts, _: Context) -> bool:
    return _INJECTED.search(facts.name.name) is not None


def _hamlet_is_injected(facts: Facts, _: Context) -> bool:
    return _INJECTED.search(facts.hamlet) is not None


def _card_expired(facts: Facts, context: Context) -> bool:
    return facts.span.last is not None and facts.span.last.last < context.as_of


def _card_expires_soon(facts: Facts, context: Context) -> bool:
    soon = context.as_of + timedelta(days=context.codes.limits.soon_days)
    return facts.span.last is not None and context.as_of <= facts.span.last.last <= soon


def _card_is_not_yet_valid(facts: Facts, context: Context) -> bool:
    return facts.span.first is not None and facts.span.first.first > context.as_of


def _birth_is_out_of_range(facts: Facts, context: Context) -> bool:
    if facts.birth is None:
        return False
    oldest = context.as_of.year - context.codes.limits.oldest_years
    return facts.birth.first > context.as_of or facts.birth.year < oldest


def says_deceased(note: str, context: Context) -> bool:
    """Say whether a note tells that the person is dead, and not that a paper was lost (đã mất)."""
    words = context.codes.words
    pattern = _deceased(words.deceased, words.deceased_before, words.deceased_not_after)
    return pattern.search(exact_key(note)) is not None


@cache
def _deceased(
    dead: tuple[str, ...], before: tuple[str, ...], papers: tuple[str, ...]
) -> re.Pattern[str]:
    ahead, paper = "|".join(before), "|".join(papers)
    return re.compile(f"^(?:(?:{ahead}) )*(?:{'|'.join(dead)})(?! (?:{paper}))(?:[ ,.;:(]|$)")


ROW_CHECKS: Final[Mapping[tuple[Check, Field], RowCheck]] = {
    **{(check, Field.NAME): _name_is(check) for check in NAME_TROUBLES},
    (Check.NAME_TOO_LONG, Field.NAME): _name_is_too_long,
    (Check.NAME_SUSPICIOUS, Field.NAME): _name_is_suspicious,
    (Check.NAME_NORMALISED, Field.NAME): _name_was_changed,
    (Check.FORMULA_INJECTION, Field.NAME): _name_is_injected,
    (Check.FORMULA_INJECTION, Field.HAMLET): _hamlet_is_injected,
    **{(c, field): _number_is(c, field) for field in NUMBER_FIELDS for c in NUMBER_CHECKS},
    **{(c, field): _remarked(c, field) for field in NUMBER_FIELDS for c in REMARKS},
    **{(Check.AMBIGUOUS_CELL, field): _number_is_ambiguous(field) for field in NUMBER_FIELDS},
    **{(Check.ID_BIRTH_MISMATCH, field): _birth_differs(field) for field in NUMBER_FIELDS},
    (Check.CARD_EXPIRED, Field.VALID_TO): _card_expired,
    (Check.CARD_EXPIRES_SOON, Field.VALID_TO): _card_expires_soon,
    (Check.CARD_NOT_YET_VALID, Field.VALID_FROM): _card_is_not_yet_valid,
    (Check.AMBIGUOUS_CELL, Field.VALID_FROM): lambda facts, _: facts.span.first_unread,
    (Check.AMBIGUOUS_CELL, Field.VALID_TO): lambda facts, _: facts.span.last_unread,
    (Check.BIRTH_UNREADABLE, Field.BIRTH): lambda facts, _: facts.birth_unread,
    (Check.BIRTH_OUT_OF_RANGE, Field.BIRTH): _birth_is_out_of_range,
    (Check.PERSON_DECEASED, Field.NOTE): lambda facts, c: says_deceased(facts.note, c),
}
"""What can be found in one row, and in which of its cells."""
LIST_CHECKS: Final = (
    *((Check.ID_SEX_MISMATCH, field) for field in NUMBER_FIELDS),
    (Check.ID_LOOKS_LIKE_PHONE, Field.ID),
    (Check.DUPLICATE_IN_LIST, Field.ID),
    (Check.SAME_ID_TWO_NAMES, Field.ID),
    (Check.SAME_NAME_OTHER_ID, Field.NAME),
)
"""What can be found only with other rows in view."""


def detail_of(check: Check, field: Field, facts: Facts, context: Context) -> str:
    """Give what the sentence of a finding needs and the list does not hold.

    A number restored or suggested, the birth year in a personal number, a day as yyyy-mm-dd.
    """
    if check is Check.ID_BIRTH_MISMATCH and facts.personal:
        return str(birth_year(facts.personal[1], context.codes))
    if check in PUT_FORWARD and field in facts.readings:
        reading = facts.readings[field]
        return reading.detail if check in {reading.trouble, *reading.remarks} else ""
    if check in {Check.CARD_EXPIRED, Check.CARD_EXPIRES_SOON} and facts.span.last:
        return facts.span.last.last.isoformat()
    if check is Check.CARD_NOT_YET_VALID and facts.span.first:
        return facts.span.first.first.isoformat()
    return ""


def row_findings(rows: Iterable[Facts], context: Context) -> Iterator[Finding]:
    """Find what is wrong with each row by itself."""
    for facts in rows:
        for (check, field), speaks in ROW_CHECKS.items():
            if speaks(facts, context):
                detail = detail_of(check, field, facts, context)
                yield Finding(check, field, facts.place, detail=detail)


# ---- the whole list


def check_list(raw: RawList, context: Context) -> CheckedList:
    """Find all that is wrong with a list at once, and say which rows count."""
    rows = list(read_rows(raw, context))
    keys = person_keys(rows)
    meanings = sex_meanings(rows, context)
    phones = phone_columns(rows, context)
    found = [*row_findings(rows, context), *sex_mismatches(rows, meanings), *phones]
    wrong = places_with(Severity.ERROR, found, context)
    found += [*repeats(rows, keys, wrong), *two_names(rows, keys), *namesakes(rows, keys)]
    wrong = places_with(Severity.ERROR, found, context)
    doubted = places_with(Severity.WARNING, found, context) | phone_rows(rows, phones, context)
    doubted -= wrong
    return CheckedList(
        findings=in_order(found, context.most_findings),
        names=[facts.name.name for facts in rows],
        keys=keys,
        id_kinds="".join(facts.number.kind if facts.number else "-" for facts in rows),
        sexes="".join(sex_of(facts, meanings[facts.source]) for facts in rows),
        counted=bytes(facts.place not in wrong for facts in rows),
        doubtful=bytes(facts.place in doubted for facts in rows),
        counts=count_findings(found),
    )


def places_with(severity: Severity, findings: Iterable[Finding], context: Context) -> set[int]:
    """Give the rows with a finding of one severity."""
    catalogue = context.catalogue
    return {
        finding.place
        for finding in findings
        if finding.place is not None and catalogue.severity(finding.check) is severity
    }


def in_order(findings: Iterable[Finding], most: int) -> tuple[Finding, ...]:
    """Sort findings: whole sources first, then by row, code and field.

    Of one code in one field, the first `most` are kept.
    """
    checks = {check: rank for rank, check in enumerate(Check)}
    fields = {field: rank for rank, field in enumerate(Field)}

    def rank(finding: Finding) -> tuple[int, int, int, int]:
        place = -1 if finding.place is None else finding.place
        source = -1 if finding.source is None else finding.source
        return place, checks[finding.check], source, fields[finding.field]

    kept, seen = [], Counter[tuple[Check, Field]]()
    for finding in sorted(findings, key=rank):
        seen[finding.check, finding.field] += 1
        if seen[finding.check, finding.field] <= most:
            kept.append(finding)
    return tuple(kept)


def count_findings(findings: Iterable[Finding]) -> dict[tuple[Check, Field], int]:
    """Count findings by code and field, in the order of codes."""
    counts = Counter((finding.check, finding.field) for finding in findings)
    return {(c, f): counts[c, f] for c in Check for f in Field if counts[c, f]}


# ---- the list as a whole


class ListVerdict(StrEnum):
    """Whether a list can be taken (kết luận về danh sách)."""

    ACCEPT = "accept"
    ACCEPT_WITH_FINDINGS = "accept_with_findings"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a list (kết luận), why it is refused, and the count behind it."""

    verdict: ListVerdict
    reason: Refused | None = None
    detail: str = ""


def judge_list(checked: CheckedList, context: Context) -> Judgement:
    """Refuse a list without rows, or with so many faults that its columns must be shifted.

    People without a number and lapsed cards are no such faults: they are what a list is for.
    """
    rows, limits = len(checked.keys), context.codes.limits
    if not rows:
        return Judgement(ListVerdict.REJECT, Refused.NO_ROWS)
    wrong = max(_count(checked, NAME_TROUBLES), _count(checked, SHAPES))
    differing = max(_count(checked, [check]) for check in MISMATCHES)
    shifted = 100 * wrong >= limits.refusal_error_percent * rows
    shifted = shifted or 100 * differing >= limits.refusal_mismatch_percent * rows
    if rows >= limits.refusal_least_rows and shifted:
        detail = f"{max(wrong, differing)} / {rows}"
        return Judgement(ListVerdict.REJECT, Refused.TOO_MANY_ERRORS, detail)
    severities = {context.catalogue.severity(check) for check, _ in checked.counts}
    clean = not severities - {Severity.INFO}
    return Judgement(ListVerdict.ACCEPT if clean else ListVerdict.ACCEPT_WITH_FINDINGS)


def refusal_text(judgement: Judgement, catalogue: Catalogue) -> str:
    """Say why a list is refused and how to mend it (lời từ chối danh sách); "" for one that is not.

    The same words on every desk: command line, pages, programs.
    """
    if judgement.reason is None:
        return ""
    wording = catalogue[judgement.reason.value]
    return f"{wording.message} {wording.hint}".format_map({"detail": judgement.detail})


def require_sound(checked: CheckedList, context: Context) -> None:
    """Refuse what `judge_list` refuses (danh sách quá nhiều lỗi).

    Raises:
        ListRefused: no rows, or too many that are wrong.

    """
    judgement = judge_list(checked, context)
    if judgement.reason is not None:
        raise ListRefused(judgement.reason, refusal_text(judgement, context.catalogue))


SHAPES: Final = tuple(c for c in NUMBER_CHECKS if c is not Check.ID_MISSING)
MISMATCHES: Final = (Check.ID_BIRTH_MISMATCH, Check.ID_SEX_MISMATCH)


def _count(checked: CheckedList, checks: Iterable[Check]) -> int:
    wanted = set(checks)
    return sum(number for (check, _), number in checked.counts.items() if check in wanted)
