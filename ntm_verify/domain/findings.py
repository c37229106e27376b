"""The codes of what can be found in a list (mã phát hiện), as others rely on them.

Values are stored, shown to programs and never change. What a code means in words, how severe it
is in which period, on what legal ground, and how to mend it stands in `regulations/findings.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs (mức độ).

    error: the row is not counted; warning: counted, and the submitter must confirm it; info:
    tells what was repaired. A finding about a file or a figure weighs on the whole list.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Field(StrEnum):
    """What a finding is about (trường dữ liệu)."""

    NAME = "name"
    ID = "id"  # mã số BHXH, or whatever number the main column holds
    CARD = "card"  # a second column with card codes
    PERSONAL = "personal"  # a second column with 12-digit personal numbers
    BIRTH = "birth"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    SEX = "sex"
    HAMLET = "hamlet"
    NOTE = "note"
    ROW = "row"
    FILE = "file"
    COMMUNE = "commune"


class Refused(StrEnum):
    """Why a whole file is refused (lý do từ chối tệp)."""

    EMPTY_FILE = "empty_file"
    UNSUPPORTED_FORMAT = "unsupported_format"
    PASSWORD_PROTECTED = "password_protected"  # noqa: S105 - a code, no secret
    CORRUPT_FILE = "corrupt_file"
    UNSAFE_CONTENT = "unsafe_content"
    TOO_LARGE = "too_large"
    ENCODING_UNREADABLE = "encoding_unreadable"
    NAME_LEGACY_FONT = "name_legacy_font"
    HEADER_NOT_FOUND = "header_not_found"
    REQUIRED_COLUMN_MISSING = "required_column_missing"
    AMBIGUOUS_TABLE = "ambiguous_table"
    NOT_A_LIST = "not_a_list"
    NO_ROWS = "no_rows"
    TOO_MANY_ERRORS = "too_many_errors"
    OLD_TEMPLATE = "old_template"


class Check(StrEnum):
    """What can be found in a row, a sheet or a figure (mã phát hiện)."""

    NAME_MISSING = "name_missing"
    NAME_NOT_A_NAME = "name_not_a_name"
    NAME_INVALID_CHARACTERS = "name_invalid_characters"
    NAME_LOSSY = "name_lossy"
    NAME_UNREADABLE = "name_unreadable"
    NAME_TOO_LONG = "name_too_long"
    NAME_SUSPICIOUS = "name_suspicious"
    NAME_NORMALISED = "name_normalised"
    LEGACY_FONT_CONVERTED = "legacy_font_converted"
    ENCODING_CONVERTED = "encoding_converted"
    TWO_PEOPLE_IN_CELL = "two_people_in_cell"
    ID_MISSING = "id_missing"
    ID_FORMAT = "id_format"
    ID_LENGTH = "id_length"
    ID_MULTIPLE = "id_multiple"
    ID_PLACEHOLDER = "id_placeholder"
    ID_EXTRA_TEXT = "id_extra_text"
    ID_PRECISION_LOST = "id_precision_lost"
    ID_LEADING_ZERO_RESTORED = "id_leading_zero_restored"
    ID_LETTERS_FOR_DIGITS = "id_letters_for_digits"
    ID_PROVINCE_UNKNOWN = "id_province_unknown"
    ID_CARD_STRUCTURE = "id_card_structure"
    ID_GROUP_UNKNOWN = "id_group_unknown"
    ID_LOOKS_LIKE_PHONE = "id_looks_like_phone"
    ID_BIRTH_MISMATCH = "id_birth_mismatch"
    ID_SEX_MISMATCH = "id_sex_mismatch"
    NEWBORN_WITHOUT_ID = "newborn_without_id"
    DUPLICATE_IN_LIST = "duplicate_in_list"
    SAME_ID_TWO_NAMES = "same_id_two_names"
    SAME_NAME_OTHER_ID = "same_name_other_id"
    DUPLICATE_OTHER_LIST = "duplicate_other_list"
    OTHER_COMMUNE = "other_commune"
    DUPLICATE_SHEET = "duplicate_sheet"
    DUPLICATE_COLUMN = "duplicate_column"
    COLUMNS_SWAPPED = "columns_swapped"
    CARD_EXPIRED = "card_expired"
    CARD_EXPIRES_SOON = "card_expires_soon"
    CARD_NOT_YET_VALID = "card_not_yet_valid"
    PERSON_DECEASED = "person_deceased"
    BIRTH_UNREADABLE = "birth_unreadable"
    BIRTH_OUT_OF_RANGE = "birth_out_of_range"
    FORMULA_NO_VALUE = "formula_no_value"
    FORMULA_INJECTION = "formula_injection"
    CELL_ERROR = "cell_error"
    CORRUPT_CELL = "corrupt_cell"
    AMBIGUOUS_CELL = "ambiguous_cell"
    HIDDEN_CONTENT = "hidden_content"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROW = "hidden_row"
    MACROS_IGNORED = "macros_ignored"
    HEADER_GUESSED = "header_guessed"
    ROW_UNREADABLE = "row_unreadable"
    ROW_TOO_SHORT = "row_too_short"
    CSV_QUOTE_UNBALANCED = "csv_quote_unbalanced"
    MORE_PARTICIPANTS_THAN_POPULATION = "more_participants_than_population"
    DECLARED_TOTAL_DIFFERS = "declared_total_differs"
    SEX_CLAUSE_NOT_PROVEN = "sex_clause_not_proven"
    POPULATION_SOURCES_DIFFER = "population_sources_differ"
    ROW_SKIPPED = "row_skipped"  # added: rows that are no people, counted by reason
    COLUMN_NOT_KEPT = "column_not_kept"  # added: a column that is named and never stored
    TOTAL_CHANGED_MUCH = "total_changed_much"  # added: against the period before (F37)
    MANY_NAMES_GONE = "many_names_gone"  # added: as above
    CONSECUTIVE_NUMBERS = "consecutive_numbers"  # added: numbers that follow each other
    FAMILY_NAME_SHARE = "family_name_share"  # added: one family name in nearly every row


@dataclass(frozen=True, slots=True)
class Wording:
    """How one code speaks, in both languages, and how much it weighs (mục trong danh mục)."""

    code: str
    severity: Severity
    message: str
    hint: str
    message_en: str
    hint_en: str
    reason: str
    source: str
    version: int = 1
    example: str = ""
    mark: str = ""
    """How sure the source is: official, press, unconfirmed, or own (a rule of this service)."""
    waivable: str = ""
    """The name under which a province may waive it for one dossier, "" if nobody may."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every code with its words (danh mục phát hiện)."""

    entries: Mapping[str, Wording]

    def __getitem__(self, code: str) -> Wording:
        """Give the entry of a code."""
        return self.entries[code]

    def severity(self, check: Check) -> Severity:
        """Say how much a finding weighs."""
        return self.entries[check.value].severity
