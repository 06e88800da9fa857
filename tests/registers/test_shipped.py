"""The register of parties is the same whether it is read from its tables or from what set-up compiled of them."""

import pytest

from sayso.registers.actors import shipped as files
from sayso.registers.actors.build import main as compile_parties
from sayso.registers.actors.register import Register


def test_compiled_or_read_from_the_tables_it_is_one_register() -> None:
    compile_parties()
    compiled, read = files.unpacked(files.compiled()), files.from_tables()

    Register(read.rows, read.sides)
    assert files.is_current()
    assert compiled.rows == read.rows
    assert compiled.sides == read.sides
    assert compiled.tables == read.tables
    assert compiled.demonyms == read.demonyms
    assert compiled.keys.items() >= read.keys.items()


@pytest.mark.parametrize("packed", [{"made_of": "other tables", "rows": [], "sides": []}, {}])
def test_a_compiled_file_of_other_tables_is_not_used(
    packed: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "compiled", lambda: packed)
    files.shipped.cache_clear()
    try:
        assert files.shipped().rows == files.from_tables().rows
    finally:
        files.shipped.cache_clear()
