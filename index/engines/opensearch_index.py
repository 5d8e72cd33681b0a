"""The index in a cluster: made, found again, checked, and changed over.

An index that one library alone uses is made anew beside the old one. The name in the settings is an alias;
the first commit lets it name the new index, and deletes the old one. A shared index is one for all who use
it: it has the name in the settings itself, is made where it is missing, and never deleted.
"""

from __future__ import annotations

import re
from contextlib import suppress
from secrets import token_hex
from time import time
from typing import Any, Final

from index.engines.opensearch_cluster import Cluster
from index.engines.opensearch_mapping import MAPPING_VERSION, META, index_body
from index.errors import EngineError, IndexDamaged

ABANDONED_SECONDS: Final = 24 * 3600
"""After so long, an index that was begun and is still not in use will never be."""
_SUFFIX_BYTES: Final = 4
_MILLISECONDS: Final = 1000
_EXISTS: Final = "resource_already_exists_exception"
NOT_FOUND: Final = 404


def joined(cluster: Cluster) -> str:
    """Return the name of the shared index, which is made where it is missing.

    Raises:
        EngineError: there is an index of that name that this version cannot use; says which.
    """
    name = cluster.settings.index
    if not _mappings(cluster, name):
        _make(cluster, name)
    return checked(cluster, name)


def begun(cluster: Cluster) -> str:
    """Return the name of an empty index; `changed_over` puts it in the place of the one that is in use.

    Raises:
        EngineError: the name in the settings belongs to an index that is shared, or not ours.
    """
    alias = cluster.settings.index
    if alias in _mappings(cluster, alias):
        raise EngineError(
            f"In the cluster there is an index {cluster.settings.shown} that others may use, and it is not"
            " written over. Choose another name, or delete that index first."
        )
    # To clean up is a courtesy, and who uses the cluster may lack the right to it.
    with suppress(EngineError):
        _remove_abandoned(cluster)
    name = f"{alias}-{token_hex(_SUFFIX_BYTES)}"
    _make(cluster, name)
    return name


def checked(cluster: Cluster, name: str) -> str:
    """Return the name of the index behind a name, whose mapping is that of this version.

    Raises:
        IndexDamaged: there is no index of this name.
        EngineError: another program made it, or another version.
    """
    found = _mappings(cluster, name)
    if not found:
        raise IndexDamaged(f"There is no index {cluster.settings.shown}.")
    if len(found) > 1:
        raise EngineError(
            f"The name {cluster.settings.shown} stands for {len(found)} indexes: {', '.join(sorted(found))}."
            " Take it off all but one."
        )
    index, mapping = found.popitem()
    version = (mapping.get("_meta") or {}).get(META)
    if not isinstance(version, dict):
        raise EngineError(
            f"The index {cluster.settings.shown} was not made by evtui, and is left alone. Choose another"
            " name."
        )
    if version.get("mapping") != MAPPING_VERSION:
        raise EngineError(
            f"The index {cluster.settings.shown} was made by another version of evtui (its mapping is"
            f" {version.get('mapping')!r}, this version's is {MAPPING_VERSION!r}) and is left as it is."
            " Use that version, or move the library into an index with another name."
        )
    return index


def changed_over(cluster: Cluster, name: str) -> None:
    """Let the name in the settings stand for this index, in one step; delete the index it stood for."""
    alias = cluster.settings.index
    old = [index for index in _mappings(cluster, alias) if index != name]
    actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": alias}}]
    # In one step: nobody ever finds no index, or two.
    actions += [{"remove_index": {"index": index}} for index in old]
    cluster.write(lambda client: client.indices.update_aliases(body={"actions": actions}))


def dropped(cluster: Cluster, name: str) -> None:
    """Delete an index, which may be gone already."""
    cluster.write(
        lambda client: client.indices.delete(
            index=name, params={"ignore_unavailable": "true", "ignore": NOT_FOUND}
        )
    )


def shard_count(cluster: Cluster, name: str) -> int:
    """Return how many primary shards an index has."""
    found = cluster.read(lambda client: client.indices.get_settings(index=name))
    return int(found[name]["settings"]["index"]["number_of_shards"])


def _make(cluster: Cluster, name: str) -> None:
    body = index_body(cluster.settings)

    def make(client: Any) -> Any:
        # 400: another process was faster, or the answer to the first attempt was lost.
        answer = client.indices.create(index=name, body=body, params={"ignore": 400})
        error = answer.get("error")
        if error and error.get("type") != _EXISTS:
            raise EngineError(f"The index {cluster.settings.shown} cannot be made: {error.get('reason')}.")
        return answer

    cluster.write(make)


def _remove_abandoned(cluster: Cluster) -> None:
    """Delete indexes that were begun long ago, by processes that died before they were in use."""
    alias = cluster.settings.index
    begun_name = re.compile(rf"{re.escape(alias)}-[0-9a-f]{{{2 * _SUFFIX_BYTES}}}")
    found = cluster.read(lambda client: client.indices.get(index=f"{alias}-*"))
    for name, told in found.items():
        age = time() - int(told["settings"]["index"]["creation_date"]) / _MILLISECONDS
        ours = META in (told["mappings"].get("_meta") or {})
        if begun_name.fullmatch(name) and ours and not told["aliases"] and age > ABANDONED_SECONDS:
            dropped(cluster, name)


def _mappings(cluster: Cluster, name: str) -> dict[str, dict[str, Any]]:
    """Return index → mapping of what a name stands for, nothing where it stands for nothing."""
    found = cluster.read(lambda client: client.indices.get_mapping(index=name, params={"ignore": NOT_FOUND}))
    if found.get("status") == NOT_FOUND:
        return {}
    return {index: held["mappings"] for index, held in found.items()}
