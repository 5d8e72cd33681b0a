"""Feeds that were saved: RSS, Atom and CDF, JSON Feed, and lists of them. Nothing is fetched here."""
