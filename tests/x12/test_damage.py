"""Damaged files: whatever happens to the bytes, they are checked or refused in a sentence, never crash."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from medmassage.x12 import tables
from medmassage.x12.check import check
from medmassage.x12.errors import X12Error
from medmassage.x12.explain import explain
from medmassage.x12.export import frames
from paths import needs_corpus
from x12.test_x12 import FILES

READERS: list[Callable[[bytes], object]] = [
    check, frames, lambda data: list(explain(data)),
    tables.remittances, tables.claims, tables.acknowledgments, tables.claim_statuses,
]  # fmt: skip


def survives(data: bytes) -> None:
    for reader in READERS:
        try:
            reader(data)
        except X12Error as why:
            assert str(why).strip()


SMALL = [path for path in FILES if path.stat().st_size < 12_000] or [None]


@given(st.binary(max_size=600))
@settings(max_examples=100, deadline=None)
def test_no_bytes_crash_any_reader(data: bytes) -> None:
    survives(data)


@needs_corpus
@given(st.sampled_from(SMALL), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_real_file_cut_anywhere_does_not_crash(path, data) -> None:
    content = path.read_bytes()
    survives(content[: data.draw(st.integers(0, len(content)))])


@needs_corpus
@given(st.sampled_from(SMALL), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_real_file_with_bytes_changed_does_not_crash(path, data) -> None:
    content = bytearray(path.read_bytes())
    assume(content)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(bytes(content))


@needs_corpus
@given(st.sampled_from(SMALL), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_real_file_with_segments_lost_doubled_or_swapped_does_not_crash(path, data) -> None:
    parts = path.read_bytes().split(b"~")
    for _ in range(data.draw(st.integers(1, 4))):
        at, to = (data.draw(st.integers(0, len(parts) - 1)) for _ in range(2))
        how = data.draw(st.sampled_from(["lose", "double", "swap"]))
        if how == "lose" and len(parts) > 1:
            del parts[at]
            continue
        if how == "double":
            parts.insert(at, parts[to])
        else:
            parts[at], parts[to] = parts[to], parts[at]
    survives(b"~".join(parts))


@pytest.mark.parametrize(
    "amount", ["x", "1e400", "NaN", "Infinity", "--1", "1,000", "9" * 30, "1.005", "\u0661", "1 0", "1_0"]
)
def test_an_odd_amount_is_read_as_money_or_refused(amount: str) -> None:
    from medmassage.x12.segments import Segment
    from medmassage.x12.write import write
    from x12.test_x12 import ENVELOPE

    data = write("835", [[Segment("ST", "BPR", ("I", "AMOUNT", "C"))]], ENVELOPE)
    survives(data.replace(b"AMOUNT", amount.encode()))
