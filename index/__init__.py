"""The library of evtui: a store of dated articles and a full-text index over it."""
