"""Settings of a library: small values under a key."""

from __future__ import annotations

from typing import Any, Final

import orjson

from index.store.part import Part, json_value

SHARED_SETTING: Final = "shared"
"""The setting of a library whose articles are in a cluster, for a team (`index.shared`): in which one."""


class SettingsPart(Part):
    """Values that JSON can hold, by key."""

    def setting(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, or `default` where it was never set."""
        row = self._database.row("SELECT value FROM settings WHERE key = ?", (key,))
        return default if row is None else json_value(row[0])

    def set_setting(self, key: str, value: Any) -> None:
        """Keep a value under a key. Raises TypeError for what JSON cannot hold."""
        stored = orjson.dumps(value)
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (key, stored))

    @property
    def shared(self) -> Any:
        """In which cluster the articles are that a team shares; None for a library of one person."""
        return self.setting(SHARED_SETTING)
