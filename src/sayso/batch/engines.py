"""Who maps the step over the shards: a pool of processes on this machine, or the tasks of a Ray cluster.

Either gives an outcome a shard, in the order in which they end. An exception, or a worker that dies, costs its shard
and no other: it is told, and the next run reads it.
"""

import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from sayso.batch.shard import Done, Shard, Step, read_shard
from sayso.model.errors import SaysoError

PATIENCE_S = 10
"""Seconds for a cluster to answer at all."""

Work = Callable[[Step, Shard], Done]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard: `done`, or in one line why it was not."""

    shard: Shard
    done: Done | None
    failure: str | None = None


def failed(error: BaseException) -> str:
    """Why, in one line."""
    told = str(error) if isinstance(error, SaysoError) else f"{type(error).__name__}: {error}"
    return " ".join(told.split())


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    shard: Shard


@dataclass(slots=True)
class Pool:
    """Processes of this machine. A worker that dies is replaced; the encoder is loaded once by each."""

    workers: int
    work: Work = read_shard
    _busy: list[_Worker] = field(default_factory=list)

    def map(self, step: Step, shards: Iterable[Shard]) -> Iterator[Outcome]:
        """Every shard's outcome."""
        waiting = iter(shards)
        try:
            for shard in islice(waiting, self.workers):
                self._busy.append(self._begun(step, shard))
            while self._busy:
                for worker in self._ready():
                    yield self._ended(worker)
                    self._busy.remove(worker)
                    if (following := next(waiting, None)) is not None:
                        self._busy.append(self._next(worker, step, following))
                    else:
                        _end(worker)
        finally:
            for worker in self._busy:
                worker.process.kill()
                worker.process.join()
            self._busy.clear()

    def _begun(self, step: Step, shard: Shard) -> _Worker:
        # Spawned, not forked: threads of the encoder and of Parquet do not live through a fork.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, step, self.work), daemon=True)
        process.start()
        theirs.close()
        ours.send(shard)
        return _Worker(process, ours, shard)

    def _ready(self) -> list[_Worker]:
        ready = wait([worker.pipe for worker in self._busy])
        return [worker for worker in self._busy if worker.pipe in ready]

    def _ended(self, worker: _Worker) -> Outcome:
        try:
            done, failure = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            code = worker.process.exitcode or 0
            how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
            return Outcome(worker.shard, None, f"its worker {how}; the next run reads it")
        return Outcome(worker.shard, done, failure)

    def _next(self, worker: _Worker, step: Step, shard: Shard) -> _Worker:
        if worker.process.is_alive():
            try:
                worker.pipe.send(shard)
            except OSError:
                pass
            else:
                return _Worker(worker.process, worker.pipe, shard)
        _end(worker)
        return self._begun(step, shard)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join()


def _serve(pipe: Connection, step: Step, work: Work) -> None:
    """A worker's life: it ends when nobody is there to ask for more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks, who then ends us
    while True:
        try:
            shard = pipe.recv()
        except EOFError:
            return
        try:
            answer: tuple[Done | None, str | None] = (work(step, shard), None)
        except Exception as error:
            answer = (None, failed(error))
        try:
            pipe.send(answer)
        except OSError:
            return


@dataclass(frozen=True, slots=True)
class Cluster:
    """Ray Core tasks. address: of a running cluster; None begins one on this machine. Needs the extra `sayso[ray]`.

    Every node has sayso installed and sees the same folders.
    """

    address: str | None = None
    work: Work = read_shard

    def map(self, step: Step, shards: Iterable[Shard]) -> Iterator[Outcome]:
        """Every shard's outcome. Raises SaysoError where Ray is missing or the cluster cannot be reached."""
        ray = _ray()
        try:
            _knock(self.address)
            ray.init(address=self.address, log_to_driver=False, logging_level="error", include_dashboard=False)
        except (OSError, ValueError, RuntimeError) as error:
            raise SaysoError(
                f"no Ray cluster at {self.address}: {failed(error)}; `ray start --head` begins one"
            ) from error
        try:
            yield from self._map(ray, step, iter(shards))
        finally:
            ray.shutdown()

    def _map(self, ray: Any, step: Step, waiting: Iterator[Shard]) -> Iterator[Outcome]:
        # A task that is not to be repeated: what kills one worker would kill the next.
        task = ray.remote(self.work).options(num_cpus=1, max_retries=0)
        # Twice as many as can run, so that no worker waits for us.
        ahead = 2 * max(1, int(ray.cluster_resources().get("CPU", 1)))
        flying = {task.remote(step, shard): shard for shard in islice(waiting, ahead)}
        while flying:
            for reference in ray.wait(list(flying), num_returns=1)[0]:
                shard = flying.pop(reference)
                yield _landed(ray, reference, shard)
                if (following := next(waiting, None)) is not None:
                    flying[task.remote(step, following)] = following


def _knock(address: str | None) -> None:
    """Raise OSError where nobody answers: Ray itself would wait for minutes."""
    host, colon, port = (address or "").rpartition(":")
    if colon and port.isdecimal() and "/" not in host:
        socket.create_connection((host, int(port)), PATIENCE_S).close()


def _landed(ray: Any, reference: Any, shard: Shard) -> Outcome:
    try:
        return Outcome(shard, ray.get(reference))
    except ray.exceptions.RayTaskError as error:
        return Outcome(shard, None, failed(error.cause))
    except ray.exceptions.RayError as error:
        return Outcome(shard, None, f"its worker was lost ({type(error).__name__}); the next run reads it")


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise SaysoError("reading on a cluster needs Ray: install it with `pip install 'sayso[ray]'`") from error
    return ray
