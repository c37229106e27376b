"""What the sheet of a hamlet head shows (khung nhìn danh sách vận động): people in groups."""

from dataclasses import dataclass

from ntm_verify.domain.call_list import PURPOSES, REASON_WORDS, Call
from ntm_verify.domain.wording import day, number
from ntm_verify.usecases.read_call_list import LAST_WORD, NO_HAMLET, CallList


@dataclass(frozen=True, slots=True)
class CallRow:
    """One person (một người)."""

    name: str
    digits: str
    reason: str
    day: str


@dataclass(frozen=True, slots=True)
class CallHamlet:
    """One hamlet's sheet (tờ của một thôn)."""

    name: str
    people: str
    groups: tuple[tuple[CallRow, ...], ...]


@dataclass(frozen=True, slots=True)
class CallView:
    """The list to be printed (danh sách vận động để in)."""

    id: str
    commune: str
    as_of: str
    day: str
    purpose: str
    people: str
    before: str
    unnamed: str
    hamlets: tuple[CallHamlet, ...]
    last_word: str


def call_view(found: CallList, purpose: str) -> CallView:
    """Lay the people out by hamlet and group."""
    return CallView(
        str(found.appraisal.id),
        found.appraisal.commune_name,
        day(found.appraisal.as_of),
        day(found.day),
        PURPOSES[purpose],
        number(found.people),
        day(found.before) if found.before else "",
        number(found.unnamed) if found.unnamed else "",
        tuple(
            CallHamlet(
                one.hamlet or NO_HAMLET,
                number(one.people),
                tuple(tuple(map(_call_row, group)) for group in one.groups),
            )
            for one in found.hamlets
        ),
        LAST_WORD,
    )


def _call_row(call: Call) -> CallRow:
    return CallRow(
        call.name, call.digits, REASON_WORDS[call.reason], day(call.day) if call.day else ""
    )
