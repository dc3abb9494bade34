"""The arithmetic of scores: each method takes the answers, the number of items, and an item's lowest and highest."""

from collections.abc import Callable, Mapping, Sequence

Numbers = Sequence[float]


def _single(numbers: Numbers, items: int, item: Numbers) -> float:
    return numbers[0]


def _sum(numbers: Numbers, items: int, item: Numbers) -> float:
    return float(sum(numbers))


def _prorated_sum(numbers: Numbers, items: int, item: Numbers) -> float:
    return sum(numbers) * items / len(numbers)


def _mean(numbers: Numbers, items: int, item: Numbers) -> float:
    return sum(numbers) / len(numbers)


def _percent(numbers: Numbers, items: int, item: Numbers) -> float:
    return 100 * sum(numbers) / (item[1] * len(numbers))


def _stretched_mean(numbers: Numbers, items: int, item: Numbers) -> float:
    low, high = item
    return 100 * (sum(numbers) / len(numbers) - low) / (high - low)


def _clock_share(numbers: Numbers, items: int, item: Numbers) -> float:
    hours, since, until = numbers
    return 100 * hours / ((until - since) % 24 or 24)


METHODS: Mapping[str, Callable[[Numbers, int, Numbers], float]] = {
    "single": _single, "sum": _sum, "prorated_sum": _prorated_sum, "mean": _mean, "percent": _percent,
    "stretched_mean": _stretched_mean, "clock_share": _clock_share,
}  # fmt: skip
