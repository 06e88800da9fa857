"""Learn the weights of weighing: `python -m training.weighing [words] [telling] [ties] [relations] [--cache FOLDER]`.

words       how common words are: all texts that the corpus draws on, and the half "look" of LongTail's
telling     which claims of a report tell of one happening: the corpus, but for its held-out reports
ties        which tellings of two reports do: the half "look" of LongTail's incidents and of ECB+'s topics
relations   how two claims of a report stand to each other: the corpus, but for its held-out reports

Each is a logistic model with a penalty on large weights, fitted by Newton's steps: the same data give the same weights.
Writes src/sayso/codebook/weighing.toml, the named models anew and the others as they are, and common_words.toml. Takes
three minutes without the reading, which --cache keeps.
"""

import argparse
import textwrap
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.incidents import documents, told
from benchmarks.readings import half_of
from corpus.held_out import is_held_out
from corpus.rebuild import gold, readings
from corpus.texts import DATASETS
from numpy.typing import NDArray

from sayso.exports.contract_files import contract_file
from sayso.model.incident import Compared
from sayso.weighed import told_in
from sayso.weighing import names
from sayso.weighing.among import Chances, among
from sayso.weighing.candidates import pairs
from sayso.weighing.features import OF_REPORTS, scores, signs
from sayso.weighing.relations import ANSWERS
from sayso.weighing.relations import pairs as pairs_of
from sayso.weighing.signals import SIGNALS, signals
from sayso.weighing.tellings import LOOKED_BACK, near_signs, tellings
from sayso.weighing.traits import Traits, traits
from training.logistic import Floats, fit

TABLE = Path("src/sayso/codebook/weighing.toml")
WORDS = Path("src/sayso/codebook/common_words.toml")
DATA = Path("../shared/data")
HEAD = "# How much each sign says, and from which chance on the answer is yes. Written by training/weighing.py.\n"
PENALTY = 1.0

Examples = list[tuple[Mapping[str, float], bool]]
Relations = dict[frozenset[str], str]


def fitted(examples: Examples, penalty: float = PENALTY) -> dict[str, Any]:
    """Start and weights of the model under which the examples are likeliest."""
    order = sorted({name for told_, _ in examples for name in told_})
    signs_ = np.array([[1.0, *(told_.get(name, 0.0) for name in order)] for told_, _ in examples])
    answers = np.array([float(yes) for _, yes in examples])
    weights = fit(signs_, answers, penalty)
    return {"start": weights[0], "weights": dict(zip(order, weights[1:], strict=True))}


def corpus(*, held_out: bool = False) -> Iterator[tuple[list[Traits], Relations, str]]:
    """The reports that are learnt from (or the others): claims in their order, what was annotated, and data set."""
    for number, (_, annotation, source) in enumerate(readings(DATA)):
        if is_held_out(source) != held_out:
            continue
        labels = gold(annotation, source)
        for n, claim in enumerate(labels["claims"]):
            claim["id"] = str(n)
        claims = [traits(told_) for told_ in told_in(str(number), contract_file(str(number), labels))]
        related = {frozenset((str(r["a"]), str(r["b"]))): r["relation"] for r in annotation["relations"]}
        yield sorted(claims, key=lambda c: (c.start, c.end, c.id)), related, source.dataset


def telling(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Two claims tell of one happening where relations lead from one to the other."""
    del options
    examples: Examples = []
    for claims, related, _ in corpus():
        group = _joined([claim.id for claim in claims], related)
        for n, claim in enumerate(claims):
            for earlier in sorted({0, *range(max(0, n - LOOKED_BACK), n)} - {n}):
                one = claims[earlier]
                examples.append((near_signs(one, claim, n - earlier, earlier), group[one.id] == group[claim.id]))
    return {"telling": fitted(examples)}


def _joined(ids: Sequence[str], related: Relations) -> dict[str, str]:
    head = {each: each for each in ids}

    def top(one: str) -> str:
        while head[one] != one:
            one = head[one]
        return one

    for pair in related:
        if len(pair) == 2:
            one, other = sorted(map(top, pair))
            head[other] = one
    return {each: top(each) for each in ids}


def ties(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Leading tellings of reports: one incident or two. As many pairs as share a block. By all that there is, and once
    more by what other tellings have: the slots.
    """
    found = [pair for name in ("longtail_gunviolence", "ecbplus") for pair in tie_examples(options, name)]
    by_slots = [({on: score for on, score in told_.items() if on not in OF_REPORTS}, yes) for told_, yes in found]
    return {"tie": _of_scores(found), "tie_by_slots": _of_scores(by_slots)}


def _of_scores(found: Sequence[tuple[Mapping[Compared, float], bool]]) -> dict[str, Any]:
    return fitted([(signs(told_), yes) for told_, yes in found])


def tie_examples(
    options: argparse.Namespace, name: str, half: str = "look"
) -> list[tuple[dict[Compared, float], bool]]:
    """The pairs of one data set: what the comparators found, and whether they are of one incident."""
    given = [d for d in documents(DATA / name) if half_of(_whole(d.incident)) == half]
    cache = options.cache / name if options.cache else None
    incident = {d.key: d.incident for d in given}
    found = tellings(map(traits, told(given, cache)))
    by_id = {each.id: each for each in found if each.leads}
    met = [(by_id[a].whole, by_id[b].whole) for a, b in pairs(by_id.values())]
    return [(scores(a, b), incident[a.report] == incident[b.report]) for a, b in met]


def _whole(incident: str) -> str:
    """ECB+'s two happenings of a topic go to one half, or the half would not be unseen."""
    return incident.split(" ")[0]


ANNOTATED_AS = {"supports": "backs", "contradicts": "contradicts", "same_event": "neighbours"}
FOLDS = 5
PULL = 15.0
"""The penalty of the models of relations: many of their signs are seldom."""


def relations(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Every pair of a report, and its annotated relation or none: alone, and then among the others.

    The second look learns from chances that the first gave to reports which it had not seen; the cuts are those at
    which the mean F1 is best, again over reports unseen, of those in which somebody denies or doubts: they are what
    weighing is asked about. Of some reports few relations are annotated: they are learnt from, for their
    contradictions, and set no cut.
    """
    del options
    ends: list[tuple[str, str, str]] = []
    rows: list[list[float]] = []
    answers: list[str | None] = []
    judging: list[bool] = []
    for claims, related, _ in corpus():
        throughout = len(related) >= len(claims) / 2
        disputed = throughout and any(claim.polarity in ("denied", "doubted") for claim in claims)
        for pair in pairs_of(claims):
            ends.append((pair.a.report, pair.a.id, pair.b.id))
            rows.append(list(signals(pair).values()))
            answers.append(ANNOTATED_AS.get(related.get(frozenset((pair.a.id, pair.b.id)), "")))
            judging.append(disputed)
    given, order = np.array(rows), list(SIGNALS)
    fold = np.array([int(report) % FOLDS for report, _, _ in ends])
    first, unseen = _learnt(given, order, answers, fold)
    among_ = _among(ends, unseen)
    again = np.array(sorted(among_))
    order = list(among_[int(again[0])])
    given = np.array([[among_[n][name] for name in order] for n in again])
    second, unseen_again = _learnt(given, order, [answers[n] for n in again], fold[again])
    chances = np.zeros((len(ends), len(ANSWERS)))
    chances[again] = unseen_again
    judged = np.array(judging)
    right = np.array([ANSWERS.index(answer) if answer else -1 for answer in answers])
    cuts, reached = _cuts(chances[judged], right[judged])
    print("relations, F1 over reports unseen:", {a: round(f, 3) for a, f in zip(ANSWERS, reached, strict=True)})
    found = dict(zip(ANSWERS, first, strict=True))
    return found | {f"{a}_among": row | {"cut": cut} for a, row, cut in zip(ANSWERS, second, cuts, strict=True)}


def _learnt(
    given: Floats, order: list[str], answers: Sequence[str | None], fold: NDArray[np.int64]
) -> tuple[list[dict[str, Any]], Floats]:
    """A model for each answer, and the chances by models that had not seen the report."""
    signs_ = np.c_[np.ones(len(given)), given]
    unseen = np.zeros((len(given), len(ANSWERS)))
    found = []
    for at, asked in enumerate(ANSWERS):
        yes = np.array([float(answer == asked) for answer in answers])
        weights = fit(signs_, yes, PULL)
        for left_out in range(FOLDS):
            seen = fold != left_out
            unseen[~seen, at] = 1 / (1 + np.exp(-signs_[~seen] @ fit(signs_[seen], yes[seen], PULL, start=weights)))
        found.append({"start": weights[0], "weights": dict(zip(order, weights[1:], strict=True))})
    return found, unseen


def _among(ends: Sequence[tuple[str, str, str]], chances: Floats) -> dict[int, dict[str, float]]:
    """The signals of the second look, by the number of the pair."""
    found: dict[int, dict[str, float]] = {}
    for _, numbers in groupby(range(len(ends)), key=lambda n: ends[n][0]):
        block = {ends[n][1:]: n for n in numbers}
        told_ = among({pair: Chances(*map(float, chances[n])) for pair, n in block.items()})
        found |= {block[pair]: row for pair, row in told_.items()}
    return found


def _cuts(chances: Floats, right: NDArray[np.int64]) -> tuple[list[float], list[float]]:
    """Cuts by which the F1s have the best mean, each tried in turn, and the F1s."""
    cuts = [0.25] * len(ANSWERS)
    tried = np.round(np.geomspace(0.04, 0.8, 40), 3)
    for _ in range(3):
        for at in range(len(cuts)):
            options = [[*cuts[:at], float(cut), *cuts[at + 1 :]] for cut in tried]
            cuts = max(options, key=lambda each: sum(_f1s(chances, right, each)))
    return cuts, _f1s(chances, right, cuts)


def _f1s(chances: Floats, right: NDArray[np.int64], cuts: Sequence[float]) -> list[float]:
    beyond = chances / np.array(cuts)
    answer = np.where(beyond.max(axis=1) >= 1, beyond.argmax(axis=1), -1)
    counted = [
        (((answer == n) & (right == n)).sum(), (answer == n).sum() + (right == n).sum()) for n in range(len(cuts))
    ]
    return [float(2 * hit / all_) if all_ else 0.0 for hit, all_ in counted]


LEVELS = (
    ("everywhere", 0.4, 0.0),
    ("often", 0.12, 0.5),
    ("common", 0.03, 1.0),
    ("known", 0.008, 2.0),
    ("seldom", 0.0025, 3.0),
)
"""Name, least share of the reports, weight."""
WORDS_HEAD = """\
# How common words are in reports of violence, by the share of reports that hold them: what two claims share counts by
# its weight, and a word that stands nowhere here counts 4. Written by training/weighing.py.
"""


def words(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Count in how many reports each stem stands. It writes a table of its own, and no model."""
    del options
    texts = [text.text for texts_of in DATASETS.values() for text in texts_of(DATA).values()]
    texts += [d.text for d in documents(DATA / "longtail_gunviolence") if half_of(d.incident) == "look"]
    held = Counter(stem for text in texts for stem in set(names.stems(text)))
    rows: dict[str, list[str]] = {name: [] for name, _, _ in LEVELS}
    for stem, count in held.items():
        if level := next((name for name, least, _ in LEVELS if count / len(texts) >= least), None):
            rows[level].append(stem)
    parts = [WORDS_HEAD]
    for name, _, weight in LEVELS:
        told_ = textwrap.fill(" ".join(sorted(rows[name])), 118, break_on_hyphens=False, break_long_words=False)
        parts.append(f'[{name}]\nweight = {weight}\nstems = """\n{told_}\n"""\n')
    WORDS.write_text("\n".join(parts), encoding="utf-8")
    return {}


LEARNT: dict[str, Callable[[argparse.Namespace], dict[str, dict[str, Any]]]] = {
    "words": words,
    "telling": telling,
    "ties": ties,
    "relations": relations,
}


def written(models: Mapping[str, Mapping[str, Any]]) -> str:
    """The table, weights that count nothing left out."""
    parts = [HEAD]
    for name, row in models.items():
        weights = "".join(f"{k} = {v:.3f}\n" for k, v in row["weights"].items() if abs(v) >= 0.0005)
        parts.append(f"[{name}]\nstart = {row['start']:.3f}\ncut = {row['cut']}\n\n[{name}.weights]\n{weights}")
    return "\n".join(parts)


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=[*LEARNT, []], default=list(LEARNT))
    parser.add_argument("--cache", type=Path, help="a folder in which readings are kept between runs")
    options = parser.parse_args()
    models: dict[str, Any] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    for name in options.what:
        for part, row in LEARNT[name](options).items():
            models[part] = {"start": 0.0, "cut": models.get(part, {}).get("cut", 0.5), **row}
    TABLE.write_text(written(models), encoding="utf-8")


if __name__ == "__main__":
    main()
