"""How dates like 03/04/2024 are read."""

from __future__ import annotations

from enum import Enum


class DateOrder(Enum):
    """Which number comes first in a date that is written with numbers only and ends with the year."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
