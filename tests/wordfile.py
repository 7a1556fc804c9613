"""Word files made from fragments of their XML, as no program of ours would write them."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'
    for identity, name in (("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2"))
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def made(body: str, **parts: str) -> bytes:
    """A file with ``body``; ``footer``, ``footnotes``, ``numbering``, ``settings``, ``styles``, ``comments`` are what
    stands in those parts, ``title`` the title of its properties, ``outside`` the target of a picture."""
    held = {"styles": STYLES, **parts}
    roots = {"footer": "ftr", "header": "hdr"}
    files: dict[str, str] = {}
    relations, types = [], [f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>']
    for number, (name, inner) in enumerate(held.items(), 1):
        if name in ("title", "outside"):
            continue
        root = roots.get(name, name)
        files[f"word/{name}.xml"] = f"<w:{root} {NAMES}>{inner}</w:{root}>"
        relations.append(f'<Relationship Id="rId{number}" Type="{_KIND}/{name}" Target="{name}.xml"/>')
        types.append(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>')
    if "outside" in held:
        relations.append(
            f'<Relationship Id="rId90" Type="{_KIND}/image" Target="{held["outside"]}" TargetMode="External"/>'
        )
    section = ""
    if "footer" in held and "<w:sectPr" not in body:
        number = list(held).index("footer") + 1
        section = f'<w:sectPr><w:footerReference w:type="default" r:id="rId{number}"/></w:sectPr>'
    space = "http://schemas.openxmlformats.org/package/2006"
    files |= {
        "[Content_Types].xml": f'<Types xmlns="{space}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(types)}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{space}/relationships"><Relationship Id="rId1"'
        f' Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}/relationships">{"".join(relations)}</Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>",
    }
    if "title" in held:
        files["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{space}/metadata/core-properties"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{held["title"]}</dc:title></cp:coreProperties>'
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()
