"""Claims, chains and relations as plain tables: the same columns as CSV and as Parquet."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any

from sayso.exports.cells import together
from sayso.exports.files import Files, Rows
from sayso.exports.outgoing import Number, Outgoing
from sayso.exports.sheet import Sheet
from sayso.model.errors import ExportError
from sayso.model.incident import Relation

Row = dict[str, Any]

_COUNTED = ("killed", "injured", "captured", "displaced")

CLAIMS: dict[str, type] = {
    "claim": str,
    "quote": str,
    "speaker": str,
    "speaker_kind": str,
    "speaker_id": str,
    "via": str,
    "medium": str,
    "stance": str,
    "basis": str,
    "type": str,
    "mode": str,
    "weapon": str,
    "actors": str,
    "actor_ids": str,
    "targets": str,
    "target_ids": str,
    "place": str,
    "place_id": str,
    "place_name": str,
    "province": str,
    "country": str,
    "latitude": float,
    "longitude": float,
    "place_precision": int,
    "when": str,
    "event_from": str,
    "event_to": str,
    "granularity": str,
    **{f"{name}_{end}": int for name in _COUNTED for end in ("low", "high")},
    "outlet": str,
    "title": str,
    "published": str,
    "address": str,
    "path": str,
    "spans": str,
    "text_sha256": str,
    "page_sha256": str,
    "report": str,
    "confidence": float,
    "reader": str,
    "verdict": str,
    "reviewer": str,
    "corrected": str,
    "withheld": str,
}
CHAINS: dict[str, type] = {
    "claim": str,
    "hop": int,
    "speaker": str,
    "kind": str,
    "speaker_id": str,
    "medium": str,
    "relay": bool,
    "beside": bool,
    "start": int,
    "end": int,
}
RELATIONS: dict[str, type] = {
    "a": str,
    "b": str,
    "kind": str,
    "slot": str,
    "a_value": str,
    "b_value": str,
    "reason": str,
    "score": float,
}

_GROUP = 5_000
"""Rows of Parquet that are held before they are written."""


def write_csv(claims: Iterable[Outgoing], files: Files, sheet: Sheet) -> int:
    """Claims at the place that was named, chains and relations beside it."""
    with files.rows(CLAIMS) as told, files.rows(CHAINS, "chains") as chains:
        written = _tell(claims, told, chains)
    with files.rows(RELATIONS, "relations") as rows:
        for relation in sheet.relations():
            rows.write(relation_row(relation))
    return written


def write_parquet(claims: Iterable[Outgoing], files: Files, sheet: Sheet) -> int:
    """The same three as Parquet. Raises ExportError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401 - asked for before anything is written
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow: pip install 'sayso[parquet]', or export csv") from error
    with ExitStack() as stack:
        told = stack.enter_context(_Columns(files, CLAIMS))
        chains = stack.enter_context(_Columns(files, CHAINS, "chains"))
        written = _tell(claims, told, chains)
    with _Columns(files, RELATIONS, "relations") as rows:
        for relation in sheet.relations():
            rows.write(relation_row(relation))
    return written


def _tell(claims: Iterable[Outgoing], told: "Rows | _Columns", chains: "Rows | _Columns") -> int:
    written = 0
    for claim in claims:
        told.write(claim_row(claim))
        for hop in chain_rows(claim):
            chains.write(hop)
        written += 1
    return written


def claim_row(claim: Outgoing) -> Row:
    """One claim by column. Several values of a slot share a cell; the first place gives the columns of its position."""
    imprint, when, origin = claim.imprint, claim.when, claim.origin
    place = min(claim.places, key=lambda each: each.precision or 9, default=None)
    return {
        "claim": claim.id,
        "quote": claim.words or None,
        "speaker": origin.speaker.text if origin else None,
        "speaker_kind": origin.kind if origin else None,
        "speaker_id": origin.speaker.entry if origin else None,
        "via": together(voice.speaker.text for voice in (claim.chain[1:] if origin else claim.chain)),
        "medium": origin.medium if origin else None,
        "stance": claim.stance,
        "basis": claim.basis,
        "type": claim.type,
        "mode": claim.mode,
        "weapon": claim.weapon,
        "actors": together(party.text for party in claim.actors),
        "actor_ids": together(party.entry for party in claim.actors),
        "targets": together(party.text for party in claim.targets),
        "target_ids": together(party.entry for party in claim.targets),
        "place": together(each.words.text for each in claim.places),
        "place_id": place.words.entry if place else None,
        "place_name": place.name if place else None,
        "province": place.province if place else None,
        "country": place.country if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "place_precision": place.precision if place else None,
        "when": when.text if when else None,
        "event_from": claim.day,
        "event_to": claim.last_day,
        "granularity": when.granularity if when else None,
        **{column: value for name in _COUNTED for column, value in _ends(name, getattr(claim, name)).items()},
        "outlet": imprint.outlet,
        "title": imprint.title,
        "published": imprint.published.start if imprint.published else None,
        "address": imprint.address,
        "path": imprint.path,
        "spans": " ".join(f"{start}:{end}" for start, end in claim.position),
        "text_sha256": imprint.text_sha256,
        "page_sha256": imprint.page_sha256,
        "report": imprint.report_id,
        "confidence": claim.confidence,
        "reader": claim.reader,
        "verdict": claim.judged.verdict if claim.judged else None,
        "reviewer": claim.judged.who if claim.judged else None,
        "corrected": together(claim.corrected),
        "withheld": together(claim.withheld),
    }


def chain_rows(claim: Outgoing) -> Iterator[Row]:
    """One row a voice, the origin first."""
    for n, voice in enumerate(claim.chain):
        yield {
            "claim": claim.id,
            "hop": n,
            "speaker": voice.speaker.text,
            "kind": voice.kind,
            "speaker_id": voice.speaker.entry,
            "medium": voice.medium,
            "relay": voice.relay,
            "beside": voice.beside,
            "start": voice.speaker.span[0],
            "end": voice.speaker.span[1],
        }


def relation_row(relation: Relation) -> Row:
    """One relation by column."""
    a_value, b_value = relation.values or (None, None)
    return {
        "a": relation.a,
        "b": relation.b,
        "kind": relation.kind,
        "slot": relation.slot,
        "a_value": a_value,
        "b_value": b_value,
        "reason": relation.reason or None,
        "score": relation.score,
    }


def _ends(name: str, number: Number | None) -> Row:
    return {f"{name}_low": number.low, f"{name}_high": number.high} if number else {}


def arrow_schema(columns: dict[str, type]) -> Any:
    """The columns as Arrow has them."""
    import pyarrow

    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    return pyarrow.schema([(column, kinds[kind]) for column, kind in columns.items()])


class _Columns:
    """Rows of one Parquet file, written in groups."""

    def __init__(self, files: Files, columns: dict[str, type], name: str | None = None) -> None:
        import pyarrow.parquet

        self._schema = arrow_schema(columns)
        self._writer = pyarrow.parquet.ParquetWriter(files.binary(files.named(name)), self._schema, compression="zstd")
        self._rows: list[Row] = []

    def __enter__(self) -> "_Columns":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._write_group()
        self._writer.close()

    def write(self, row: Row) -> None:
        """One row by column; what it does not name is null."""
        self._rows.append(row)
        if len(self._rows) == _GROUP:
            self._write_group()

    def _write_group(self) -> None:
        import pyarrow

        self._writer.write_table(pyarrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()
