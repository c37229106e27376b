"""However the cells of a stretch are written, patterns and parser read the same from them."""

from collections.abc import Sequence
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_verify.domain.findings import Field
from ntm_verify.domain.reading import ReadingOptions
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.book_reader import BookReader
from ntm_verify.spreadsheets.limits import Limits
from ntm_verify.spreadsheets.sniff import Format
from ntm_verify.spreadsheets.task import Task
from ntm_verify.spreadsheets.wire import Answer
from tests.support import sheet_files as made

HEAD: Final = 230
"""Rows above the stretch in question: they are read in full."""
STYLES: Final = (
    f'<styleSheet xmlns="{made.MAIN}"><numFmts><numFmt numFmtId="165" formatCode="0000000000"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="165"/></cellXfs></styleSheet>'
)
SHARED: Final = f'<sst xmlns="{made.MAIN}"><si><t>Lê Văn An</t></si><si><t>Thôn 1</t></si></sst>'
READER: Final = BookReader(load_wordings(), Limits())

WAYS: Final = (
    "",
    '<c r="{at}"/>',
    '<c r="{at}" s="1"/>',
    '<c r="{at}" s="2"/>',
    '<c r="{at}" t="s"><v>0</v></c>',
    '<c r="{at}" s="1" t="s"><v>1</v></c>',
    '<c r="{at}" t="s" s="1"><v>0</v></c>',
    '<c r="{at}" t="inlineStr"><is><t>Trần Thị Bé</t></is></c>',
    '<c r="{at}" s="1" t="inlineStr"><is><t xml:space="preserve"> Mai &amp; </t></is></c>',
    '<c r="{at}" t="str"><v>0000000{n}</v></c>',
    '<c r="{at}" t="str"><f>A1</f><v>0000000{n}</v></c>',
    '<c r="{at}"><v>2900850{n}00</v></c>',
    '<c r="{at}" s="2"><v>44{n}</v></c>',
    '<c r="{at}" s="3"><v>3800{n}</v></c>',
    '<c r="{at}"><f>A1</f></c>',
    '<c r="{at}" t="e"><v>#N/A</v></c>',
    "<c r='{at}'><v>1</v></c>",
)
ROWS: Final = ('<row r="{line}">', '<row r="{line}" hidden="1">', '<row r="{line}" ht="15">')
KINDS: Final = st.tuples(
    st.sampled_from(ROWS[:1] * 8 + ROWS), *(st.sampled_from(WAYS) for _ in "ABCDE")
)


def rows(kinds: Sequence[tuple[str, ...]], order: Sequence[int]) -> str:
    """Write rows of some kinds, one after the other in a given order."""
    out = made.rows_xml(made.listed(HEAD - 1))
    for line, kind in enumerate(order, HEAD + 1):
        start, *cells = kinds[kind % len(kinds)]
        written = "".join(
            cell.format(at=f"{column}{line}", n=f"{line:03d}")
            for column, cell in zip("ABCDE", cells, strict=True)
        )
        out += f"{start.format(line=line)}{written}</row>"
    return out


def read(sheet: str) -> Answer:
    content = made.xlsx(sheet, SHARED, STYLES)
    return READER.read(Task("a", content, Format.XLSX, ReadingOptions()))


@settings(max_examples=60)
@given(
    st.lists(KINDS, min_size=1, max_size=5),
    st.lists(st.integers(0, 4), min_size=20, max_size=100),
)
def test_any_mixture_of_ways_reads_as_the_parser_reads_it(
    kinds: list[tuple[str, ...]], order: list[int]
) -> None:
    xml = rows(kinds, order)

    assert read(made.sheet_xml(xml)) == read(made.sheet_xml(xml, after="<!-- -->"))


BANDS: Final = [
    (
        ROWS[0],
        f'<c r="{{at}}" s="{style}"><v>1</v></c>',
        f'<c r="{{at}}" s="{style}" t="inlineStr"><is><t>Lê Văn An</t></is></c>',
        f'<c r="{{at}}" s="{style}" t="str"><v>0000001{{n}}</v></c>',
        f'<c r="{{at}}" s="{style}"/>',
        f'<c r="{{at}}" s="{style}" t="s"><v>1</v></c>',
    )
    for style in (0, 1)
]


def test_banded_rows_are_known_by_heart() -> None:
    whole = read(made.sheet_xml(rows(BANDS, [n % 2 for n in range(3_000)])))

    assert len(whole.lines) == HEAD - 1 + 3_000
    assert whole.columns[Field.ID].texts[HEAD - 1] == f"0000001{HEAD + 1:03d}"
    assert set(whole.columns[Field.HAMLET].texts[HEAD:]) == {"Thôn 1"}


def test_a_way_that_begins_late_is_read_as_well() -> None:
    late = (*BANDS[0][:2], WAYS[4], WAYS[11], "", WAYS[5])

    whole = read(made.sheet_xml(rows([*BANDS, late], [0] * 2_000 + [2] * 2_000)))

    assert whole.columns[Field.ID].kinds == "t" * (HEAD - 1 + 2_000) + "n" * 2_000
    assert whole.columns[Field.NAME].texts[-1] == "Lê Văn An"
