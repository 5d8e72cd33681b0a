"""The version of evtui, in one place."""

from typing import Final

VERSION: Final = "0.3.0"
