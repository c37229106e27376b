"""What shows only with other rows in view: repeats, namesakes, whole columns (dòng với dòng).

Plain loops, the meaning of the list-wide checks; see `list_rules`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from .findings import Check, Field
from .list_facts import Context, Facts, learn_sex, personal_sex
from .participant_list import Finding
from .person_name import tone_key


def person_keys(rows: Iterable[Facts]) -> list[str]:
    """Give each row the number of its person; a row with both numbers joins 10 and 12 digits."""
    rows = list(rows)
    bridge: dict[str, str] = {}
    for facts in rows:
        if facts.personal and facts.number and facts.number.kind != "p":
            bridge.setdefault(facts.personal[1], facts.key)
    return [bridge.get(facts.key, facts.key) for facts in rows]


def sex_meanings(rows: Iterable[Facts], context: Context) -> dict[int, dict[str, str]]:
    """Learn for each source what its codes for the sex mean."""
    votes: dict[int, Counter[tuple[str, str]]] = {}
    for facts in rows:
        column = votes.setdefault(facts.source, Counter())
        if facts.personal:
            column[facts.sex_token, personal_sex(facts)] += 1
    limits = context.codes.limits
    return {source: learn_sex(column, limits) for source, column in votes.items()}


def sex_of(facts: Facts, meaning: Mapping[str, str]) -> str:
    """Give m, f or ?: a column and a personal number that differ leave it open (giới tính)."""
    told, written = personal_sex(facts), meaning.get(facts.sex_token, "?")
    if told == "?" or written in {"?", told}:
        return written if told == "?" else told
    return "?"


def sex_mismatches(
    rows: Iterable[Facts], meanings: Mapping[int, Mapping[str, str]]
) -> Iterator[Finding]:
    """Find rows whose sex differs from what their personal number tells."""
    for facts in rows:
        written = meanings[facts.source].get(facts.sex_token, "?")
        if facts.personal and "?" != written != personal_sex(facts):
            field, told = facts.personal[0], personal_sex(facts)
            yield Finding(Check.ID_SEX_MISMATCH, field, facts.place, detail=told)


def is_phone(facts: Facts, context: Context) -> bool:
    """Say whether the main cell of a row may be a telephone number (số điện thoại)."""
    return _first_digits(facts) in context.codes.phone_prefixes


def _first_digits(facts: Facts) -> str:
    reading = facts.readings.get(Field.ID)
    number = reading.number if reading else None
    return number.key[:2] if number and number.kind == "b" else ""


def phone_columns(rows: Iterable[Facts], context: Context) -> list[Finding]:
    """Find sources whose numbers look like telephone numbers, nearly all of them."""
    limits, provinces = context.codes.limits, context.codes.card_province_digits(context.as_of)
    cells, phones, foreign = Counter[int](), Counter[int](), Counter[int]()
    for facts in rows:
        reading = facts.readings.get(Field.ID)
        cells[facts.source] += reading is not None and reading.trouble is not Check.ID_MISSING
        if is_phone(facts, context):
            phones[facts.source] += 1
            foreign[facts.source] += _first_digits(facts) not in provinces
    return [
        Finding(Check.ID_LOOKS_LIKE_PHONE, Field.ID, source=source, detail=str(phones[source]))
        for source, count in cells.items()
        if count >= limits.phone_least_cells
        and 100 * phones[source] >= limits.phone_percent * count
        and 100 * foreign[source] >= limits.phone_foreign_percent * count
    ]


def phone_rows(rows: Iterable[Facts], columns: list[Finding], context: Context) -> set[int]:
    """Give the rows that such a column leaves in doubt."""
    sources = {finding.source for finding in columns}
    return {f.place for f in rows if f.source in sources and is_phone(f, context)}


def repeats(rows: Iterable[Facts], keys: list[str], wrong: set[int]) -> Iterator[Finding]:
    """Find the same person again (trùng trong danh sách): the first row in order counts.

    The first means the first that nothing else is wrong with: a renewed card outlives its old row.
    """
    people: dict[tuple[str, str], list[int]] = {}
    for facts in rows:
        if keys[facts.place] and facts.name.name:
            person = keys[facts.place], tone_key(facts.name.name)
            people.setdefault(person, []).append(facts.place)
    for places in people.values():
        kept = next((place for place in places if place not in wrong), places[0])
        for place in places:
            if place != kept:
                yield Finding(Check.DUPLICATE_IN_LIST, Field.ID, place, first=kept)


def two_names(rows: Iterable[Facts], keys: list[str]) -> Iterator[Finding]:
    """Find numbers that stand beside two names (một mã số, hai họ tên); every such row is shown."""
    names: dict[str, dict[str, int]] = {}
    rows = [facts for facts in rows if keys[facts.place] and facts.name.name]
    for facts in rows:
        names.setdefault(keys[facts.place], {}).setdefault(tone_key(facts.name.name), facts.place)
    for facts in rows:
        mine = tone_key(facts.name.name)
        others = (place for name, place in names[keys[facts.place]].items() if name != mine)
        if (other := next(others, None)) is not None:
            yield Finding(Check.SAME_ID_TWO_NAMES, Field.ID, facts.place, first=other)


def namesakes(rows: Iterable[Facts], keys: list[str]) -> Iterator[Finding]:
    """Find the same name and birth year with another number (trùng họ tên); only a hint."""
    first: dict[tuple[str, int], int] = {}
    for facts in rows:
        if not (keys[facts.place] and facts.name.name and facts.birth):
            continue
        place = first.setdefault((tone_key(facts.name.name), facts.birth.year), facts.place)
        if keys[place] != keys[facts.place]:
            yield Finding(Check.SAME_NAME_OTHER_ID, Field.NAME, facts.place, first=place)
