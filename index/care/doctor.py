"""The doctor: looks whether a library is whole, says what is not, and mends what can be mended."""

from __future__ import annotations

from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from index.care.backup import silently
from index.care.findings import Diagnosis, Part, counted
from index.care.folder_checks import check_leftovers, check_permissions
from index.care.index_checks import disagreements
from index.care.store_checks import check_tables, check_texts, integrity
from index.errors import LibraryDamaged, LibraryMissing
from index.manifest import FILE_NAME as MANIFEST
from index.manifest import read_manifest
from index.sealed import is_whole
from index.store.copying import sqlite_connection
from index.store.database import DATABASE_NAME, in_words, pragma
from index.store.lock import WriterLock
from index.store.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from index.care.salvage import Salvaged
    from index.library import Library
    from index.model import Report
    from index.store import Store


def examine(folder: Path, *, repair: bool = False, report: Report | None = None) -> Diagnosis:
    """Examine a library.

    Args:
        folder: the library's.
        repair: mend what is found. A damaged database is kept aside, and what can be read of it saved.
        report: told of the progress.

    Raises:
        LibraryMissing, LibraryTooNew: there is none, or a newer evtui's.
        LibraryBusy: it is to be mended while another process writes to it.
        LibraryError: it is to be mended and can only be read.
    """
    if not (folder / DATABASE_NAME).is_file():
        raise LibraryMissing(f"There is no library in {folder}.")
    examination = _Examination(folder, report or silently, repair=repair)
    examination.run()
    return examination.diagnosis


class _Examination:
    def __init__(self, folder: Path, report: Report, *, repair: bool) -> None:
        self._folder = folder
        self._database = folder / DATABASE_NAME
        self._report = report
        self._repair = repair
        self.diagnosis = Diagnosis()

    def run(self) -> None:
        """Carry out all checks, from the ground up; what cannot be looked at after a finding is left out."""
        lock = WriterLock(self._folder)
        check_permissions(self._folder, self.diagnosis, repair=self._repair)
        with lock.held() if self._repair else nullcontext():
            if not self._file_is_whole():
                return
        if not self._is_current():
            return
        from index.library import open_library

        # Nothing is locked for looking; what another process may be changing is left out.
        quiet = self._repair or not lock.owner_lives()
        with open_library(self._folder) as library:
            if library.store.migrated:
                self.diagnosis.remarks.append(library.store.migrated)
            with library.store.writer() if self._repair else nullcontext():
                self._check_tables(library.store, quiet=quiet)
                if quiet:
                    manifest = read_manifest(self._folder)
                    check_leftovers(self._folder, manifest, self.diagnosis, repair=self._repair)
                    self._check_index(library)
                else:
                    self.diagnosis.remarks.append(
                        "Another process is writing to this library, so its index was not compared with it."
                    )

    def _file_is_whole(self) -> bool:
        """Look whether SQLite can read all of the database; save what can be saved of a damaged one."""
        complaints = self._complaints()
        if complaints and self._repair and all(" index " in line for line in complaints):
            # Only what SQLite keeps to find rows fast is wrong; it makes that anew.
            with in_words(self._database), closing(sqlite_connection(self._database)) as connection:
                connection.execute("REINDEX")
            if not self._complaints():
                self.diagnosis.add(
                    Part.STORE,
                    f"An index inside the database was damaged ({complaints[0]}).",
                    repaired="It was made anew; no article is affected.",
                )
                return True
        if not complaints:
            return True
        from index.care.salvage import survey, take_over

        told = f"The database is damaged ({complaints[0]})."
        if not self._repair:
            saved = survey(self._database, self._report)
            self.diagnosis.add(Part.STORE, f"{told} {_savable(saved)}", advice=_ADVICE)
            return False
        saved, aside = take_over(self._folder, self._report)
        self.diagnosis.add(
            Part.STORE, told, repaired=f"{_saved(saved)} The damaged database is kept in {aside.name}."
        )
        return True

    def _complaints(self) -> list[str]:
        try:
            with in_words(self._database), closing(sqlite_connection(self._database)) as connection:
                return integrity(connection)
        except LibraryDamaged as error:
            return [str(error.__cause__)]

    def _is_current(self) -> bool:
        with closing(sqlite_connection(self._database)) as connection:
            version = pragma(connection, "user_version")
        if version >= SCHEMA_VERSION or self._repair:
            # Opening migrates an older one, and refuses a newer one with words.
            return True
        self.diagnosis.remarks.append(
            f"The library is of an older format ({version}); it is migrated when it is opened next."
        )
        return False

    def _check_tables(self, store: Store, *, quiet: bool) -> None:
        with in_words(self._database), closing(store.new_connection()) as connection:
            if quiet:
                check_tables(connection, self.diagnosis, repair=self._repair)
                check_texts(connection, self.diagnosis, repair=self._repair, report=self._report)
            self.diagnosis.articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]

    def _check_index(self, library: Library) -> None:
        if library.store.shared is not None:
            from index.shared.checking import check_shared
            from index.shared.library import SharedLibrary

            if isinstance(library, SharedLibrary):
                check_shared(library, self.diagnosis, repair=self._repair, report=self._report)
            return
        wrong = self._wrong_with_index(library)
        for sentence in wrong:
            self.diagnosis.add(
                Part.INDEX, sentence, repaired="It is built anew from the store." if self._repair else ""
            )
        if self._repair and wrong:
            library.reindex(report=self._report)
        elif self._repair:
            library.catch_up(self._report)
        elif not wrong and library.index.status() == "missing" and self.diagnosis.articles:
            self.diagnosis.remarks.append(
                "There is no index yet; it is built when the library is opened next."
            )
        elif library.index.status() == "behind":
            behind = counted(library.index.behind(), "change")
            self.diagnosis.remarks.append(
                f"The index is {behind} behind; it catches up when the library is opened next."
            )

    def _wrong_with_index(self, library: Library) -> list[str]:
        manifest, engine = library.index.manifest, library.index.engine
        if manifest is None or engine is None:
            if not (self._folder / MANIFEST).exists():
                return []
            return ["There is no index that could be opened; opening the library builds one."]
        if not is_whole(library.store, manifest):
            return ["A file of the index is not as it was written."]
        return disagreements(library.store, engine, manifest, library.analyser)


_ADVICE = (
    "evtui doctor --repair saves it into a database of its own and keeps the damaged one aside."
    " If you have a backup that is not old, evtui restore may be better."
)


def _savable(saved: Salvaged) -> str:
    return f"{_what(saved, 'can be saved')} {_missing(saved)}".rstrip()


def _saved(saved: Salvaged) -> str:
    return f"{_what(saved, 'were saved')} {_missing(saved)}".rstrip()


def _what(saved: Salvaged, verb: str) -> str:
    marks = counted(saved.marks, "mark, tag or note", "marks, tags and notes")
    return f"{counted(saved.articles, 'article')} and {marks} {verb}."


def _missing(saved: Salvaged) -> str:
    if not saved.missing and not saved.files:
        return "None is missing, as far as the database tells."
    files = f" Import again: {', '.join(saved.files)}." if saved.files else ""
    return f"{counted(saved.missing, 'article is', 'articles are')} missing or damaged.{files}"
