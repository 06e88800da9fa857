"""Claims as a data frame, with the columns of the CSV; each library is loaded when it is asked for."""

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sayso.exports.columns import CLAIMS, arrow_schema, claim_row
from sayso.exports.outgoing import Outgoing
from sayso.model.errors import ExportError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def arrow(claims: Iterable[Outgoing]) -> "pa.Table":
    """A row a claim. Raises ExportError where pyarrow is not installed."""
    pyarrow = _loaded("pyarrow")
    return pyarrow.Table.from_pylist([claim_row(claim) for claim in claims], schema=arrow_schema(CLAIMS))


def pandas(claims: Iterable[Outgoing]) -> "pd.DataFrame":
    """A row a claim. Whole numbers stay whole where some are missing: a toll of 12 is no 12.0."""
    library = _loaded("pandas")
    whole = _loaded("pyarrow").int64()
    return arrow(claims).to_pandas(types_mapper={whole: library.Int64Dtype()}.get)


def polars(claims: Iterable[Outgoing]) -> "pl.DataFrame":
    """A row a claim."""
    frame: pl.DataFrame = _loaded("polars").from_arrow(arrow(claims))
    return frame


def _loaded(library: str) -> Any:
    try:
        return import_module(library)
    except ImportError as error:
        raise ExportError(f"{library} is not installed: pip install 'sayso[frames]'") from error
