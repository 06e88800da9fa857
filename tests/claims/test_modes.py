"""Modes and types that the codebook's rows give to a trigger."""

from typing import get_args

import pytest

from sayso.claims.triggers import triggers
from sayso.codebook.tables import table
from sayso.model import Mode
from sayso.reading.tokens import tokens


def test_every_mode_of_the_codebook_is_one_of_the_model() -> None:
    modes = {row["mode"] for row in table("events")["event"] if "mode" in row}
    assert modes == set(get_args(Mode))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the teachers began a hunger strike", ("protest", None)),
        ("the dockers held a general strike", ("protest", None)),
        ("the council declared a state of siege", ("statement_or_position", "coerce")),
        ("the guard confiscated explosives", ("other", "coerce")),
        ("the port deported sailors", ("other", "coerce")),
        ("the council vetoed it", ("statement_or_position", "refuse")),
        ("the council denounced it", ("statement_or_position", "accuse")),
        ("the council threatened them", ("statement_or_position", "threaten")),
        ("the minister resigned", ("other", "withdraw")),
        ("the state extradited him", ("other", "cooperate")),
        ("the union called off its march", ("other", "yield")),
    ],
)
def test_the_heaviest_trigger_gives_type_and_mode(text: str, told: tuple[str, str | None]) -> None:
    found = tokens(text, (0, len(text)), frozenset())
    row = max((t.row for t in triggers(found, 0, len(found))), key=lambda row: row.weight)
    assert (row.type, row.mode) == told
