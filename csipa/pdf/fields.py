"""Empty signature fields where a template asks for them: `<div id="signature-…" data-label="…">`.

A PDF/UA-1 file that is signed with a visible mark must already hold the field, tagged: a widget
made while signing would stand outside the structure tree (ISO 14289-1 §7.18.1 and §7.18.4). Each
field is an AcroForm signature field (ISO 32000-1 §12.7.4.5) of the size of its block, named by the
`id` and described by the `data-label` of the block, read where the block is read.
"""

from typing import Any

import pydyf

ANCHOR = "signature-"
LABEL = "data-label"

# CSS pixels to PDF points.
_POINTS = 0.75
# Print, and do not let a reader move it (ISO 32000-1 §12.5.3, bits 3 and 8).
_FLAGS = 4 | 128
# The form holds signature fields, and is to be saved by appending (§12.7.3): both are said at once,
# for a flag that changes with the first signature would be a change to explain.
_SIGNATURE_FIELDS = 1 | 2


def prepare_field(box: Any, pdf: Any, page_number: int) -> None:
    """Give a box that asks for a field its widget, which WeasyPrint then tags in reading order."""
    element = box.element
    if element is None or box.element_tag != "div" or box.widget_annotation:
        return
    name = element.get("id", "")
    if not name.startswith(ANCHOR) or not element.get(LABEL):
        return
    page = pdf.page_references[page_number]
    width, height = box.border_width() * _POINTS, box.border_height() * _POINTS
    appearance = pydyf.Stream(
        [b""],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, *_round(width, height)]),
        },
    )
    pdf.add_object(appearance)
    left = box.border_box_x() * _POINTS
    top = float(_object(pdf, page)["MediaBox"][3]) - box.border_box_y() * _POINTS
    box.widget_annotation = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(name),
            "TU": pydyf.String(element.get(LABEL)),
            "F": _FLAGS,
            "Rect": pydyf.Array(_round(left, top - height, left + width, top)),
            "P": page,
            "AP": pydyf.Dictionary({"N": appearance.reference}),
        }
    )
    pdf.add_object(box.widget_annotation)
    _asked(pdf).append((box.widget_annotation, page))


def place_fields(document: Any, pdf: Any) -> None:
    """Put the fields on their pages, in the form and under their description: a `finisher`."""
    fields = _asked(pdf)
    if not fields:
        return
    tree = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    elements = dict(zip(tree[::2], tree[1::2], strict=True))
    for widget, reference in fields:
        page = _object(pdf, reference)
        page.setdefault("Annots", pydyf.Array()).append(widget.reference)
        page["Tabs"] = "/S"
        element = _object(pdf, elements[widget["StructParent"]])
        element["Alt"] = widget["TU"]
        # Its only child directly, as ISO 32000-1 §14.7.2 allows: validators that compare the
        # revisions of a file look for the field there when a second party signs.
        (element["K"],) = element["K"]
    pdf.catalog["AcroForm"] = pydyf.Dictionary(
        {
            "Fields": pydyf.Array([widget.reference for widget, _ in fields]),
            "SigFlags": _SIGNATURE_FIELDS,
        }
    )


def _asked(pdf: Any) -> list[tuple[Any, Any]]:
    """Return the fields of a file being written, each with the reference of its page."""
    if not hasattr(pdf, "signature_fields"):
        pdf.signature_fields = []
    return pdf.signature_fields


def _object(pdf: Any, reference: Any) -> Any:
    """Return the object behind « 12 0 R », as bytes or text."""
    return pdf.objects[int(reference.split()[0])]


def _round(*points: float) -> list[float]:
    """Keep hundredths of a point, so that no noise of floating numbers gets into the bytes."""
    return [round(value, 2) for value in points]
