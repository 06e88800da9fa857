"""The clauses that the codebook finds in the words of one voice, as told clauses."""

from collections.abc import Iterator
from dataclasses import replace

from sayso.claims.clauses import clauses
from sayso.claims.parts import Part
from sayso.claims.roles import Roles, roles
from sayso.claims.tellable import excepted, tells
from sayso.claims.told import Around, Told


def found(around: Around, part: Part) -> Iterator[Told]:
    """The clauses of a part that tell something. Who acts in one may be named in the one before it."""
    tokens = around.sentence.tokens
    before = Roles()
    for clause in clauses(tokens, part.tokens):
        exception = excepted(tokens, clause)
        main = replace(clause, end=exception[0]) if exception else clause
        filled = roles(tokens, main, before)
        told = around.told(part.speech, main, filled, before)
        if not tells(told):
            continue
        yield told
        if exception:
            yield replace(told, clause=clause, roles=replace(filled, actors=(exception[1],)), excepts=True)
        before = filled if filled.actors else before
