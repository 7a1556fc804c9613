"""The nodes of a brief on top of those that it inherits (沿用): an office keeps its own facts in one file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from drafter import source
from drafter.brief.keys import FREE, english, words
from drafter.errors import BriefError, Fault
from drafter.messages import _
from drafter.model import Place
from drafter.source import Mapping, Node, Scalar, Sequence

MAX_INHERITED = 8


def load(path: Path, faults: list[Fault]) -> Mapping | None:
    """The mapping in ``path``, on top of what it inherits; a file that several inherit is read once."""
    read: dict[Path, Mapping | None] = {}

    def whole(path: Path, inherited_by: tuple[Path, ...], place: Place | None) -> Mapping | None:
        here = path.resolve()
        if here in inherited_by or len(inherited_by) > MAX_INHERITED:
            back = here in inherited_by
            message = _("{path}: 沿用 leads back to itself") if back else _("{path}: too long a row of 沿用")
            faults.append(Fault(message.format(path=path), place))
            return None
        if here not in read:
            node = read[here] = _alone(path, faults, place)
            for base_path, named in _inherited(node, path, faults) if node else ():
                base = whole(base_path, (*inherited_by, here), named)
                if base is not None and node is not None:
                    node = read[here] = _merged(_without(base, "speeches"), node)
        return read[here]

    return whole(path, (), None)


def _alone(path: Path, faults: list[Fault], named: Place | None) -> Mapping | None:
    """The mapping in one file, which is ``named`` in the brief that inherits it; nothing when it cannot be read."""
    try:
        text = source.read_bytes(path)
    except BriefError as error:
        faults += [Fault(fault.message, fault.place or named, fault.hint) for fault in error.faults]
        return None
    node, found = source.parse(text, str(path), words())
    faults += found
    if node is None:
        if not found:
            faults.append(Fault(_("{path}: the brief is empty").format(path=path)))
        return None
    if not isinstance(node, Mapping):
        message = _("a brief is made of “key: value” lines")
        faults.append(Fault(message, node.place, _("Begin with “会议:” and “讲话:”; see drafter new.")))
        return None
    return node


def _inherited(node: Mapping, path: Path, faults: list[Fault]) -> list[tuple[Path, Place]]:
    """The files that ``node`` inherits and where it names them, the last named first, so that later names win."""
    listed = next((value for key, value in node.pairs if english(key.text) == "inherits"), None)
    scalars = listed.items if isinstance(listed, Sequence) else (listed,) if listed else ()
    found = []
    for scalar in dict.fromkeys(scalars):
        if not isinstance(scalar, Scalar) or not scalar.text:
            continue  # the schema says what 沿用 takes
        if Path(scalar.text).is_absolute() or "\\" in scalar.text:
            message = _("沿用 names a file relative to this one, with /")
            faults.append(Fault(message, scalar.place))
        elif not source.is_file(path.parent / scalar.text):
            message = _("the file to inherit is not there: {name}").format(name=scalar.text[:80])
            faults.append(Fault(message, scalar.place, _("The path is read from the folder of this brief.")))
        else:
            found.append((path.parent / scalar.text, scalar.place))
    return found[::-1]


def _without(node: Mapping, name: str) -> Mapping:
    return Mapping(tuple((k, v) for k, v in node.pairs if english(k.text) != name), node.place)


def _merged(base: Mapping, own: Mapping, within: str = "") -> Mapping:
    """``own`` on top of ``base``: mappings merge key by key, anything else is replaced.

    ``within`` is the key that holds them; names of people, bodies, documents and figures are no keys. A key that
    stands twice is left for the reader of the brief to name.
    """

    def name(key: Scalar) -> str:
        return key.text if within in FREE else english(key.text) or key.text

    count = Counter(name(key) for key, _value in own.pairs)
    mine = {name(key): value for key, value in own.pairs if count[name(key)] == 1}
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in base.pairs:
        other = mine.get(name(key))
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            pairs.append((key, _merged(value, other, "" if within else name(key))))
        elif not count[name(key)]:
            pairs.append((key, value))
    taken = {name(key) for key, value in pairs}
    return Mapping((*pairs, *((k, v) for k, v in own.pairs if name(k) not in taken)), own.place)
