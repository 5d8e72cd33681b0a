"""Fetching a page or a feed from the web. Only `evtui fetch` does it; nothing else in evtui uses a network.

targets → addresses → connecting → visiting (robots) → fetch, which keeps what came (keeping).
"""
