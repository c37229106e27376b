"""A mapping is known again by the wording of its header, and by nothing that is a person's."""

from dataclasses import replace
from datetime import UTC, datetime

from ntm_verify.domain.column_memory import (
    ColumnChoice,
    ColumnMemory,
    header_key,
    recall,
    remember,
)
from ntm_verify.domain.findings import Field
from ntm_verify.domain.reading import SheetHead

HEADER = {"A": "STT", "B": "Công dân", "C": "Mã", "D": "Xóm"}
PERSON = {"A": "1", "B": "Bùi Văn Mẫu", "C": "0090000001", "D": "Thôn 1"}
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHOICE = ColumnChoice(((Field.NAME, "B"), (Field.ID, "C"), (Field.HAMLET, "D")), 3)


def a_head(header: dict[str, str], line: int = 3, found: int = 3) -> SheetHead:
    return SheetHead("ds.xlsx", "DS", found, header, {}, ((line, header), (line + 1, PERSON)))


def remembered(choice: ColumnChoice = CHOICE) -> ColumnMemory:
    memory = remember(a_head(HEADER), choice, commune="14866", by="u-clerk", at=NOON)
    assert memory is not None
    return memory


def test_the_same_header_is_read_the_same_way() -> None:
    found = recall([remembered()], [a_head(HEADER)])

    assert found == replace(CHOICE, header_row=0)


def test_columns_in_another_order_are_found_by_their_wording() -> None:
    moved = {"A": "mã", "B": "XÓM", "C": "Công  dân", "E": "stt"}
    found = recall([remembered()], [a_head(moved, line=9, found=0)])

    assert found is not None
    assert dict(found.mapping) == {Field.NAME: "C", Field.ID: "A", Field.HAMLET: "B"}
    assert found.header_row == 9


def test_another_header_is_left_to_the_service() -> None:
    assert recall([remembered()], [a_head({**HEADER, "E": "Ghi chú"})]) is None


def test_what_was_confirmed_is_taken_over_even_where_nothing_changes() -> None:
    head = replace(a_head(HEADER), columns=dict(CHOICE.mapping))

    assert recall([remembered()], [head]) == replace(CHOICE, header_row=0)


def test_a_field_without_a_column_stays_without() -> None:
    memory = remembered(ColumnChoice(((Field.HAMLET, ""),)))
    head = replace(a_head(HEADER), columns={Field.NAME: "B", Field.ID: "C", Field.HAMLET: "D"})

    found = recall([memory], [head])

    assert found == ColumnChoice(((Field.HAMLET, ""),))


def test_a_row_with_somebody_s_number_is_no_header_and_is_not_remembered() -> None:
    assert header_key(PERSON) == ""
    head = SheetHead("ds.csv", "", 4, {}, {}, ((3, HEADER), (4, PERSON)))

    assert remember(head, CHOICE, commune="14866", by="u-clerk", at=NOON) is None


def test_a_column_without_a_wording_is_remembered_by_its_letter() -> None:
    header = {"A": "STT", "C": "Mã"}
    head = a_head(header)
    memory = remember(head, CHOICE, commune="14866", by="u-clerk", at=NOON)

    assert memory is not None
    assert dict(memory.columns)[Field.NAME] == "@B"
    found = recall([memory], [head])
    assert found is not None
    assert dict(found.mapping)[Field.NAME] == "B"


def test_two_columns_worded_alike_are_told_apart() -> None:
    header = {"A": "Họ tên", "B": "Mã số", "C": "Mã số"}
    choice = ColumnChoice(((Field.NAME, "A"), (Field.ID, "C")))
    memory = remember(a_head(header), choice, commune="14866", by="u-clerk", at=NOON)

    assert memory is not None
    found = recall([memory], [a_head(header)])
    assert found is not None
    assert dict(found.mapping)[Field.ID] == "C"


def test_letters_that_differ_between_sheets_are_not_taken_over_unasked() -> None:
    moved = {"A": "Công dân", "B": "STT", "C": "Mã", "D": "Xóm"}
    heads = [replace(a_head(h), columns={Field.ID: "C"}) for h in (HEADER, moved)]

    assert recall([remembered()], heads) is None
