"""Claims and the way they came as PROV-O, in Turtle.

A claim is an entity. The voices of its chain are entities too, each what one voice said: the claim was quoted from the
last of them, that one from the one before, and what the origin said is the primary source. Reading a report and
deciding on a claim are activities. `urn:sayso:` is ours; everything else is PROV's.
"""

from collections.abc import Iterable, Iterator

from sayso.exports.files import Files
from sayso.exports.outgoing import Imprint, Judged, Outgoing, Voice
from sayso.exports.sheet import Sheet
from sayso.model.canonical import sha256_of

PREFIXES = """@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sayso: <urn:sayso:> .

"""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(claims: Iterable[Outgoing], files: Files, sheet: Sheet) -> int:
    """One Turtle file."""
    graph = _Graph()
    written = 0
    with files.text(files.named()) as out:
        out.write(PREFIXES)
        out.write(f"<urn:sayso:ledger:{sheet.head}> a prov:Entity, prov:Bundle .\n\n")
        for claim in claims:
            out.writelines(graph.claim(claim))
            written += 1
    return written


class _Graph:
    """Tells each report and each agent once."""

    def __init__(self) -> None:
        self._report: str | None = None
        self._agents: set[str] = set()

    def claim(self, claim: Outgoing) -> Iterator[str]:
        """Everything about one claim; what it shares with the claim before is not told again."""
        imprint = claim.imprint
        if imprint.report_id != self._report:
            self._report = imprint.report_id
            yield from self._imprint(imprint, claim.reader)
        subject = f"<urn:sayso:claim:{claim.id}>"
        facts = [
            "a prov:Entity, sayso:Claim",
            f"prov:wasDerivedFrom <urn:sayso:report:{imprint.report_id}>",
            f"prov:wasGeneratedBy <urn:sayso:reading:{imprint.report_id}>",
            f"sayso:stance {_text(claim.stance)}",
            f"sayso:eventType {_text(claim.type)}",
        ]
        if claim.words:
            facts.append(f"prov:value {_text(claim.words)}")
        if imprint.outlet:
            facts.append(f"prov:wasAttributedTo {_agent(imprint.outlet, None)}")
        yield from self._chain(claim, facts)
        yield _block(subject, facts)
        if claim.judged:
            yield from self._decision(claim.judged, subject)

    def _chain(self, claim: Outgoing, facts: list[str]) -> Iterator[str]:
        """What each voice said, from the origin on; two voices side by side have it from the same one."""
        saying = [f"<urn:sayso:saying:{claim.id}:{n}>" for n in range(len(claim.chain))]
        for n, voice in enumerate(claim.chain):
            yield from self._new_agent(voice.speaker.text, voice.speaker.entry, voice)
            said = [
                "a prov:Entity, sayso:Saying",
                f"prov:wasAttributedTo {_agent(voice.speaker.text, voice.speaker.entry)}",
            ]
            before = n - 1
            while voice.beside and before > 0 and claim.chain[before].beside:
                before -= 1
            source = before - 1 if voice.beside else before
            if source >= 0:
                said.append(_from(saying, source, claim))
            if voice.medium:
                said.append(f"sayso:medium {_text(voice.medium)}")
            yield _block(saying[n], said)
        last = len(claim.chain) - 1
        ends = [
            n
            for n in range(len(claim.chain))
            if n == last or all(claim.chain[m].beside for m in range(n + 1, last + 1))
        ]
        facts += [_from(saying, n, claim) for n in ends]

    def _imprint(self, imprint: Imprint, reader: str) -> Iterator[str]:
        page, report = f"<urn:sha256:{imprint.page_sha256}>", f"<urn:sayso:report:{imprint.report_id}>"
        facts = ["a prov:Entity, sayso:Report", f"prov:wasDerivedFrom {page}"]
        if imprint.title:
            facts.append(f"rdfs:label {_text(imprint.title)}")
        if imprint.published:
            facts.append(f"sayso:published {_text(imprint.published.start)}")
        if imprint.outlet:
            yield from self._new_agent(imprint.outlet, None, None)
            facts.append(f"prov:wasAttributedTo {_agent(imprint.outlet, None)}")
        yield _block(report, facts)
        kept = ["a prov:Entity, sayso:Page", f"prov:generatedAtTime {_text(imprint.fetched)}^^xsd:dateTime"]
        if imprint.address:
            kept.append(f"prov:atLocation {_text(imprint.address)}")
        yield _block(page, kept)
        yield from self._new_agent(reader, f"reader:{reader}", None)
        activity = [
            "a prov:Activity",
            f"prov:used {report}",
            f"prov:wasAssociatedWith {_agent(reader, f'reader:{reader}')}",
        ]
        yield _block(f"<urn:sayso:reading:{imprint.report_id}>", activity)

    def _decision(self, judged: Judged, subject: str) -> Iterator[str]:
        yield from self._new_agent(judged.who, f"reviewer:{judged.who}", None)
        facts = [
            "a prov:Activity, sayso:Review",
            f"prov:used {subject}",
            f"prov:wasAssociatedWith {_agent(judged.who, f'reviewer:{judged.who}')}",
            f"prov:endedAtTime {_text(judged.when)}^^xsd:dateTime",
            f"sayso:verdict {_text(judged.verdict)}",
        ]
        yield _block(f"<urn:sayso:review:{sha256_of(f'{subject} {judged.when} {judged.who}')}>", facts)

    def _new_agent(self, name: str, entry: str | None, voice: Voice | None) -> Iterator[str]:
        agent = _agent(name, entry)
        if agent in self._agents:
            return
        self._agents.add(agent)
        facts = ["a prov:Agent", f"rdfs:label {_text(name)}"]
        if entry and not entry.startswith(("reader:", "reviewer:")):
            facts.append(f"sayso:register {_text(entry)}")
        if voice and voice.kind:
            facts.append(f"sayso:kind {_text(voice.kind)}")
        yield _block(agent, facts)


def _from(saying: list[str], n: int, claim: Outgoing) -> str:
    """Whence words came: the origin's are the primary source, a relay's are quoted."""
    primary = n == 0 and not claim.chain[0].relay
    return f"{'prov:hadPrimarySource' if primary else 'prov:wasQuotedFrom'} {saying[n]}"


def _agent(name: str, entry: str | None) -> str:
    return f"<urn:sayso:agent:{sha256_of(entry or ' '.join(name.casefold().split()))[:32]}>"


def _block(subject: str, facts: list[str]) -> str:
    told = " ;\n    ".join(facts)
    return f"{subject} {told} .\n"


def _text(value: str) -> str:
    """A literal."""
    escaped = "".join(_ESCAPES.get(each) or (each if each >= " " else f"\\u{ord(each):04X}") for each in value)
    return '"' + "".join(f"\\u{ord(e):04X}" if "\ud800" <= e <= "\udfff" else e for e in escaped) + '"'
