"""What a brief may hold, described once for checking, for the JSON Schema and for ``drafter new``.

``Text`` is a fact: it must come out in a speech, or be reported as unused; ``Verbatim`` is one that nothing may
question; in ``When`` a date such as 2026-05-04 is written out. ``Setting`` steers the program or informs the writer
and is never printed.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, ClassVar, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic.fields import FieldInfo

from drafter.language import dates
from drafter.language.sentences import is_sentence
from drafter.messages import _
from drafter.model import COMMENTS, KINDS, STANDINGS

# Minutes; who speaks longer has mistyped.
LONGEST = 300


class Spoken:
    """Marks text that is said in a speech."""


def _one_text(value: Any) -> Any:
    """One text as a list; each line of a text in several lines (|) is an entry."""
    return [line for line in value.split("\n") if line.strip()] if isinstance(value, str) else value


def _one_model(value: Any) -> Any:
    return [value] if isinstance(value, (str, dict)) else value


def _one_each(value: Any) -> Any:
    """One text, a mapping, or texts and mappings, each an entry of its own."""
    return _one_text(value) if isinstance(value, str) else _one_model(value)


def _possible(text: str) -> str:
    """``text``; ValueError when it names a day that does not exist, or a weekday that the day is not."""
    for mention in dates.mentions(text):
        if not mention.exists:
            raise ValueError(_("there is no such day: {text}").format(text=mention.text))
        if mention.day and mention.weekday and dates.weekday_number(mention.weekday) != mention.day.weekday():
            message = _("{date} is a {true}, not {said}")
            true = dates.weekday(mention.day)
            raise ValueError(message.format(date=dates.written(mention.day), true=true, said=mention.weekday))
    return text


def _day(text: str) -> str:
    """A text that begins with a date such as 2026-05-04, as documents write it; any other text as it is."""
    found = re.match(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?![-/\d])", text)
    return dates.written(read_date(found.group())) + text[found.end() :] if found else text


def _one_line(text: str) -> str:
    return "".join(line.strip() for line in text.split("\n"))


def _bare(text: str) -> str:
    """``text`` without a pause or full stop at its end."""
    return text.rstrip("。，；、：,;: ") or text


def _named(text: str) -> str:
    """The name in ``text``, with or without its braces."""
    name = text.strip("{} ")
    if not name:
        raise ValueError(_("the name of a figure is missing"))
    return name


def _who_leads(text: str) -> str:
    """由护理部牵头 → 护理部: the sentence has these words of its own."""
    found = re.fullmatch(r"由?(.+?)(?:牵头负责|牵头|负责)?", text)
    return found[1] if found else text


def _by_when(text: str) -> str:
    """12月底前完成 → 12月底前; a lone day gets 前, as a deadline has it."""
    bare = re.sub(r"(?:要|须|必须)?(?:完成|办成|办完|办结|完工|见效|到位)$", "", text) or text
    return bare + "前" if re.search(r"\d日$", bare) and not re.search("[至到起从—每逢]", bare) else bare


Verbatim = Annotated[str, Spoken(), AfterValidator(_one_line)]
Text = Annotated[str, Spoken(), AfterValidator(_one_line), AfterValidator(_possible)]
# A name, a post, a place: office people end them with a full stop by habit, and a sentence goes on after them.
Name = Annotated[str, Spoken(), AfterValidator(_one_line), AfterValidator(_possible), AfterValidator(_bare)]
When = Annotated[Name, AfterValidator(_day)]
Leader = Annotated[Name, AfterValidator(_who_leads)]
Deadline = Annotated[When, AfterValidator(_by_when)]
Setting = str
Texts = Annotated[list[Text], BeforeValidator(_one_text)]
Figures = Annotated[list[Setting], BeforeValidator(_one_text)]


def _schema(schema: dict[str, Any], part: type[Part]) -> None:
    schema["alone"] = bool(part.alone)


class Part(BaseModel):
    """A mapping in the brief: unknown keys are faults; text alone fills the field ``alone``."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_schema)
    alone: ClassVar[str] = ""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        texts = value if isinstance(value, list) else [value]
        return {cls.alone: value} if cls.alone and all(isinstance(text, str) for text in texts) else value


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that ``annotation`` is or holds: M of M, ``M | None``, ``list[M]`` and ``dict[str, M]``."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)


def spoken(info: FieldInfo) -> bool:
    """Whether the texts of a field are said in a speech."""

    def marked(part: Any) -> bool:
        return any(isinstance(item, Spoken) for item in getattr(part, "__metadata__", ())) or any(
            map(marked, get_args(part))
        )

    return marked(info.annotation) or any(isinstance(item, Spoken) for item in info.metadata)


def yes(value: Any) -> Any:
    """是/否 and their kin as a bool; other text is left for pydantic to refuse."""
    known = {
        "是": True,
        "有": True,
        "yes": True,
        "true": True,
        "对": True,
        "否": False,
        "无": False,
        "no": False,
        "false": False,
        "": True,
    }
    return known.get(value.lower(), value) if isinstance(value, str) else value


def _open(value: Any) -> Any:
    """是 as 等, 否 as nothing, and a word such as 地 or 省 as 等地, 等省."""
    known = yes(value)
    if isinstance(known, bool):
        return "等" if known else ""
    return f"等{known.removeprefix('等')}" if isinstance(known, str) else value


def read_date(text: str) -> datetime.date:
    """The day that ``text`` names, as 2026-05-04, 2026/5/4, 2026.5.4 or 2026年5月4日; ValueError if there is none."""
    plain = text.translate(str.maketrans("０１２３４５６７８９", "0123456789")).strip()
    match = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", plain)
    if not match:
        raise ValueError(_("a date is written 2026-05-04 or 2026年5月4日"))
    try:
        return datetime.date(*map(int, match.groups()))
    except ValueError:
        raise ValueError(_("there is no such day: {text}").format(text=text)) from None


def _date(value: Any) -> Any:
    return read_date(value) if isinstance(value, str) else value


def _kinds(value: Any) -> Any:
    """Kinds of comments, in one text or in a list, by the names that the program has for them."""
    asked = re.findall(r"[^\s,，、]+", value) if isinstance(value, str) else value
    if not isinstance(asked, list):
        return asked
    known = {name: kind for kind, word in COMMENTS.items() for name in (kind, word)}
    if unknown := [kind for kind in asked if kind not in known]:
        message = _("“{kind}” is no kind of comments: {known}")
        raise ValueError(message.format(kind=str(unknown[0])[:20], known="、".join(COMMENTS.values())))
    return [known[kind] for kind in asked]


LENGTHS = ("短", "中", "长")
Pace = Annotated[int, Field(ge=80, le=400)]
Cap = Annotated[int, Field(ge=100, le=100_000)]


class Basis(Part):
    """一条上级依据"""

    who: Name | None = Field(None, description="哪次会议、哪份文件、哪位领导", examples=["《栖川市居家养老服务条例》"])
    when: When | None = Field(None, description="什么时候", examples=["3月27日"])
    verb: Name | None = Field(None, description="怎么说的：要求、指出、强调、决定……", examples=["明确要求"])
    words: Verbatim | None = Field(None, description="原话，一字不动，不用加引号")
    content: Texts = Field(default_factory=list, description="大意，动词开头", examples=[["把服务送到老年人身边"]])

    alone: ClassVar[str] = "content"


class Meeting(Part):
    """会议本身"""

    name: Name | None = Field(None, description="会议全称", examples=["全市城市社区养老服务座谈会"])
    short: Name | None = Field(None, description="再次提到时的说法", examples=["这次座谈会"])
    date: Annotated[datetime.date, BeforeValidator(_date)] | None = Field(
        None, description="开会的日子", examples=["2026-04-16"]
    )
    weekday: Setting | None = Field(None, description="星期几，用来核对日期", examples=["星期四"])
    place: Name | None = Field(None, description="开会的地点", examples=["青石社区"])
    host: Name | None = Field(None, description="主办单位", examples=["市民政局"])
    theme: Text | None = Field(None, description="会议的主题、任务", examples=["把养老服务办到家门口"])
    duration: Name | None = Field(None, description="会开多久", examples=["一天半"])
    ground: Text | None = Field(None, description="经谁同意、由谁筹办", examples=["经市政府同意，由市绿化办筹备"])
    tasks: Texts = Field(default_factory=list, description="会议有哪几项任务", examples=[["通报结果", "交流做法"]])
    ends: Name | None = Field(None, description="什么时候散会", examples=["11点半"])
    when: Name | None = Field(None, description="几点开会", examples=["上午9时"])
    work: Name | None = Field(
        None, description="会议谈的是哪项工作，一个名词；“就……讲几点意见”里用", examples=["社区养老服务工作"]
    )
    subject: Name | None = Field(None, description="任务由谁来做，没有另写主体的任务用它", examples=["各区县"])
    present: Name | None = Field(None, description="到会多少人", examples=["应到312人，实到305人"])
    main_venue: Name | None = Field(None, description="主会场", examples=["市政府会议中心"])
    branches: Texts = Field(default_factory=list, description="分会场", examples=[["各县（市、区）"]])
    basis: Annotated[list[Basis], BeforeValidator(_one_each)] = Field(
        default_factory=list, description="开会的上级依据：哪次会议、哪份文件、谁的批示，照抄"
    )
    led_by: Name | None = Field(None, description="在谁的领导下", examples=["市委、市政府"])
    guided_by: Name | None = Field(None, description="由谁作业务指导", examples=["市民政局"])
    task_count: Setting | None = Field(None, description="领导说过部署几项任务；同任务的条数对一遍", examples=["6"])
    important: Annotated[bool, BeforeValidator(yes)] = Field(
        False, description="可以称“重要会议”就写是；不写不称", examples=["是"]
    )
    inferred: Setting | None = Field(None, description="哪些是推测的、依据是什么；会列出来请人核实")


class Person(Part):
    """一个人：第一次说职务加姓名，以后说简称"""

    name: Name | None = Field(None, description="姓名；不写就用前面的名字，写成空的就只称职务", examples=["顾维清"])
    post: Name | None = Field(None, description="职务", examples=["市民政局局长"])
    first: Name | None = Field(None, description="第一次提到时的整个说法，不写就是职务加姓名")
    short: Name | None = Field(None, description="再次提到时的说法", examples=["顾局长"])
    pace: Pace | None = Field(None, description="语速，每分钟多少字", examples=["200"])
    voice: Setting | None = Field(None, description="这个人讲话用哪种语体", examples=["平实"])
    inferred: Setting | None = None


class Named(Part):
    """一个单位或一份文件：第一次说全称，以后说简称"""

    name: Name | None = Field(None, description="全称", examples=["《栖川市居家养老服务条例》"])
    short: Name | None = Field(None, description="简称", examples=["《条例》"])
    source: Setting | None = None
    inferred: Setting | None = None

    alone: ClassVar[str] = "name"


class Before(Part):
    """原来是多少"""

    value: Setting = Field(description="原来的数，不带量词", examples=["163"])
    as_of: When | None = Field(None, description="那是什么时候", examples=["2020年"])

    alone: ClassVar[str] = "value"


class Value(Part):
    """一个数或一个事实，写一次，处处用 {名字} 引；同别的数有关系的，替您算出来，列出算式请您核实"""

    value: When | None = Field(None, description="数或文字；空着就印成【待补】", examples=["27.4万"])
    unit: Name | None = Field(None, description="量词或单位", examples=["个"])
    qualifier: Name | None = Field(None, description="修饰：近、约、超过、仅、多、左右……", examples=["多"])
    as_of: Setting | None = Field(None, description="截至什么时候", examples=["2026年3月底"])
    source: Setting | None = Field(None, description="来源，不印", examples=["市民政局统计"])
    inferred: Setting | None = Field(None, description="推测的依据；会列出来请人核实")
    before: Before | None = Field(None, description="原来是多少，算出差多少、是几倍", examples=["163"])
    of: Setting | None = Field(None, description="占哪个数，算出几成", examples=["点位"])
    per: Setting | None = Field(None, description="摊到哪个数上，算出平均", examples=["户数"])
    plus: Figures = Field(default_factory=list, description="同哪几个数合起来，算出一共")
    less: Figures = Field(default_factory=list, description="减去哪几个数，算出还剩多少")
    against: Setting | None = Field(None, description="同哪个比率放在一起看，算出差几个百分点")
    use: Setting | None = Field(None, description="按哪个数用下去，算出能用多久", examples=["日用量"])
    every: Setting | None = Field(None, description="这是每天、每月还是每年的数", examples=["天"])
    until: Setting | None = Field(None, description="到哪个日子，算出隔多久", examples=["投运"])
    parts: Figures = Field(default_factory=list, description="由哪几个数合成，加不平会报出来")

    alone: ClassVar[str] = "value"

    @field_validator("of", "per", "against", "use", "until")
    @classmethod
    def _bare_name(cls, value: str | None) -> str | None:
        return _named(value) if value is not None else None

    @field_validator("plus", "less", "parts")
    @classmethod
    def _bare_names(cls, value: list[str]) -> list[str]:
        return [_named(name) for name in value]

    @field_validator("every")
    @classmethod
    def _period(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch("[\u4e00-\u9fff]{1,4}", value):
            raise ValueError(_("this is a stretch of time, such as 天, 周, 月 or 年"))
        return value

    @model_validator(mode="after")
    def _one_unit(self) -> Value:
        if self.unit and self.value and self.value.endswith(self.unit):
            raise ValueError(_("the unit “{unit}” stands twice").format(unit=self.unit))
        if self.unit and self.value and re.search(r"\d[lOoI]|[lOoI]\d", self.value):
            raise ValueError(_("a letter stands in the number {value}").format(value=self.value))
        return self


class Side(Part):
    """对照的一边"""

    name: Name = Field(description="说的是什么", examples=["最大的长处"])
    is_: Text = Field(description="它是什么", examples=["离群众近"])


class Parallel(Part):
    """排比：每一项前后加同样的话"""

    prefix: Text | None = Field(None, description="每一项前面的话", examples=["让"])
    items: Texts = Field(description="各项", examples=[["老人", "家属", "护理员"]])
    suffix: Text | None = Field(None, description="每一项后面的话", examples=["放心"])


class Quote(Part):
    """引语：原话照录，或只说大意"""

    who: Name | None = Field(None, description="谁说的，或出自哪份文件", examples=["罗桂兰"])
    when: When | None = Field(None, description="什么时候说的", examples=["今天上午"])
    occasion: Name | None = Field(None, description="在什么场合说的", examples=["走访时"])
    verb: Name | None = Field(None, description="怎么说的：指出、强调、要求……", examples=["说"])
    words: Verbatim | None = Field(None, description="原话，一字不动，不用加引号", examples=["怕的是不知道找谁"])
    gist: Texts = Field(default_factory=list, description="大意，不加引号")
    comment: Texts = Field(default_factory=list, description="接着评一句")
    thread: Name | None = Field(None, description="原话里的一个词，全篇扣着它说", examples=["找谁"])
    source: Setting | None = None


Quotes = Annotated[list[Quote], BeforeValidator(_one_model)]


class Practice(Part):
    """各地做法：哪些地方，做了什么"""

    places: Texts = Field(default_factory=list, description="哪些地方、单位", examples=[["青石社区", "柳荫街道"]])
    open: Annotated[Setting, BeforeValidator(_open)] = Field(
        "", description="地方没有列全：写“是”，后面加“等”；写“地”“省”，后面加“等地”“等省”", examples=["地"]
    )
    did: Texts = Field(description="做了什么，动词开头", examples=[["每周二上门敲一遍独居老人的门"]])
    outcome: Texts = Field(default_factory=list, description="成效")
    endorsed: Annotated[bool, BeforeValidator(yes)] = Field(
        False, description="值得各地学习借鉴的就写是；不写不说", examples=["是"]
    )


class Witness(Part):
    """亲身见闻：时间、地点、所见、所感、意味着什么"""

    question: Text | None = Field(None, description="先问自己一句", examples=["群众工作怎么做？"])
    when: When | None = Field(None, description="什么时候", examples=["上周二"])
    place: Text | None = Field(None, description="在哪里", examples=["青石社区"])
    story: Texts = Field(default_factory=list, description="经过，一件一件写")
    saw: Texts = Field(default_factory=list, description="看到了什么，短语")
    felt: Texts = Field(default_factory=list, description="心里怎么想")
    parallel: Parallel | None = Field(None, description="排比")
    small: Text | None = Field(None, description="小处：这件事小在哪里")
    great: Texts = Field(default_factory=list, description="大处：往大里说是什么")
    quotes: Quotes = Field(default_factory=list, description="谁说了什么")
    meaning: Texts = Field(default_factory=list, description="说明了什么")


Practices = Annotated[list[Practice], BeforeValidator(_one_model)]


class Point(Part):
    """一条：可以只是一句话，也可以有下面任何几样"""

    heading: Text | None = Field(None, description="小标题，动宾或主谓短语", examples=["让站点热起来"])
    verdict: Text | None = Field(None, description="标题后半截的定性，四个字", examples=["成效明显"])
    content: Texts = Field(default_factory=list, description="内容：词、短语、整句都可以")
    figures: Texts = Field(default_factory=list, description="用数说话，一条一个数", examples=[["助餐点{助餐点}"]])
    quotes: Quotes = Field(default_factory=list, description="引语")
    practices: Practices = Field(default_factory=list, description="各地做法")
    witness: Witness | None = Field(None, description="亲身见闻")
    parallel: Parallel | None = Field(None, description="排比")
    contrast: Annotated[list[Side], Field(min_length=2, max_length=2)] | None = Field(None, description="对照，两边")
    meaning: Texts = Field(default_factory=list, description="说明了什么，落到一句")
    further: Texts = Field(default_factory=list, description="另外还有什么")
    noun: Text | None = Field(None, description="小标题的名词说法，汇报一类的稿子用", examples=["站点运行情况"])
    verbatim: Annotated[list[Verbatim], BeforeValidator(_one_text)] = Field(
        default_factory=list, description="照原样印的整段话，一字不动，一条一段"
    )
    blocked: Texts = Field(
        default_factory=list, description="堵死的路：别的办法为什么走不通", examples=[["再找地方，上面不再批"]]
    )

    alone: ClassVar[str] = "content"


class Problem(Point):
    """一个问题：现象、原因、后果"""

    cause: Texts = Field(default_factory=list, description="原因，写事实，不写评语", examples=[["没有先问老人要什么"]])
    effect: Texts = Field(default_factory=list, description="后果", examples=[["站开了没有人来"]])
    own: Texts = Field(default_factory=list, description="讲话人自己认领的一句", examples=[["食堂的事我先领"]])
    stage: Name | None = Field(None, description="在哪个环节，几条连得起来时用", examples=["运输"])
    echoes: Texts = Field(default_factory=list, description="前面谁的发言也说到了这一条", examples=[["{罗桂兰}"]])
    answer: Texts = Field(
        default_factory=list, description="会上怎么答复；议而未决的写“未定”", examples=[["6月底前出台办法"]]
    )


class Sum(Part):
    """一笔账：已知什么，得出什么"""

    given: Texts = Field(description="已知的数，一条一个", examples=[["每个站平均{站均}", "一共{站数}"]])
    result: Text = Field(description="得数", examples=["{合计}"])


class Emphasis(Part):
    """特别强调的一段：要求、指标、算账、设想、提醒"""

    content: Texts = Field(default_factory=list, description="强调什么")
    targets: Texts = Field(default_factory=list, description="指标")
    sums: Annotated[list[Sum], BeforeValidator(_one_model)] = Field(default_factory=list, description="算账")
    vision: Texts = Field(default_factory=list, description="设想一下办成以后")
    caution: Texts = Field(default_factory=list, description="提醒")

    alone: ClassVar[str] = "content"


class Weigh(Part):
    """轻重：两头错了，代价不一样"""

    who: Name | None = Field(None, description="说给谁听", examples=["环卫中心"])
    lighter: Text = Field(description="哪一头错了还有救", examples=["居民错一袋，还能教"])
    heavier: Text = Field(description="哪一头错不起", examples=["混装一车，一栋楼都白教了"])


RELATIONS = ("手段", "前提", "对象", "结果", "补充")


class Measure(Part):
    """一条措施：可以只是一句话，也可以另有负责的人、时限和目的"""

    item: Text = Field(description="做什么，动词开头", examples=["逐站核实服务人次"])
    relation: Setting | None = Field(
        None, description="同前后措施的关系：手段、前提、对象、结果、补充；不写按原来的次序", examples=["补充"]
    )
    subject: Name | None = Field(None, description="谁来做", examples=["各区县"])
    owner: Leader | None = Field(None, description="这一条谁负责", examples=["市卫生健康委"])
    deadline: Deadline | None = Field(None, description="这一条什么时候办成", examples=["5月底前"])
    aim: Text | None = Field(None, description="这一条要达到什么", examples=["老人找得到人"])

    alone: ClassVar[str] = "item"

    @field_validator("relation")
    @classmethod
    def _relation(cls, value: str | None) -> str | None:
        if value and value not in RELATIONS:
            raise ValueError(_("a relation is one of {known}").format(known="、".join(RELATIONS)))
        return value


class Task(Point):
    """一项任务：为什么、做什么、谁来做、什么时候、怎么查"""

    subject: Name | None = Field(None, description="由谁来做，作句子的主语", examples=["各区县"])
    basis: Texts = Field(default_factory=list, description="照哪份文件办", examples=[["《实施方案》"]])
    unify: Texts = Field(
        default_factory=list,
        description="把思想和行动统一到什么上来，上级在前",
        examples=[["市委、市政府的部署"]],
    )
    aware: Texts = Field(default_factory=list, description="增强什么", examples=[["责任意识"]])
    otherwise: Texts = Field(default_factory=list, description="办不成会怎样，怎么处理", examples=[["全市通报"]])

    why: Texts = Field(default_factory=list, description="为什么要做", examples=[["冷清的站有61个"]])
    difficulty: Texts = Field(default_factory=list, description="难在哪里", examples=[["医生上门收不了费"]])
    guard: Texts = Field(default_factory=list, description="防着什么：最怕怎么做坏", examples=[["一撤了之"]])
    weigh: Weigh | None = Field(None, description="轻重：两头错了，代价不一样")
    measures: Annotated[list[Measure], BeforeValidator(_one_each)] = Field(
        default_factory=list, description="措施，动词开头", examples=[["一站一策"]]
    )
    owner: Leader | None = Field(None, description="谁牵头", examples=["市民政局"])
    partners: Texts = Field(default_factory=list, description="谁配合")
    deadline: Deadline | None = Field(None, description="什么时候办成", examples=["6月底前"])
    check: Texts = Field(default_factory=list, description="怎么查", examples=[["各站服务人次每季度公布"]])
    aim: Texts = Field(default_factory=list, description="要达到什么", examples=[["让老人找得到人"]])
    reward: Texts = Field(default_factory=list, description="奖罚，写数", examples=[["查实一件奖100元"]])
    own: Texts = Field(default_factory=list, description="讲话人自己认领的一句", examples=[["第一天是我"]])
    emphasis: Emphasis | None = Field(None, description="特别强调的一段")


class Instruction(Part):
    """一条指示：动词不能丢"""

    item: Text | None = Field(None, description="整条指示，动词开头", examples=["认真开好三个会议"])
    verb: Name | None = Field(None, description="动词，连同修饰", examples=["认真开好"])
    target: Name | None = Field(None, description="宾语", examples=["三个会议"])
    aim: Text | None = Field(None, description="为的是什么")

    alone: ClassVar[str] = "item"


class Relay(Part):
    """传达上级的指示：谁向谁汇报，肯定什么，转达什么，要求什么"""

    verb: Name | None = Field(None, description="怎么作的指示，连同修饰：指示、明确要求……", examples=["同时指示"])

    when: When | None = Field(None, description="什么时候", examples=["12月5日"])
    occasion: Name | None = Field(None, description="什么场合")
    who: Name | None = Field(None, description="谁去汇报、谁来转达", examples=["局领导班子"])
    to: Name | None = Field(None, description="向谁汇报，谁作的指示", examples=["分管副市长"])
    reported: Texts = Field(default_factory=list, description="汇报了什么")
    praised: Texts = Field(default_factory=list, description="肯定了什么", examples=[["去年工作取得的成绩"]])
    greetings: Texts = Field(
        default_factory=list,
        description="托谁、向谁、转达什么，动词开头",
        examples=[["委托局领导班子，向同志们转达他的感谢和问候"]],
    )
    assigned: Annotated[list[Instruction], BeforeValidator(_one_each)] = Field(
        default_factory=list, description="指示了哪几条，动词不能丢", examples=[["认真开好三个会议"]]
    )
    requirements: Texts = Field(default_factory=list, description="提了什么要求")
    aim: Texts = Field(default_factory=list, description="为的是什么")
    quotes: Quotes = Field(default_factory=list, description="原话")


class Keynote(Part):
    """主报告"""

    who: Name = Field(description="谁作的报告", examples=["{程立言}"])
    on_behalf: Name | None = Field(None, description="代表谁")
    called: Name | None = Field(None, description="称什么：重要讲话、工作报告、主题报告……", examples=["重要讲话"])
    content: Texts = Field(default_factory=list, description="讲了什么，动词开头", examples=[["分析了形势"]])
    verdicts: Texts = Field(default_factory=list, description="报告里的评价词", examples=[["新亮点", "新突破"]])
    requirements: Texts = Field(default_factory=list, description="报告提出的要求")


class Discussion(Part):
    """分组讨论"""

    count: Name | None = Field(None, description="几个组、多少人次")
    views: Texts = Field(default_factory=list, description="大家怎么看")
    pledges: Texts = Field(default_factory=list, description="大家怎么表示")


class Exchange(Part):
    """大会交流"""

    count: Name | None = Field(None, description="一共几家", examples=["7个省市"])
    places: Texts = Field(default_factory=list, description="哪几家")
    content: Texts = Field(default_factory=list, description="讲了什么")
    comment: Texts = Field(default_factory=list, description="有什么用")


class Arrangement(Part):
    """议程有什么调整，为什么"""

    change: Texts = Field(description="怎么调整")
    reasons: Texts = Field(default_factory=list, description="理由")


class Assessment(Part):
    """对会议的总评"""

    role: Texts = Field(default_factory=list, description="这是一次什么会")
    verdicts: Texts = Field(default_factory=list, description="评语，几个四字短语", examples=[["内容重要", "团结鼓劲"]])
    aim: Texts = Field(default_factory=list, description="达到了什么目的，动词开头", examples=[["统一思想"]])
    agreed: Annotated[bool, BeforeValidator(yes)] = Field(
        False, description="确是“大家一致认为”的就写是", examples=["是"]
    )


class Recap(Part):
    """会议回顾"""

    keynote: Keynote | None = Field(None, description="主报告")
    discussion: Discussion | None = Field(None, description="分组讨论")
    exchange: Exchange | None = Field(None, description="大会交流")
    arrangement: Arrangement | None = Field(None, description="议程调整")
    assessment: Assessment | None = Field(None, description="总评")


class Situation(Part):
    """形势"""

    favourable: Texts = Field(default_factory=list, description="有利条件")
    quotes: Quotes = Field(default_factory=list, description="上级的要求，按引用的次序")
    challenges: Texts = Field(default_factory=list, description="挑战")
    content: Texts = Field(default_factory=list, description="别的话")


class Goals(Part):
    """目标"""

    deadline: When | None = Field(None, description="到什么时候", examples=["2027年底"])
    guidance: Texts = Field(default_factory=list, description="以什么为指导")
    around: Texts = Field(default_factory=list, description="围绕什么")
    strengths: Texts = Field(default_factory=list, description="发挥什么长处")
    included: Texts = Field(default_factory=list, description="纳入什么")
    measures: Texts = Field(default_factory=list, description="主要的做法，动词开头")
    targets: Texts = Field(default_factory=list, description="指标，一条一个数", examples=[["站点覆盖率达到95%"]])
    mechanisms: Texts = Field(default_factory=list, description="健全哪些机制")
    towards: Texts = Field(default_factory=list, description="朝什么方向", examples=[["专业化", "常态化"]])


class News(Part):
    """近来的一件事"""

    when: When | None = Field(None, description="什么时候")
    places: Texts = Field(default_factory=list, description="哪几家")
    did: Texts = Field(default_factory=list, description="做了什么")
    content: Texts = Field(default_factory=list, description="别的话")
    quotes: Quotes = Field(default_factory=list, description="引语或大意")
    roles: Texts = Field(default_factory=list, description="当好什么角色")
    lacks: Texts = Field(default_factory=list, description="从前缺什么")
    hopes: Texts = Field(default_factory=list, description="今后怎么办")


class Exemplars(Part):
    """身边的榜样"""

    event: Texts = Field(default_factory=list, description="正在办的活动")
    people: Texts = Field(default_factory=list, description="在座的榜样")
    learn: Texts = Field(default_factory=list, description="向他们学什么")
    meaning: Texts = Field(default_factory=list, description="为什么学")


class Keyword(Part):
    """一个关键词"""

    name: Name = Field(description="词", examples=["品牌"])
    is_: Text | None = Field(None, description="打个比方，它是什么", examples=["载体"])
    content: Texts = Field(default_factory=list, description="展开说")


class Brand(Part):
    """一个牌子：有哪些项目，名字是什么意思"""

    name: Name | None = Field(None, description="牌子的名字")
    who: Name | None = Field(None, description="谁提出的")
    when: When | None = Field(None, description="什么时候提出的", examples=["近年来"])
    projects: Texts = Field(default_factory=list, description="下面有哪些项目")
    gloss: Texts = Field(default_factory=list, description="名字的寓意")
    peers: Texts = Field(default_factory=list, description="可参照的单位")
    content: Texts = Field(default_factory=list, description="别的话")
    measures: Texts = Field(default_factory=list, description="怎么打响，动词开头")


class Opening(Part):
    """开场"""

    content: Texts = Field(default_factory=list, description="开场要交代的话")
    thanks: Texts = Field(default_factory=list, description="向谁致意")

    alone: ClassVar[str] = "content"


class Closing(Part):
    """结尾"""

    content: Texts = Field(default_factory=list, description="收束的话")
    guidance: Texts = Field(default_factory=list, description="以什么为指导")
    spirit: Texts = Field(default_factory=list, description="以怎样的情怀，几个带“的”的短语")
    creed: Text | None = Field(None, description="一句理念、口号，不用加引号")
    measures: Texts = Field(default_factory=list, description="还要做的，动词开头")
    strive: Texts = Field(default_factory=list, description="为什么而努力")
    tribute: Text | None = Field(None, description="向什么献礼")
    welcome: Text | None = Field(
        None, description="以优异成绩迎接哪次大会胜利召开，写全称", examples=["市第九次党代会"]
    )
    thanks: Texts = Field(default_factory=list, description="致谢")
    wishes: Texts = Field(default_factory=list, description="祝愿")

    alone: ClassVar[str] = "content"


class Honours(Part):
    """表彰：谁受了表彰"""

    awarded: Texts = Field(default_factory=list, description="受表彰的人、单位", examples=[["20位优秀护士"]])
    content: Texts = Field(default_factory=list, description="还要交代的话")

    alone: ClassVar[str] = "awarded"


class Deed(Part):
    """一个人的事迹"""

    who: Name = Field(description="谁", examples=["林秀桂"])
    post: Name | None = Field(None, description="岗位", examples=["血液透析室护士长"])
    age: Name | None = Field(None, description="年龄", examples=["52岁"])
    years: Name | None = Field(None, description="干了多少年", examples=["干护理31年"])
    gender: Setting | None = Field(None, description="男或女，定“他”“她”", examples=["女"])
    background: Texts = Field(default_factory=list, description="这个岗位是做什么的、难在哪里")
    figures: Texts = Field(default_factory=list, description="用数说话，一条一个数")
    thing: Texts = Field(default_factory=list, description="身边一样东西", examples=[["一个本子，用到了第14本"]])
    story: Texts = Field(default_factory=list, description="一件事的经过，一件一件写")
    outcome: Texts = Field(default_factory=list, description="结果")
    quotes: Quotes = Field(default_factory=list, description="自己说的一句话")
    meaning: Texts = Field(default_factory=list, description="说明了什么")


class Ethos(Part):
    """一种精神：一个字或一个词，用前面讲过的事来证"""

    name: Name = Field(description="字或词", examples=["稳"])
    content: Texts = Field(default_factory=list, description="从哪几件事看出来", examples=[["雪天停了公交，心不慌"]])

    alone: ClassVar[str] = "name"


class Decision(Part):
    """定下的一件事"""

    item: Text = Field(description="定了什么", examples=["夜餐补助由20元提高到35元"])
    owner: Leader | None = Field(None, description="谁负责", examples=["护理部"])
    deadline: Deadline | None = Field(None, description="什么时候办成", examples=["6月底前"])

    alone: ClassVar[str] = "item"


class Decided(Part):
    """已经定下的事"""

    content: Annotated[list[Decision], BeforeValidator(_one_each)] = Field(
        default_factory=list, description="定了哪几件，一条一件"
    )
    aim: Texts = Field(default_factory=list, description="为的是什么")

    alone: ClassVar[str] = "content"


class AgendaItem(Part):
    """一项议程"""

    item: Text = Field(description="做什么，动词开头", examples=["通报普查情况"])
    who: Name | None = Field(None, description="谁", examples=["祁松涛"])
    limit: Name | None = Field(None, description="限多少时间", examples=["20分钟"])
    stage: Name | None = Field(None, description="这一项的一个字或词，前后串联用", examples=["查"])
    intro: Texts = Field(default_factory=list, description="请他之前交代一句")
    after: Texts = Field(default_factory=list, description="他讲完以后接一句")
    points: Texts = Field(default_factory=list, description="讲了哪几点，小结时重提")

    alone: ClassVar[str] = "item"


class Attendance(Part):
    """到会的人"""

    people: Texts = Field(default_factory=list, description="要介绍的人，按次序", examples=[["孟知秋", "祁松涛"]])
    others: Texts = Field(default_factory=list, description="其他到会的人")
    front: Text | None = Field(None, description="特别要提到的一群人", examples=["12位护树员代表"])


class Gifts(Part):
    """带来的心意"""

    content: Texts = Field(default_factory=list, description="带来什么，动词开头或物名", examples=[["46副快板"]])
    comment: Texts = Field(default_factory=list, description="评一句")

    alone: ClassVar[str] = "content"


Points = Annotated[list[Point], BeforeValidator(_one_model)]
Tasks = Annotated[list[Task], BeforeValidator(_one_model)]


class Sections(Part):
    """讲话各部分的素材"""

    opening: Opening = Field(default_factory=Opening, description="开场")
    responses: Quotes = Field(default_factory=list, description="回应前面的发言")
    relay: Annotated[list[Relay], BeforeValidator(_one_model)] = Field(default_factory=list, description="传达")
    recap: Recap = Field(default_factory=Recap, description="会议回顾")
    gains: Points = Field(default_factory=list, description="收获")
    review: Points = Field(default_factory=list, description="回顾")
    achievements: Points = Field(default_factory=list, description="成绩")
    problems: Annotated[list[Problem], BeforeValidator(_one_model)] = Field(default_factory=list, description="问题")
    situation: Situation = Field(default_factory=Situation, description="形势")
    goals: Goals = Field(default_factory=Goals, description="目标")
    tasks: Tasks = Field(default_factory=list, description="任务")
    requirements: Tasks = Field(default_factory=list, description="要求")
    team: Tasks = Field(default_factory=list, description="队伍")
    exemplars: Exemplars = Field(default_factory=Exemplars, description="榜样")
    news: Annotated[list[News], BeforeValidator(_one_model)] = Field(default_factory=list, description="近事")
    principle: Points = Field(default_factory=list, description="立论")
    cases: Annotated[list[Witness], BeforeValidator(_one_model)] = Field(default_factory=list, description="案例")
    keywords: Annotated[list[Keyword], BeforeValidator(_one_model)] = Field(default_factory=list, description="关键词")
    brand: Brand = Field(default_factory=Brand, description="品牌")
    closing: Closing = Field(default_factory=Closing, description="结尾")
    why: Points = Field(default_factory=list, description="为何要办这件事，一条一个道理")
    profile: Points = Field(default_factory=list, description="概况、家底")
    commitments: Tasks = Field(default_factory=list, description="承诺")
    safeguards: Tasks = Field(default_factory=list, description="保障：靠什么办成")
    honours: Honours = Field(default_factory=Honours, description="表彰")
    deeds: Annotated[list[Deed], BeforeValidator(_one_model)] = Field(default_factory=list, description="事迹")
    ethos: Annotated[list[Ethos], BeforeValidator(_one_each)] = Field(default_factory=list, description="精神")
    decided: Decided = Field(default_factory=Decided, description="已定的事")
    expectations: Points = Field(default_factory=list, description="希望，一条一个")
    agenda: Annotated[list[AgendaItem], BeforeValidator(_one_each)] = Field(default_factory=list, description="议程")
    attendance: Attendance = Field(default_factory=Attendance, description="出席")
    ties: Annotated[list[Witness], BeforeValidator(_one_model)] = Field(
        default_factory=list, description="渊源：讲话人同这里的一段往事"
    )
    highlights: Points = Field(default_factory=list, description="看点：这一回有什么、变了什么")
    gifts: Gifts = Field(default_factory=Gifts, description="心意")


class StockWanted(Part):
    """要加的一段常规段落"""

    name: Setting = Field(description="段落的名字，见 drafter stock", examples=["提高认识"])
    length: Setting | None = Field(None, description="短、中、长；不写按时长配", examples=["短"])

    alone: ClassVar[str] = "name"

    @field_validator("length")
    @classmethod
    def _length(cls, value: str | None) -> str | None:
        if value and value not in LENGTHS:
            raise ValueError(_("a length is one of {known}").format(known="、".join(LENGTHS)))
        return value


Stock = Annotated[list[StockWanted], BeforeValidator(_one_each)]


class SpeechWanted(Part):
    """要写的一篇讲话"""

    genre: Setting = Field(description="体裁，见 drafter templates", examples=["座谈会讲话"])
    speaker: Setting | None = Field(None, description="讲话人，是“人物”里的一个名字", examples=["顾维清"])
    title: Texts = Field(default_factory=list, description="题目；几行就写几条，不写则按体裁生成")
    subtitle: Text | None = Field(None, description="副题，例如“——在……会议上的讲话”")
    salutation: Name | None = Field(None, description="称谓，不带冒号", examples=["各位长辈、同志们"])
    minutes: Setting | None = Field(None, description="时长", examples=["12分钟"])
    layout: Setting | None = Field(None, description="版式，不写按 gb", examples=["gb"])
    standing: Setting | None = Field(None, description="讲话人的身份：主办、来宾、表态、汇报、主持；不写按体裁")
    on_behalf: Name | None = Field(None, description="代表谁", examples=["镇党委、镇政府"])
    cap: Cap | None = Field(None, description="这一篇最多多少字", examples=["800"])
    avoid: Annotated[list[Setting], BeforeValidator(_one_text)] = Field(
        default_factory=list, description="避开从前哪些稿子里的句子，.docx 或 .txt", examples=[["去年.docx"]]
    )
    fixed: Annotated[list[Setting], BeforeValidator(_one_text)] = Field(
        default_factory=list, description="定下用哪几句句式，见 drafter phrases"
    )
    banned: Annotated[list[Setting], BeforeValidator(_one_text)] = Field(
        default_factory=list, description="不用哪几句句式，见 drafter phrases"
    )
    chapters: dict[str, Setting] = Field(
        default_factory=dict,
        description="自己定的大标题，哪个部分用哪一句；不写的按句式库",
        examples=[{"问题": "挑明四处短板", "任务": "派定五件活"}],
    )
    seed: Setting | None = Field(None, description="换一个种子，句式就换一套")
    moves: Annotated[list[str], BeforeValidator(_one_text)] = Field(
        default_factory=list, description="只写这几个部分", examples=[["回顾", "成绩"]]
    )

    voice: Setting | None = Field(None, description="语体：庄重、平实、亲切；不写按体裁和单位的性质", examples=["平实"])
    stock: Stock = Field(
        default_factory=list, description="要加哪几段常规段落，见 drafter stock", examples=[["提高认识", "压实责任"]]
    )
    last: Verbatim | None = Field(None, description="规定的最后一句，一字不动，放在全篇最末")
    numbered: Annotated[bool, BeforeValidator(yes)] = Field(True, description="标题不编号就写否", examples=["否"])
    depth: Annotated[int, Field(ge=0, le=4)] | None = Field(
        None, description="标题用到第几级，再往下的化进段落", examples=["2"]
    )

    material: Sections = Field(
        default_factory=lambda: Sections(), description="只给这一篇用的素材，写法同各部分；没写的用公共的"
    )

    @field_validator("speaker")
    @classmethod
    def _speaker(cls, value: str | None) -> str | None:
        return value.strip("{} ") if value else value

    @field_validator("standing")
    @classmethod
    def _standing(cls, value: str | None) -> str | None:
        if value and value not in STANDINGS:
            raise ValueError(_("a standing is one of {known}").format(known="、".join(STANDINGS)))
        return value

    @field_validator("last")
    @classmethod
    def _last(cls, value: str | None) -> str | None:
        if value and not is_sentence(value):
            raise ValueError(_("the last sentence ends without a mark: write 。 or ！ at its end"))
        return value

    @field_validator("minutes")
    @classmethod
    def _minutes(cls, value: str | None) -> str | None:
        if value is None:
            return None
        match = re.fullmatch(r"(\d+(?:\.\d)?)\s*(?:分钟)?", value)
        if not match:
            raise ValueError(_("minutes are written 12 or 12分钟"))
        if not 0 < float(match[1]) <= LONGEST:
            raise ValueError(_("a speech takes 1 to {most} minutes").format(most=LONGEST))
        return match[1]


class Word(Part):
    """导出的 Word 文件里带些什么"""

    live_facts: Annotated[bool, BeforeValidator(yes)] = Field(
        True, description="名称、数据在文件里改一处，全文跟着改；不要就写否", examples=["否"]
    )
    comments: Annotated[list[Setting], BeforeValidator(_kinds)] = Field(
        default_factory=list, description="带哪几种批注：待补、检查、来源", examples=[["待补", "来源"]]
    )


class Silenced(Part):
    """看过了、不用再查的一处"""

    rule: Setting = Field(description="规则的代号", examples=["N01"])
    sentence: Setting = Field(description="句子里的几个字", examples=["三个关键词"])
    because: Setting = Field(description="为什么不查", examples=["领导定的说法"])


class BriefModel(Sections):
    """一次会议的素材"""

    inherits: Annotated[list[str], BeforeValidator(_one_text)] = Field(
        default_factory=list, description="沿用哪份素材，常用的人、单位、文件写在那里", examples=[["office.yaml"]]
    )
    meeting: Meeting = Field(default_factory=Meeting, description="会议")
    speeches: Annotated[list[SpeechWanted], BeforeValidator(_one_model), Field(min_length=1)] = Field(
        description="要写哪几篇讲话"
    )
    audience: Texts = Field(default_factory=list, description="在座的人，按次序", examples=[["各位长辈", "同志们"]])
    people: dict[str, Person] = Field(default_factory=dict, description="人物：名字下面写职务、简称")
    bodies: dict[str, Named] = Field(default_factory=dict, description="单位：全称、简称")
    documents: dict[str, Named] = Field(default_factory=dict, description="文件：全称、简称")
    facts: dict[str, Value] = Field(default_factory=dict, description="事实：写一次，处处用 {名字} 引")
    figures: dict[str, Value] = Field(default_factory=dict, description="数据：值、量词、修饰、来源")
    pace: Pace | None = Field(None, description="没有另写的人，语速按这个数", examples=["200"])
    layout: Setting | None = Field(None, description="没有另写的讲话，版式按这个", examples=["gb"])
    voice: Setting | None = Field(None, description="没有另写的讲话，语体按这个", examples=["庄重"])
    kind: Setting | None = Field(
        None, description="单位的性质：机关、企业、学校、社区；定默认的语体", examples=["机关"]
    )
    argued: Annotated[bool, BeforeValidator(yes)] = Field(
        False, description="要用数讲道理（占几成、增减多少、平均多少）就写有", examples=["有"]
    )
    terms: dict[str, Annotated[list[Setting], BeforeValidator(_one_text)]] = Field(
        default_factory=dict,
        description="对人的规范称谓，和不许用的别的说法",
        examples=[{"老年人": ["老头老太"]}],
    )
    cap: Cap | None = Field(None, description="一篇讲话最多多少字", examples=["8000"])
    silences: Annotated[list[Silenced], BeforeValidator(_one_model)] = Field(
        default_factory=list, description="drafter check 看过了、不用再查的"
    )
    word: Word = Field(default_factory=Word, description="导出的 Word 文件里带些什么")
    columns: dict[str, Setting] = Field(
        default_factory=dict,
        description="成批写稿时，表里哪一列是哪一项；不用的列写“不用”",
        examples=[{"社区名称": "单位.社区.名称"}],
    )
    may_be_empty: Annotated[list[Setting], BeforeValidator(_one_text)] = Field(
        default_factory=list, description="成批写稿时，哪几列可以空着", examples=[["备注"]]
    )
    file_name: Setting | None = Field(
        None, description="成批写稿时，每一行的文件叫什么", examples=["{社区}-{会议名称}"]
    )

    @field_validator("kind")
    @classmethod
    def _kind(cls, value: str | None) -> str | None:
        if value and value not in KINDS:
            raise ValueError(_("a kind of body is one of {known}").format(known="、".join(KINDS)))
        return value

    unsaid: Annotated[list[Setting], BeforeValidator(_one_text)] = Field(
        default_factory=list, description="不要提的词，稿子里出现就报出来", examples=[["申报"]]
    )
