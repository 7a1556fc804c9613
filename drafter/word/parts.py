"""The parts of a document that are the same for every text of one layout: styles, settings, footers, relations."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from drafter.word.comments import REFERENCE, TEXT
from drafter.word.facts import ITEM, NAMESPACE
from drafter.word.layout import Layout, Style
from drafter.word.shapes import SLOT, escaped
from drafter.word.theme import theme
from drafter.word.xml import SPACE, R, add, element, mm, to_bytes, twips

# Built-in style names, so that the navigation panes of Word and WPS find the headings.
STYLES = {
    "title": ("Title", "Title", "题目"),
    "subtitle": ("Subtitle", "Subtitle", "副题"),
    "date": ("Date", "Date", "日期"),
    "speaker": ("Speaker", "Speaker", "讲话人"),
    "salutation": ("Salutation", "Salutation", "称谓"),
    "heading1": ("Heading1", "heading 1", "一级标题"),
    "heading2": ("Heading2", "heading 2", "二级标题"),
    "heading3": ("Heading3", "heading 3", "三级标题"),
    "heading4": ("Heading4", "heading 4", "四级标题"),
    "body": ("BodyText", "Body Text", "正文"),
}
# The style of characters of a heading that begins the paragraph after it.
RUN_IN = "Heading2Char"
_ALIGN = {"居中": "center", "两端": "both", "左": "left", "右": "right"}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPE = f"{_OFFICE}.wordprocessingml"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# One date for every member of every file: the bytes depend on the text alone.
DATE = (1980, 1, 1, 0, 0, 0)


def member(name: str) -> zipfile.ZipInfo:
    """The zip entry of a part, the same on every machine."""
    info = zipfile.ZipInfo(name, DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    info.external_attr = 0
    return info


def base(layout: Layout, commented: bool = False, stateful: bool = True) -> bytes:
    """A package with every part but those that are a document's own, deflated once for all documents of ``layout``.

    ``commented``: it will have comments; ``stateful``: a store of facts and state.
    """
    own: tuple[tuple[str, str], ...] = (("customXml", "../customXml/item1.xml"),) if stateful else ()
    own += (("comments", "comments.xml"),) if commented else ()
    store = {
        "customXml/_rels/item1.xml.rels": _relations(("customXmlProps", "itemProps1.xml")),
        "customXml/itemProps1.xml": _item(),
    }
    parts = {
        "[Content_Types].xml": _content_types(commented, stateful),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            ("metadata/core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": app(),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
            ("footer", "footer1.xml"),
            ("footer", "footer2.xml"),
            ("theme", "theme/theme1.xml"),
            *own,
        ),
        **(store if stateful else {}),
        "word/styles.xml": to_bytes(_styles(layout)),
        "word/settings.xml": to_bytes(_settings()),
        "word/fontTable.xml": to_bytes(_fonts(layout)),
        "word/theme/theme1.xml": theme(layout.styles["body"].font),
        "word/footer1.xml": to_bytes(_footer(layout, "right")),
        "word/footer2.xml": to_bytes(_footer(layout, "left")),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts.items():
            package.writestr(member(name), data)
    return buffer.getvalue()


def _content_types(commented: bool, stateful: bool) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}/content-types}}Types", nsmap={None: f"{_PACKAGE}/content-types"})  # type: ignore[dict-item]
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Default", Extension=extension, ContentType=kind)
    for part, kind in (
        ("/word/document.xml", f"{_TYPE}.document.main+xml"),
        ("/word/styles.xml", f"{_TYPE}.styles+xml"),
        ("/word/settings.xml", f"{_TYPE}.settings+xml"),
        ("/word/fontTable.xml", f"{_TYPE}.fontTable+xml"),
        ("/word/footer1.xml", f"{_TYPE}.footer+xml"),
        ("/word/footer2.xml", f"{_TYPE}.footer+xml"),
        ("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", f"{_OFFICE}.extended-properties+xml"),
    ):
        etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override", PartName=part, ContentType=kind)
    if commented:
        kind = f"{_TYPE}.comments+xml"
        etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override", PartName="/word/comments.xml", ContentType=kind)
    if stateful:
        name, kind = "/customXml/itemProps1.xml", f"{_OFFICE}.customXmlProperties+xml"
        etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override", PartName=name, ContentType=kind)
    return to_bytes(root)


def _relations(*targets: tuple[str, str]) -> bytes:
    space = f"{_PACKAGE}/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})  # type: ignore[dict-item]
    for number, (kind, target) in enumerate(targets, 1):
        source = f"{space}/{kind}" if "/" in kind else f"{_RELATION}/{kind}"
        etree.SubElement(root, f"{{{space}}}Relationship", Id=f"rId{number}", Type=source, Target=target)
    return to_bytes(root)


def _item() -> bytes:
    """The identity of the store, by which the controls name it."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    root = etree.Element(f"{{{space}}}datastoreItem", nsmap={"ds": space})
    root.set(f"{{{space}}}itemID", ITEM)
    schemas = etree.SubElement(root, f"{{{space}}}schemaRefs")
    etree.SubElement(schemas, f"{{{space}}}schemaRef").set(f"{{{space}}}uri", NAMESPACE)
    return to_bytes(root)


def properties(title: str, author: str) -> bytes:
    """The part with the title, the author, and the language of a document; ValueError for what XML cannot hold."""
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    for name, value in (("title", title), ("creator", author), ("language", "zh-CN")):
        if escaped(value):
            etree.SubElement(root, f"{{{_DC}}}{name}").text = value
    return to_bytes(root)


def app(program: str = "drafter") -> bytes:
    """The part that names the program."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    root = etree.Element(f"{{{space}}}Properties", nsmap={None: space})  # type: ignore[dict-item]
    if program:
        etree.SubElement(root, f"{{{space}}}Application").text = program
    return to_bytes(root)


def _face(parent: etree._Element, font: str, latin: str = "") -> None:
    latin = latin or font
    add(parent, "rFonts", ascii=latin, hAnsi=latin, eastAsia=font, cs=latin, hint="eastAsia")


def _styles(layout: Layout) -> etree._Element:
    root = element("styles")
    defaults = add(root, "docDefaults")
    run = add(add(defaults, "rPrDefault"), "rPr")
    body = layout.styles["body"]
    _face(run, body.font, layout.latin)
    add(run, "kern", val=0)
    add(run, "sz", val=round(body.size * 2))
    add(run, "szCs", val=round(body.size * 2))
    add(run, "lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA")
    add(add(defaults, "pPrDefault"), "pPr")
    normal = add(root, "style", type="paragraph", default=1, styleId="Normal")
    add(normal, "name", val="Normal")
    add(normal, "aliases", val="正文基准")
    add(normal, "qFormat")
    paragraph = add(normal, "pPr")
    add(paragraph, "widowControl", val=0)
    if not layout.seams:
        add(paragraph, "autoSpaceDE", val=0)
        add(paragraph, "autoSpaceDN", val=0)
    add(paragraph, "snapToGrid", val=0)
    add(paragraph, "spacing", before=0, after=0, line=twips(body.spacing), lineRule="exact")
    for role, (identity, name, alias) in STYLES.items():
        _style(root, role, identity, name, alias, layout)
    if layout.run_in:
        style = add(root, "style", type="character", customStyle=1, styleId=RUN_IN)
        add(style, "name", val="标题 2 字符")
        add(style, "uiPriority", val=9)
        _look(add(style, "rPr"), layout.styles["heading2"], layout.latin)
    _comment_styles(root)
    footer = add(root, "style", type="paragraph", styleId="Footer")
    add(footer, "name", val="footer")
    add(footer, "basedOn", val="Normal")
    add(footer, "uiPriority", val=99)
    add(add(footer, "pPr"), "spacing", line=240, lineRule="auto")
    run = add(footer, "rPr")
    _face(run, layout.number.font)
    add(run, "sz", val=round(layout.number.size * 2))
    add(run, "szCs", val=round(layout.number.size * 2))
    return root


def _comment_styles(root: etree._Element) -> None:
    reference = add(root, "style", type="character", styleId=REFERENCE)
    add(reference, "name", val="annotation reference")
    add(reference, "uiPriority", val=99)
    run = add(reference, "rPr")
    add(run, "sz", val=21)
    add(run, "szCs", val=21)
    text = add(root, "style", type="paragraph", styleId=TEXT)
    add(text, "name", val="annotation text")
    add(text, "basedOn", val="Normal")
    add(text, "uiPriority", val=99)
    add(add(text, "pPr"), "spacing", line=240, lineRule="auto")
    run = add(text, "rPr")
    add(run, "sz", val=21)
    add(run, "szCs", val=21)


def _style(root: etree._Element, role: str, identity: str, name: str, alias: str, layout: Layout) -> None:
    look = layout.styles[role]
    custom = {"customStyle": 1} if identity == "Speaker" else {}
    style = add(root, "style", type="paragraph", **custom, styleId=identity)
    add(style, "name", val=name)
    add(style, "aliases", val=alias)
    add(style, "basedOn", val="Normal")
    following = identity if role == "body" else "BodyText"
    add(style, "next", val=following)
    add(style, "uiPriority", val=9 if role.startswith("heading") else 10)
    add(style, "qFormat")
    paragraph = add(style, "pPr")
    if look.keep == "是":
        add(paragraph, "keepNext")
    add(
        paragraph,
        "spacing",
        before=twips(look.before),
        after=twips(look.after),
        line=twips(look.spacing),
        lineRule="exact",
    )
    add(paragraph, "ind", firstLineChars=round(look.indent * 100), firstLine=twips(look.indent * look.size))
    add(paragraph, "jc", val=_ALIGN[look.align])
    if role.startswith("heading"):
        add(paragraph, "outlineLvl", val=int(role[-1]) - 1)
    run = add(style, "rPr")
    _look(run, look, layout.latin)


def _look(run: etree._Element, look: Style, latin: str) -> None:
    _face(run, look.font, latin)
    bold = 1 if look.bold == "是" else 0
    add(run, "b", val=bold)
    add(run, "bCs", val=bold)
    add(run, "color", val="000000")
    if look.pitch:
        add(run, "spacing", val=twips(look.pitch))
    add(run, "sz", val=round(look.size * 2))
    add(run, "szCs", val=round(look.size * 2))


def _settings() -> etree._Element:
    root = element("settings")
    add(root, "zoom", percent=100)
    add(root, "defaultTabStop", val=640)
    add(root, "evenAndOddHeaders")
    add(root, "characterSpacingControl", val="compressPunctuation")
    compat = add(root, "compat")
    add(
        compat,
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    add(root, "themeFontLang", val="en-US", eastAsia="zh-CN")
    return root


def _fonts(layout: Layout) -> etree._Element:
    root = element("fonts")
    faces = {style.font for style in layout.styles.values()} | {layout.number.font}
    for name in sorted(faces | {layout.rare[face] for face in faces if face in layout.rare}):
        font = add(root, "font", name=name)
        if name in layout.alternatives:
            add(font, "altName", val=layout.alternatives[name])
        add(font, "charset", val="86")
        add(font, "family", val="auto")
        add(font, "pitch", val="variable")
    if layout.latin:
        font = add(root, "font", name=layout.latin)
        add(font, "charset", val="00")
        add(font, "family", val="auto")
        add(font, "pitch", val="variable")
    return root


def _footer(layout: Layout, side: str) -> etree._Element:
    """The page number between two dashes, odd pages right, even pages left (GB/T 9704-2012, 7.5), or in the middle."""
    root = element("ftr")
    paragraph = add(root, "p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val="Footer")
    indent = twips(layout.number.indent)
    middle = layout.number.position == "居中"
    ends = {} if middle else {side: indent}
    add(properties, "ind", **ends, firstLineChars=0, firstLine=0)
    add(properties, "jc", val="center" if middle else side)

    def run(name: str, text: str = "", **attributes: str) -> None:
        made = add(paragraph, "r")
        child = add(made, name, **attributes)
        if text:
            child.text = text
            child.set(SPACE, "preserve")

    run("t", "— ")
    run("fldChar", fldCharType="begin")
    run("instrText", " PAGE ")
    run("fldChar", fldCharType="separate")
    run("t", "1")
    run("fldChar", fldCharType="end")
    run("t", " —")
    return root


def document(layout: Layout) -> etree._Element:
    """The root of the part that holds the text, with a slot for it, and the section: footers, paper and margins."""
    whole = element("document")
    body = add(whole, "body")
    body.text = SLOT
    root = add(body, "sectPr")
    for kind, identity in (("default", "rId4"), ("even", "rId5")):
        add(root, "footerReference", type=kind).set(f"{{{R}}}id", identity)
    add(root, "pgSz", w=mm(layout.paper.width), h=mm(layout.paper.height))
    margins = layout.margins
    add(
        root,
        "pgMar",
        top=mm(margins.top),
        right=mm(margins.right),
        bottom=mm(margins.bottom),
        left=mm(margins.left),
        header=mm(15),
        footer=mm(layout.number.distance),
        gutter=0,
    )
    return whole
