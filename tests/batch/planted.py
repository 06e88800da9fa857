"""Steps with something planted in them, which workers import by name."""

import os
import signal
from pathlib import Path

from sayso.batch.shard import Done, Shard, Step, read_shard


def once(step: Step, what: str) -> bool:
    """Whether this is the first time that it happens in this folder."""
    try:
        Path(step.out, f"{what}.planted").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def raising(step: Step, shard: Shard) -> Done:
    """A mistake in one shard."""
    if any("sick" in path for path in shard.paths) and once(step, "raised"):
        raise ValueError("planted\nmistake")
    return read_shard(step, shard)


def killed(step: Step, shard: Shard) -> Done:
    """A worker that is killed with its shard half written."""
    if any("sick" in path for path in shard.paths) and once(step, "killed"):
        Path(step.out, f"{shard.name}.claims.parquet.part").write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    return read_shard(step, shard)
