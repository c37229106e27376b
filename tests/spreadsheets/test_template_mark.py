"""A reader that is told the period refuses the blank list of another one, whatever its format."""

import pytest

from ntm_verify.domain.findings import Field, Refused
from ntm_verify.domain.reading import ListFile, ListRefused, ReadingOptions
from ntm_verify.spreadsheets.list_template import Template, list_template, list_template_csv
from ntm_verify.spreadsheets.reader import ListReader
from tests.spreadsheets.test_list_template import filled, filled_csv

FORMS = {
    "mau.xlsx": filled(list_template(Template("2025"))),
    "mau.csv": filled_csv(list_template_csv(Template("2025"))),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_template_of_another_period_is_named_and_refused(reader: ListReader, name: str) -> None:
    file = ListFile(name, FORMS[name])
    for period in ("2025", ""):
        read = reader.read_now([file], ReadingOptions(period=period))
        assert len(read.raw.columns[Field.NAME].texts) == 60

    with pytest.raises(ListRefused) as refused:
        reader.read_now([file], ReadingOptions(period="2026"))
    assert refused.value.reason is Refused.OLD_TEMPLATE
    assert refused.value.file == name
    assert "mẫu kỳ 2025" in str(refused.value)
    assert "Tải mẫu kỳ 2026" in str(refused.value)
