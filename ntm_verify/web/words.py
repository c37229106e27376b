"""Small things said in the same words on every page (cách nói chung): reasons, files, sizes."""

from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.reading import FileFacts
from ntm_verify.domain.steps import REASON_LABELS
from ntm_verify.domain.wording import number

KIB: Final = 1024


def reason_text(dossier: Appraisal) -> str:
    """Give the reason of a decision in words, "" if there is none (lý do)."""
    label = REASON_LABELS.get(dossier.reason_code, "")
    return ". ".join(part for part in (label, dossier.note) if part)


@dataclass(frozen=True, slots=True)
class FileView:
    """One file as handed in (một tệp)."""

    name: str
    kind: str
    size: str
    sha256: str


def file_view(facts: FileFacts) -> FileView:
    """Show a file as handed in (một tệp)."""
    kind = facts.format or facts.name.rpartition(".")[2]
    return FileView(facts.name, kind[:5].upper(), size_text(facts.size), facts.sha256)


def size_text(size: int) -> str:
    """Write the size of a file: "412 KB", "1,4 MB"."""
    if size < KIB:
        return f"{size} byte"
    if size < KIB * KIB:
        return f"{number(size // KIB)} KB"
    whole, tenth = divmod(size * 10 // (KIB * KIB), 10)
    return f"{number(whole)},{tenth} MB" if tenth else f"{number(whole)} MB"
