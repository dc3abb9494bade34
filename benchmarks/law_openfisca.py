"""A like question asked of OpenFisca-core: may this holder treat in this setting on this day?

It is no dependency of ours. In an environment of its own:
    python3 -m venv /tmp/openfisca && /tmp/openfisca/bin/pip install openfisca-core
    /tmp/openfisca/bin/python benchmarks/law_openfisca.py [REPEATS]
The rule is two credentials by two classes of setting, dated as in Maryland; one person a
simulation, as a front desk asks.
"""

import statistics
import sys
import time

from openfisca_core.entities import Entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERSON = Entity("person", "persons", "A therapist", "")


class Credential(Enum):
    LMT = "licensed"
    RMP = "registered"


class credential(Variable):
    value_type, possible_values, default_value = Enum, Credential, Credential.LMT
    entity, definition_period, label = PERSON, DateUnit.DAY, "The paper held"


class health_care(Variable):
    value_type, entity, definition_period, label = bool, PERSON, DateUnit.DAY, "A health care setting"


class may_treat(Variable):
    value_type, entity, definition_period, label = bool, PERSON, DateUnit.DAY, "May treat"

    def formula_2008_10_01(person, period, parameters):
        return (person("credential", period) == Credential.LMT) + ~person("health_care", period)

    def formula_2026_11_01(person, period, parameters):
        return person("credential", period) == Credential.LMT


def system():
    made = TaxBenefitSystem([PERSON])
    made.add_variables(credential, health_care, may_treat)
    return made


def ask(law, day):
    facts = {"persons": {"one": {"credential": {day: "RMP"}, "health_care": {day: True}}}}
    return SimulationBuilder().build_from_dict(law, facts).calculate("may_treat", day)[0]


def main(repeats):
    law, day = system(), "2026-10-30"
    assert not ask(law, day)
    spent = []
    for _ in range(repeats):
        begun = time.perf_counter()
        for _ in range(100):
            ask(law, day)
        spent.append((time.perf_counter() - begun) * 10)
    low, middle, high = min(spent), statistics.median(spent), max(spent)
    print(f"openfisca-core, one question: {low:.3f} {middle:.3f} {high:.3f} ms (min, median, max)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
