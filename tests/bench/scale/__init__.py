"""How evtui grows: every figure at 1,000 to 1,000,000 made-up articles, beside peers of the same run.

One run makes a library of each size, asks it and its peers the same queries, drives the desk over it on a
pseudo-terminal, rebuilds and updates its index, and lets go of it. `python -m tests.bench scale` runs all;
`python -m tests.bench.scale.desk LIBRARY` measures the desk over any library.
"""
