"""What is to be told to the writer at a place of a speech: gaps, findings, and where figures come from.

The texts are for the document, and in Chinese whatever the locale; findings come in the language they were made in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from drafter.model import STOCK, Brief, Derived, Finding, Note, Paragraph, Span, Speech, Spot

_TITLE = "title"


def notes(
    brief: Brief, speeches: Sequence[Speech], findings: Sequence[Finding], kinds: Collection[str]
) -> Mapping[int, Sequence[Note]]:
    """The notes on each speech by its number, from 0; ``kinds`` are some of COMMENTS."""
    found: dict[int, list[Note]] = {number: [] for number in range(len(speeches))}
    spans = [(spot, span) for number, speech in enumerate(speeches) for spot, span in _spans(number, speech)]
    for number, speech in enumerate(speeches):
        found[number] += _stock(number, speech)
    if "gaps" in kinds:
        for spot, span in spans:
            if span.gap:
                text = f"待补：{span.gap}。填在素材里再出稿，或者就在这里改。"
                found[spot.speech].append(Note(spot, text))
    if "findings" in kinds:
        where = _Where(brief, spans)
        for finding in findings:
            spot = where.of(finding)
            found[spot.speech].append(Note(spot, f"{_SEVERITIES[finding.severity]}：{finding.message}"))
    if "sources" in kinds:
        # A finding says each sum already.
        said = [(spot, span) for spot, span in spans if not (span.derived and "findings" in kinds)]
        for spot, text in _sources(brief, said):
            found[spot.speech].append(Note(spot, text))
    return found


def _stock(number: int, speech: Speech) -> Iterator[Note]:
    """Every stock paragraph is marked, whatever kinds of comments are asked for: it holds no fact."""
    for paragraph in stock_paragraphs(speech):
        name = next((phrase.rpartition("/")[2] for phrase in paragraph.origin.phrases), "")
        yield Note(Spot(number, paragraph.id, 0), f"常规段落“{name}”：这一段没有事实，是选用的通用段落，请结合实际改。")


def stock_paragraphs(speech: Speech) -> Iterator[Paragraph]:
    """The stock paragraphs of a speech, in which there is no fact of the brief's own."""
    return (paragraph for move in speech.moves if move.name == STOCK for paragraph in move.paragraphs)


def reckoned(derived: Derived, texts: Collection[str]) -> tuple[str, str]:
    """How a sum is said in ``texts``, and the sum itself; a difference may be said as 几倍."""
    if derived.text not in texts and derived.words.get("倍") in texts:
        return derived.words["倍"], derived.words["倍式"]
    return derived.text, derived.sum


_SEVERITIES = {"error": "必改", "warning": "请看", "info": "请核实"}


def _spans(number: int, speech: Speech) -> Iterator[tuple[Spot, Span]]:
    for role, spans in speech.head.lines():
        for index, span in enumerate(spans):
            yield Spot(number, role, index), span
    for paragraph in speech.paragraphs:
        for index, span in enumerate(paragraph.spans):
            yield Spot(number, paragraph.id, index), span


class _Where:
    """Finds the words that a finding is about."""

    def __init__(self, brief: Brief, spans: Sequence[tuple[Spot, Span]]) -> None:
        self._spots: dict[str, Spot] = {}
        for spot, span in spans:
            for path in (span.fact, span.derived):
                if path:
                    self._spots.setdefault(path, spot)
        self._paths: dict[tuple[str, int], str] = {}
        for fact in brief.facts.values():
            if fact.path in self._spots:
                self._paths.setdefault((fact.place.file, fact.place.line), fact.path)

    def of(self, finding: Finding) -> Spot:
        """The spot of ``finding``: its own, that of the fact it is about, or the title of the first speech."""
        if finding.spot:
            return finding.spot
        place = finding.place
        path = finding.about or (self._paths.get((place.file, place.line)) if place else None)
        return self._spots.get(path or "", Spot(0, _TITLE))


def _sources(brief: Brief, spans: Sequence[tuple[Spot, Span]]) -> Iterator[tuple[Spot, str]]:
    """The source of a named thing, and the sum of what is reckoned, where a speech says it first."""
    said = set[tuple[int, str]]()
    for spot, span in spans:
        path = span.derived or span.fact or ""
        if (spot.speech, path) in said:
            continue
        said.add((spot.speech, path))
        source = brief.sources.get(path)
        if span.derived and span.derived in brief.derived:
            yield spot, f"推算：{reckoned(brief.derived[span.derived], [span.text])[1]}。请核实。"
        elif source and (source.where or source.as_of):
            parts = [f"来源：{source.where}" if source.where else "", f"截至：{source.as_of}" if source.as_of else ""]
            yield spot, "；".join(part for part in parts if part) + "。"
