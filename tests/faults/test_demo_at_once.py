"""Several people, or several terminals, open the sample collection for the first time at one moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

OPEN = """
import sys
from pathlib import Path
from index.demo import open_demo
with open_demo(Path(sys.argv[1])) as library:
    print(library.count(""))
"""


def test_all_of_them_see_all_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN, str(tmp_path)]
    opened = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [process.communicate()[0].strip() for process in opened]
    assert len(set(answers)) == 1, answers
    assert int(answers[0]) > 100
