"""Edit distance between words: how many keystrokes they are apart."""

from __future__ import annotations


def edit_distance(first: str, second: str, limit: int) -> int:
    """Return the optimal string alignment distance of two words; `limit + 1` where it is above `limit`.

    Counted are inserted, deleted and replaced characters and swapped neighbours; no stretch is edited twice.
    Only cells within `limit` of the diagonal are computed (Ukkonen 1985, section 3), and the work ends with
    the first row that is all too far.
    """
    if first == second:
        return 0
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    first, second = _without_common_ends(first, second)
    if not first or not second:
        return min(max(len(first), len(second)), limit + 1)
    return _banded(first, second, limit)


def _without_common_ends(first: str, second: str) -> tuple[str, str]:
    """Cut off what both begin and end with; it never changes the distance."""
    shorter = min(len(first), len(second))
    start = 0
    while start < shorter and first[start] == second[start]:
        start += 1
    end = 0
    while end < shorter - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return first[start : len(first) - end], second[start : len(second) - end]


def _banded(first: str, second: str, limit: int) -> int:
    far = limit + 1
    width = len(second) + 1
    before = [far] * width
    above = [min(column, far) for column in range(width)]
    for row, letter in enumerate(first, start=1):
        low, high = max(1, row - limit), min(len(second), row + limit)
        here = [far] * width
        if row <= limit:
            here[0] = row
        nearest = here[0]
        for column in range(low, high + 1):
            other = second[column - 1]
            if letter == other:
                cost = above[column - 1]
            else:
                cost = 1 + min(above[column - 1], above[column], here[column - 1])
                if row > 1 and column > 1 and letter == second[column - 2] and other == first[row - 2]:
                    cost = min(cost, before[column - 2] + 1)
            here[column] = cost
            nearest = min(nearest, cost)
        if nearest > limit and min(above[low - 1 : high + 1]) >= limit:
            return far
        before, above = above, here
    return min(above[-1], far)
