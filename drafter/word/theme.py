"""The theme part. No style refers to it, but validators demand one, and WPS asks for the fonts that it names."""

from __future__ import annotations

from lxml import etree

from drafter.word.xml import to_bytes

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "000000",
    "lt2": "FFFFFF",
    "accent1": "1F497D",
    "accent2": "C00000",
    "accent3": "4F6228",
    "accent4": "5F497A",
    "accent5": "31849B",
    "accent6": "E36C09",
    "hlink": "0000FF",
    "folHlink": "800080",
}


def theme(font: str) -> bytes:
    """A plain theme whose fonts are all ``font``."""
    root = etree.Element(f"{{{_A}}}theme", nsmap={"a": _A}, name="Office")
    elements = _add(root, "themeElements")
    colours = _add(elements, "clrScheme", name="Office")
    for name, value in _COLOURS.items():
        _add(_add(colours, name), "srgbClr", val=value)
    fonts = _add(elements, "fontScheme", name="Office")
    for kind in ("majorFont", "minorFont"):
        faces = _add(fonts, kind)
        for script in ("latin", "ea", "cs"):
            _add(faces, script, typeface=font)
    formats = _add(elements, "fmtScheme", name="Office")
    for name in ("fillStyleLst", "lnStyleLst", "effectStyleLst", "bgFillStyleLst"):
        styles = _add(formats, name)
        for width in (6350, 12700, 19050):
            if name == "effectStyleLst":
                _add(_add(styles, "effectStyle"), "effectLst")
                continue
            holder = _add(styles, "ln", w=str(width)) if name == "lnStyleLst" else styles
            _add(_add(holder, "solidFill"), "schemeClr", val="phClr")
    return to_bytes(root)


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_A}}}{tag}", attrib=attributes)
