"""The form that hands a list in (biểu mẫu nộp danh sách): shown, filled, and read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.plausibility import WIDEST_GAP
from ntm_verify.domain.population import BASES, Population
from ntm_verify.domain.wording import day, number

from . import forms
from .forms import FieldError, Form, Option
from .words import reason_text, size_text

LARGEST_UPLOAD: Final = 64 * 2**20
FORMATS: Final = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv"
ENCODINGS: Final = {
    "": "Tự nhận ra (tệp Unicode)",
    "tcvn3": "TCVN3 (ABC), các phông .VnTime, .VnArial",
    "vni": "VNI, các phông VNI-Times",
    "viscii": "VISCII",
    "windows-1258": "Windows-1258",
    "utf-8": "UTF-8",
    "as-written": "Giữ nguyên chữ như trong tệp",
}


@dataclass(frozen=True, slots=True)
class PrepareView:
    """The form that hands a list in (nộp danh sách), with what was typed."""

    action: str
    title: str
    values: dict[str, str]
    bases: tuple[Option, ...]
    encodings: tuple[Option, ...]
    errors: tuple[FieldError, ...]
    formats: str
    largest: str
    seen: int
    kept_file: str
    reason: str
    can_keep: bool = False
    keeps: bool = False
    widest_gap: int = WIDEST_GAP


NAMES: Final = (
    *("as_of", "total", "male", "female", "source", "population_day", "basis", "signer"),
    "encoding",
    "second_total",
    "second_source",
)


def prepare_view(
    values: dict[str, str], errors: tuple[FieldError, ...] = (), replaced: Appraisal | None = None
) -> PrepareView:
    """Show the form, empty, as typed, or with the figures of the dossier to be replaced."""
    filled = {name: values.get(name, "") for name in NAMES}
    basis = filled["basis"] or "unspecified"
    return PrepareView(
        action=f"/submissions/{replaced.id}/files" if replaced else "/submissions",
        title="Nộp lại danh sách" if replaced else "Nộp danh sách",
        values=filled,
        bases=tuple(Option(key, text, key == basis) for key, text in BASES.items()),
        encodings=tuple(
            Option(key, text, key == filled["encoding"]) for key, text in ENCODINGS.items()
        ),
        errors=errors,
        formats=FORMATS,
        largest=size_text(LARGEST_UPLOAD),
        seen=replaced.version if replaced else 0,
        kept_file=", ".join(file.name for file in replaced.files) if replaced else "",
        reason=reason_text(replaced) if replaced else "",
        can_keep=bool(replaced and replaced.files),
        keeps=values.get("keep", "") == "yes",
    )


def values_of(dossier: Appraisal) -> dict[str, str]:
    """Fill the form with what the dossier says (điền sẵn số liệu cũ)."""
    people = dossier.population
    return {
        "as_of": day(dossier.as_of),
        "total": number(people.total),
        "male": "" if people.male is None else number(people.male),
        "female": "" if people.female is None else number(people.female),
        "source": people.source,
        "population_day": day(people.day) if people.day else "",
        "basis": people.basis,
        "signer": people.signer,
        "encoding": dossier.encoding,
        "second_total": _told(dossier.preparation.second_total),
        "second_source": dossier.preparation.second_source,
    }


def _told(count: int | None) -> str:
    return "" if count is None else number(count)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The figures of the form, or what is wrong with them (số liệu đã đọc từ biểu mẫu)."""

    as_of: date | None
    population: Population | None
    encoding: str
    errors: tuple[FieldError, ...]
    second_total: int | None = None
    second_source: str = ""


def read_figures(form: Form) -> Prepared:
    """Read the figures of the form; every fault at once, each beside its field."""
    reader = _Reader(form)
    as_of = reader.day("as_of", "ngày chốt số liệu", needed=True)
    total = reader.count("total", "tổng dân số", needed=True)
    male, female = reader.count("male", "dân số nam"), reader.count("female", "dân số nữ")
    told = reader.day("population_day", "ngày của số dân số")
    if not form.text("source"):
        reader.errors.append(FieldError("source", "Ghi nguồn của số dân số: cơ quan, văn bản."))
    second = reader.count("second_total", "số dân theo nguồn thứ hai")
    told_by = form.text("second_source")[:200]
    if bool(form.text("second_total")) != bool(told_by):
        name = "second_source" if not told_by else "second_total"
        both = "Nguồn thứ hai cần cả số dân và tên nguồn, hoặc bỏ trống cả hai."
        reader.errors.append(FieldError(name, both))
    population = None
    if total is not None and not reader.errors:
        try:
            population = Population(
                total,
                form.text("source")[:200],
                told,
                male,
                female,
                form.text("basis") or "unspecified",
                form.text("signer")[:100],
            )
        except InvalidInput as refused:
            reader.errors.append(FieldError("total", str(refused)))
    encoding = form.text("encoding")
    return Prepared(
        as_of,
        population,
        encoding if encoding in ENCODINGS else "",
        tuple(reader.errors),
        second,
        told_by,
    )


@dataclass(slots=True)
class _Reader:
    """Reads field after field and keeps what is wrong (đọc biểu mẫu)."""

    form: Form
    errors: list[FieldError] = field(default_factory=list)

    def day(self, name: str, label: str, *, needed: bool = False) -> date | None:
        typed = self.form.text(name)
        found = forms.day(typed)
        if found is None and (typed or needed):
            told = f"Ghi {label} theo dạng ngày/tháng/năm, ví dụ 31/12/2025."
            self.errors.append(FieldError(name, told))
        return found

    def count(self, name: str, label: str, *, needed: bool = False) -> int | None:
        typed = self.form.text(name)
        found = forms.count(typed)
        if found is None and (typed or needed):
            told = f"Ghi {label} bằng chữ số, ví dụ 9.236; không ghi phần lẻ hay chữ."
            self.errors.append(FieldError(name, told))
        return found
