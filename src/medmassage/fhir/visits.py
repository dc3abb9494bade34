"""How many visits an order allows."""

from collections.abc import Iterator

from medmassage.fhir.said import unknown
from medmassage.fhir.values import Node, node, text, whole
from medmassage.finding import Finding

VISIT_WORDS = ("visit", "session", "treatment")
QUANTITY, COUNT = "ServiceRequest.quantityQuantity", "ServiceRequest.occurrenceTiming.repeat.count"


def read(order: Node) -> tuple[int | None, tuple[Finding, ...]]:
    """The number of visits, or ``None`` with the reason: not said, said twice unlike, or not a number of visits."""
    said = {QUANTITY: _quantity(order), COUNT: whole(_repeat(order).get("count"))}
    numbers = {number for number in said.values() if number is not None}
    if len(numbers) == 1 and _repeat(order).get("countMax") is None:
        return numbers.pop(), ()
    return None, tuple(_open(order, sorted(numbers)))


def _open(order: Node, numbers: list[int]) -> Iterator[Finding]:
    most = _repeat(order).get("countMax")
    quantity = node(order.get("quantityQuantity"))
    if len(numbers) > 1:
        message = f"The order says {numbers[0]} visits in one place and {numbers[1]} in another."
    elif most is not None:
        message = "The order gives a range of visits, not a number."
    elif quantity:
        amount = f"{quantity.get('value')!s:.20} {text(quantity, 'unit') or text(quantity, 'code')}".strip()
        message = f"The order's quantity ({amount}) is no number of visits."
    else:
        message = "The number of visits is not said."
    yield unknown("visits_unknown", message, "Ask the office.", QUANTITY)


def _quantity(order: Node) -> int | None:
    quantity = node(order.get("quantityQuantity"))
    unit = f"{text(quantity, 'unit')} {text(quantity, 'code')}".lower()
    if text(quantity, "comparator") or not any(word in unit for word in VISIT_WORDS):
        return None
    return whole(quantity.get("value"))


def _repeat(order: Node) -> Node:
    return node(node(order.get("occurrenceTiming")).get("repeat"))
