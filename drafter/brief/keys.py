"""The one vocabulary of the brief: each key in English (as in the code) and in Chinese (as writers type it).

The first Chinese word of a key is the one that is written, shown and used in templates; the others are
accepted. A word means the same key wherever it stands.
"""

from __future__ import annotations

KEYS: dict[str, tuple[str, ...]] = {
    # the file
    "inherits": ("沿用",),
    "meeting": ("会议",),
    "speeches": ("讲话",),
    "audience": ("在座", "听众"),
    "people": ("人物",),
    "bodies": ("单位",),
    "documents": ("文件",),
    "facts": ("事实",),
    "figures": ("数据",),
    "note": ("备注",),
    # things with names
    "name": ("名称", "姓名", "全称", "名"),
    "short": ("简称",),
    "first": ("首称",),
    "post": ("职务",),
    "pace": ("语速",),
    "value": ("值",),
    "unit": ("量词",),
    "qualifier": ("修饰",),
    "as_of": ("截至",),
    "source": ("来源",),
    "inferred": ("推测",),
    # the meeting and the speeches wanted
    "date": ("日期",),
    "weekday": ("星期",),
    "place": ("地点",),
    "host": ("主办",),
    "theme": ("主题",),
    "duration": ("会期",),
    "genre": ("体裁",),
    "speaker": ("讲话人",),
    "title": ("题目", "标题"),
    "subtitle": ("副题",),
    "salutation": ("称谓",),
    "minutes": ("时长",),
    "layout": ("版式",),
    "seed": ("种子",),
    "moves": ("部分",),
    # the sections
    "opening": ("开场",),
    "responses": ("回应",),
    "relay": ("传达",),
    "recap": ("会议回顾",),
    "gains": ("收获",),
    "review": ("回顾",),
    "achievements": ("成绩",),
    "problems": ("问题",),
    "situation": ("形势",),
    "goals": ("目标",),
    "tasks": ("任务",),
    "requirements": ("要求",),
    "team": ("队伍",),
    "exemplars": ("榜样",),
    "news": ("近事",),
    "principle": ("立论",),
    "cases": ("案例",),
    "keywords": ("关键词",),
    "brand": ("品牌",),
    "closing": ("结尾",),
    # what a point may hold
    "heading": ("题",),
    "verdict": ("定性",),
    "why": ("为何",),
    "content": ("内容",),
    "quotes": ("引语",),
    "practices": ("各地",),
    "witness": ("见闻",),
    "parallel": ("排比",),
    "contrast": ("对照",),
    "meaning": ("意义",),
    "further": ("另外",),
    "cause": ("原因",),
    "effect": ("后果",),
    "outcome": ("成效",),
    "difficulty": ("难处",),
    "measures": ("措施",),
    "owner": ("牵头",),
    "partners": ("配合",),
    "deadline": ("时限",),
    "check": ("检查",),
    "aim": ("目的",),
    "emphasis": ("强调",),
    "targets": ("指标",),
    "sums": ("测算",),
    "given": ("已知",),
    "result": ("得数",),
    "vision": ("设想",),
    "caution": ("提醒",),
    # quotations, relays, practices, cases
    "when": ("时间",),
    "occasion": ("场合",),
    "who": ("人", "谁", "出自"),
    "verb": ("动词",),
    "words": ("原话",),
    "gist": ("大意",),
    "comment": ("点评",),
    "to": ("向",),
    "reported": ("汇报",),
    "praised": ("肯定",),
    "greetings": ("问候",),
    "assigned": ("部署",),
    "places": ("地方",),
    "open": ("等",),
    "did": ("做法",),
    "question": ("设问",),
    "story": ("经过",),
    "saw": ("所见",),
    "felt": ("所感",),
    "small": ("小处",),
    "great": ("大处",),
    "prefix": ("前",),
    "items": ("项",),
    "suffix": ("后",),
    "is_": ("是",),
    # the meeting looked back on
    "keynote": ("主报告",),
    "discussion": ("讨论",),
    "exchange": ("交流",),
    "arrangement": ("安排",),
    "assessment": ("总评",),
    "on_behalf": ("代表",),
    "verdicts": ("评价", "评语"),
    "views": ("看法",),
    "pledges": ("表示",),
    "count": ("数量",),
    "change": ("调整",),
    "reasons": ("理由",),
    "role": ("定位",),
    # situation, goals, closing, the rest
    "favourable": ("有利",),
    "challenges": ("挑战",),
    "guidance": ("指导",),
    "around": ("围绕",),
    "strengths": ("发挥",),
    "included": ("纳入",),
    "mechanisms": ("机制",),
    "towards": ("方向",),
    "projects": ("项目",),
    "gloss": ("寓意",),
    "peers": ("参照",),
    "event": ("活动",),
    "learn": ("学什么",),
    "roles": ("角色",),
    "lacks": ("从前",),
    "hopes": ("今后",),
    "spirit": ("情怀",),
    "creed": ("理念",),
    "strive": ("奋斗",),
    "tribute": ("献礼",),
    "thanks": ("致谢",),
    "wishes": ("祝愿",),
}

# Mappings whose keys are names of the writer's own.
FREE = frozenset({"people", "bodies", "documents", "facts", "figures"})

_ENGLISH = {word: key for key, words in KEYS.items() for word in (key.rstrip("_"), *words)}


def english(word: str) -> str | None:
    """The key that ``word`` means in either language, or None."""
    return _ENGLISH.get(word)


def chinese(key: str) -> str:
    """The Chinese word that is shown for ``key``; a word without an entry is its own."""
    return KEYS[key][0] if key in KEYS else key


def words() -> frozenset[str]:
    """Every word that is a key in either language."""
    return frozenset(_ENGLISH)
