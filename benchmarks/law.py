"""How fast the law answers here: loading every jurisdiction, one gate question, a whole process.

Usage: .venv/bin/python benchmarks/law.py [REPEATS]   (prints minimum, median and maximum)
For a like question asked of OpenFisca-core on the same machine see law_openfisca.py.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from medmassage.law import load
from medmassage.law.ask import lawful
from medmassage.law.coverage import coverage
from medmassage.law.question import Held, Question
from medmassage.law.topics import rows
from medmassage.law.where import everywhere

ON = date(2026, 10, 30)


def timed(name: str, repeats: int, work: Callable[[], object], times: int = 1) -> None:
    """The spread of one piece of work, done ``times`` a measurement."""
    spent = []
    for _ in range(repeats):
        begun = time.perf_counter()
        for _ in range(times):
            work()
        spent.append((time.perf_counter() - begun) * 1000 / times)
    print(f"{name:<58} {min(spent):9.3f} {statistics.median(spent):9.3f} {max(spent):9.3f}")


def load_all() -> int:
    """Read and check every file, as a fresh process does."""
    for cached in (load.register, load.jurisdiction, load.federal, load.certifiers, load.issuer):
        cached.cache_clear()
    load.federal()
    return len(load.covered())


def process(*words: str) -> Callable[[], object]:
    """A whole process of the command line."""
    whole = [str(Path(sys.executable).with_name("medmassage")), *words]
    return lambda: subprocess.run(whole, capture_output=True, check=False)


def main(repeats: int) -> None:
    """Print the table."""
    refused = Question("MD", "hospital", (Held("RMP", "MD"),), ON)
    allowed = Question("WA", "home", (Held("LMT", "WA"),), ON, areas=("breast",), payer_kind="workers_comp")
    print(f"{load_all()} jurisdictions {'min':>43} {'median':>9} {'max':>9}  ms")
    timed("load all jurisdictions and federal law", repeats, load_all)
    timed("gate question: two tiers, a hospital", repeats, lambda: lawful(refused), 1000)
    timed("gate question: area, documents, payer", repeats, lambda: lawful(allowed), 1000)
    timed("where may I work: every jurisdiction", repeats, lambda: everywhere(refused), 20)
    timed("every value of a state on a day", repeats, lambda: rows(load.jurisdiction("MD"), ON), 50)
    timed("coverage table", repeats, lambda: coverage(ON))
    timed("process: law show MD", repeats, process("law", "show", "MD"))
    timed(
        "process: gate lawful",
        repeats,
        process("gate", "lawful", "--state", "MD", "--setting", "hospital", "--holds", "RMP@MD"),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
