"""What the desk knows of the analysis is what the library says."""

from __future__ import annotations

from index.background.reading import READING_STAGE
from index.derived import CHOOSING_STAGE, WRITING_STAGE
from index.neardup.grouping import STAGE
from tui.queries.long_work import LAST_STAGE, STAGES


def test_the_stages_of_the_analysis_are_known_in_their_order_and_make_a_whole() -> None:
    assert list(STAGES) == [STAGE, READING_STAGE, CHOOSING_STAGE, WRITING_STAGE]
    begins = 0
    for start, share in (*STAGES.values(), LAST_STAGE):
        assert start == begins
        begins += share
    assert begins == 100
