"""Empty signature fields in a paper (ô chữ ký): two boxes that stay PDF/A and PDF/UA when filled.

Nghị định 30/2020/NĐ-CP, Phụ lục I: the person's signature stands centred between post and name,
the agency's seal covers about a third of it on its left. A field bears what screen readers and
archives ask for: a description, the flags Print and Locked, an empty look, and a place in the
structure of the document (ISO 14289-1, 7.18; ISO 19005-3, 6.3).
"""

import io
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

SIGNER_FIELD: Final = "ChuKy"
SEAL_FIELD: Final = "ConDau"
POINTS_PER_MM: Final = 72 / 25.4
BLANK_MM: Final = (94.0, 32.0)
"""Width and height of the blank between post and name."""
SIGNATURE_MM: Final = (54.0, 24.0)
SEAL_MM: Final = 30.0
OVERLAP: Final = 1 / 3
"""Share of the signature's width that the seal covers."""
PRINT_AND_LOCKED: Final = 132


@dataclass(frozen=True, slots=True)
class Field:
    """One empty box (ô chữ ký): name, what is read aloud, and (left, bottom, right, top) in pt."""

    name: str
    description: str
    box: tuple[float, float, float, float]


def signature_boxes(left: float, top: float) -> tuple[Field, Field]:
    """Place both fields in the blank whose upper left corner is given, in pt from below left."""
    middle = left + BLANK_MM[0] / 2 * POINTS_PER_MM
    height = top - BLANK_MM[1] / 2 * POINTS_PER_MM
    wide, high = (side * POINTS_PER_MM for side in SIGNATURE_MM)
    across = SEAL_MM * POINTS_PER_MM
    start = middle - wide / 2
    edge = start + wide * OVERLAP
    return (
        Field(
            SIGNER_FIELD,
            "Chữ ký số của người có thẩm quyền ký văn bản",
            (start, height - high / 2, start + wide, height + high / 2),
        ),
        Field(
            SEAL_FIELD,
            "Chữ ký số của cơ quan ban hành văn bản (con dấu)",
            (edge - across, height - across / 2, edge, height + across / 2),
        ),
    )


def add_fields(paper: bytes, page_index: int, fields: tuple[Field, ...]) -> bytes:
    """Put empty fields on a page of a tagged PDF; same input, same bytes."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        page, tree = pdf.pages[page_index], pdf.Root.StructTreeRoot
        document = tree.K if isinstance(tree.K, Dictionary) else tree.K[0]
        if not isinstance(document.K, Array):
            document.K = Array([document.K])
        form = pdf.make_indirect(Dictionary(Fields=Array([]), SigFlags=3))
        pdf.Root.AcroForm = form
        annotations = page.obj.get("/Annots", Array([]))
        numbers = tree.ParentTree.Nums
        key = max(int(numbers[place]) for place in range(0, len(numbers), 2)) + 1
        for place, field in enumerate(fields):
            widget = _widget(pdf, page, field, key + place)
            element = _element(pdf, page, field, document, widget)
            document.K.append(element)
            numbers.extend(Array([key + place, element]))
            form.Fields.append(widget)
            annotations.append(widget)
        page.obj.Annots = annotations
        page.obj.Tabs = Name.S
        tree.ParentTreeNextKey = key + len(fields)
        return _written(pdf)


def _widget(pdf: pikepdf.Pdf, page: pikepdf.Page, field: Field, key: int) -> pikepdf.Object:
    left, bottom, right, top = (round(side, 2) for side in field.box)
    blank = pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array(_numbers(0, 0, right - left, top - bottom)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=field.name,
            TU=field.description,
            Rect=Array(_numbers(left, bottom, right, top)),
            F=PRINT_AND_LOCKED,
            P=page.obj,
            StructParent=key,
            AP=Dictionary(N=blank),
        )
    )


def _numbers(*values: float) -> list[Any]:
    return [round(value, 2) for value in values]


def _element(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    field: Field,
    document: pikepdf.Object,
    widget: pikepdf.Object,
) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=document,
            Pg=page.obj,
            Alt=field.description,
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj),
        )
    )


def _written(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        linearize=False,
    )
    return out.getvalue()
