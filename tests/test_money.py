"""Dollars and cents, exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medmassage import money

amounts = st.decimals(min_value=-999999, max_value=999999, places=2)
weights = st.lists(st.decimals(min_value=0, max_value=9999, places=2), min_size=1, max_size=12)


@given(amounts, weights)
def test_the_parts_of_an_allocation_sum_to_the_whole(total, shares):
    parts = money.allocate(total, shares)
    assert sum(parts) == total
    assert len(parts) == len(shares)


@given(amounts, weights)
def test_no_part_is_more_than_a_cent_from_its_share(total, shares):
    if sum(shares) == 0:
        return
    for part, weight in zip(money.allocate(total, shares), shares, strict=True):
        assert abs(part - total * weight / sum(shares)) <= Decimal("0.01")


@given(amounts)
def test_what_is_shown_can_be_read_back(amount):
    assert money.parse(money.show(amount).replace("-$", "-")) == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("$1,234.5", "1234.50"), (" 12 ", "12.00"), ("0", "0.00"), ("-3.10", "-3.10")]
)
def test_people_write_amounts_in_many_ways(text, amount):
    assert str(money.parse(text)) == amount


@pytest.mark.parametrize("text", ["", "abc", "1.234", "NaN", "Infinity", "1e20", "12..3"])
def test_what_is_no_amount_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"amount of money|fractions of a cent"):
        money.parse(text)


def test_half_a_cent_rounds_away_from_zero():
    assert money.cents(Decimal("1.005")) == Decimal("1.01")
    assert money.cents(Decimal("-1.005")) == Decimal("-1.01")


def test_a_negative_weight_is_refused():
    with pytest.raises(ValueError, match="negative"):
        money.allocate(Decimal(1), [Decimal(-1), Decimal(2)])
