"""How fast the knowledge base answers here: one person, a search, and a whole clinic asked again.

Usage: .venv/bin/python benchmarks/knowledge.py [PEOPLE]   (100,000 if left out; prints minimum, median, 99th, maximum)
The people are invented from the base's own names, each with one to six things said, dated and not, and medicines.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from os import cpu_count, environ

from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rescreen import said_of_many
from medmassage.knowledge.screen import Person, Report, screen
from medmassage.knowledge.search import search

ON = date(2026, 11, 24)
ASKED = ("blood thiner", "neck pain", "diabetis", "M54.2", "eliquis", "frozen sholder", "pregnant", "low back")


def people(number: int) -> Iterable[Person]:
    """So many, the same each time."""
    chance = random.Random(4)
    names = [name for entry in knowledge().entries.values() for name in (entry.name, *entry.synonyms)]
    drugs = list(knowledge().brands)
    for _ in range(number):
        yield Person(
            on=ON,
            has=tuple(_report(chance, names) for _ in range(chance.randint(1, 4))),
            drugs=tuple(f"{chance.choice(drugs)} {chance.randint(1, 100)} mg" for _ in range(chance.randint(0, 2))),
            icd10=("M54.2",),
            age=chance.randint(18, 90),
            regions=("neck_back", "shoulder_top_l"),
            techniques=("Deep tissue massage",),
            pressure="deep",
        )


def _report(chance: random.Random, names: list[str]) -> Report:
    when = f" {chance.randint(1, 40)} {chance.choice(['weeks', 'months', 'years'])} ago"
    return Report(chance.choice(names) + (when if chance.random() < 0.5 else ""))


def spread(name: str, work: Callable[[], object], times: int) -> None:
    """The spread of one piece of work."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    row = (spent[0], statistics.median(spent), spent[int(len(spent) * 0.99)], spent[-1])
    print(f"{name:<44}" + "".join(f"{ms:10.3f}" for ms in row))


def clinic(number: int) -> None:
    """A clinic of so many patients on SQLite: asked once, a window changed, asked again."""
    with tempfile.TemporaryDirectory() as home:
        environ.update({"MEDMASSAGE_HOME": home, "DATABASE_URL": f"sqlite:///{home}/clinic.sqlite3"})
        environ["DJANGO_SETTINGS_MODULE"] = "medmassage.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _fill_and_ask(number)


def _fill_and_ask(number: int) -> None:
    from medmassage.clinic.models import HealthItem, Membership, Patient
    from medmassage.clinic.services import opening, rescreening, windows

    owner: Membership = opening.clinic_open(
        name="Bench", state="MD", owner_name="O", email="o@bench.example", password="quiet-river-stone-42"
    )
    for start in range(0, number, 5000):
        patients, items = [], []
        for said in people(min(5000, number - start)):
            patient = Patient(clinic=owner.clinic, given="A", family="B", birth_date=date(1980, 1, 1))
            patients.append(patient)
            items += [HealthItem(clinic=owner.clinic, patient=patient, kind="condition", text=r.text) for r in said.has]
            items += [HealthItem(clinic=owner.clinic, patient=patient, kind="drug", text=d) for d in said.drugs]
        Patient.objects.bulk_create(patients)
        HealthItem.objects.bulk_create(items)
    for words in ("first", "again after a window changed"):
        begun = time.perf_counter()
        changed = rescreening.rescreen(owner.clinic, ON, processes=cpu_count() or 1)
        spent = time.perf_counter() - begun
        print(f"{number:,} stored histories, {words}: {spent:.1f} s, {len(changed):,} answers changed")
        windows.window_set(owner, entry="recent_surgery", days=365, reason="bench")


def main(number: int) -> None:
    """Print the table."""
    begun = time.perf_counter()
    screen(Person(on=ON, has=(Report("DVT"),)))
    print(f"first answer of a fresh process: {(time.perf_counter() - begun) * 1000:.0f} ms")
    some = iter(people(2000))
    print(f"{'':<44}{'min':>10}{'median':>10}{'99th':>10}{'max':>10}  ms")
    spread("one person against the base", lambda: screen(next(some)), 2000)
    search("warm")
    asked = iter(ASKED * 50)
    spread("a search, spelling forgiven", lambda: search(next(asked)), len(ASKED) * 50)
    begun = time.perf_counter()
    answered = sum(1 for _ in said_of_many(enumerate(people(number)), cpu_count() or 1))
    print(f"{answered:,} people in memory: {time.perf_counter() - begun:.1f} s on {cpu_count()} cores")
    clinic(number)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
