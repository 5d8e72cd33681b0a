"""The engine over a real cluster: what only a cluster can do, and what can go wrong with one."""
