"""What happened, told upward: by the queries when an answer has come, by the panes when something is wanted.

Answers carry the generation of their question; what belongs to an old one is thrown away on arrival.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.message import Message

from index.model import (
    Article,
    DistinctiveWord,
    FacetField,
    FacetValue,
    Hit,
    LibraryInfo,
    Marks,
    NoHits,
    Progress,
    Span,
)
from tui.rows import DaySums

# The library


@dataclass
class LibraryOpened(Message):
    """The library can be asked now.

    Attributes:
        info: it in figures.
        session: what was kept of the last sitting, as plain data, or None.
        current: whether its index holds all articles; another process may be writing.
        derived: whether names and topics are those of all articles; an import may have been stopped before.
        behind: whether the index is brought up to date in the background.
    """

    info: LibraryInfo
    session: object
    current: bool
    derived: bool
    behind: bool = False


@dataclass
class LibraryGrew(Message):
    """Another process has added articles; the next answer speaks of them.

    Attributes:
        articles: how many the library holds now.
    """

    articles: int


@dataclass
class LibraryRefreshed(Message):
    """The answers to come speak of the library as it is now."""

    info: LibraryInfo


@dataclass
class LibraryAwaited(Message):
    """There is nothing to be read yet, since another process is writing; `reason` says which."""

    reason: str


@dataclass
class LibraryProgressed(Message):
    """Long work on the library went on."""

    progress: Progress


@dataclass
class LibraryFailed(Message):
    """The library cannot be opened: the desk has nothing to show."""

    error: Exception


@dataclass
class ValuesOutdated(Message):
    """Names and topics of articles changed, and nothing else; the counts on screen are to be asked again."""


@dataclass
class AnalysisProgressed(Message):
    """The analysis in the background went on.

    Attributes:
        percent: of it that is done.
        what: is being done, in a word.
    """

    percent: int
    what: str = "analysis"


@dataclass
class AnalysisEnded(Message):
    """The analysis in the background ended; `failure` is a sentence where it could not be done."""

    failure: str = ""


@dataclass
class WatchReported(Message):
    """A folder is watched.

    Attributes:
        folder: which.
        added, updated: articles that came out of it since the watching began.
        notice: a sentence that the reader should see, or empty.
    """

    folder: str
    added: int
    updated: int
    notice: str = ""


@dataclass
class WatchEnded(Message):
    """A folder is not watched any more; `failure` is a sentence where that was not wanted."""

    folder: str
    failure: str = ""


# Answers to a question


@dataclass
class Answer(Message):
    """Something about the question of this generation."""

    generation: int


@dataclass
class HitsFound(Answer):
    """Rows of the result, from `offset` on.

    Attributes:
        offset: number of the first of them, from 0.
        hits: the rows.
        total: all articles that match.
        seconds: time taken.
        rows: rows of the list; None: as many as articles.
        first: whether this is the first page, which opens a new result.
        locating: whether `ArticleLocated` will follow.
    """

    offset: int
    hits: tuple[Hit, ...]
    total: int
    seconds: float
    first: bool
    locating: bool = False
    rows: int | None = None

    @property
    def listed(self) -> int:
        """How many rows the list has."""
        return self.total if self.rows is None else self.rows


@dataclass
class MembersFound(Answer):
    """Group of near-duplicates → all articles of it that match."""

    members: Mapping[str, tuple[Hit, ...]]


@dataclass
class NothingExplained(Answer):
    """Why nothing was found, and what is near."""

    no_hits: NoHits


@dataclass
class DaysCounted(Answer):
    """Day number → articles: those of the result, and those without the chosen period.

    Attributes:
        rows: day number → rows of the list.
    """

    inside: Mapping[int, int]
    whole: Mapping[int, int]
    rows: Mapping[int, int]


@dataclass
class ArticleLocated(Answer):
    """The article of the session is in row `number` of the result, from 0; None: it is not in it."""

    number: int | None


@dataclass
class FacetsCounted(Answer):
    """What the result is about.

    Attributes:
        values: of each field with their counts, most frequent first; of very many only the first.
        totals: how many values of each field there are; where more than are told, one more than those.
    """

    values: Mapping[FacetField, tuple[FacetValue, ...]]
    totals: Mapping[FacetField, int]


@dataclass
class WordsFound(Answer):
    """The words that distinguish the result from the library."""

    words: tuple[DistinctiveWord, ...]


@dataclass
class SparksCounted(Answer):
    """Value of a field → its articles by day number."""

    days: Mapping[tuple[FacetField, str], DaySums]


@dataclass
class QuestionAnswered(Answer):
    """All parts of the answer have been sent."""

    seconds: float


@dataclass
class QueryRefused(Answer):
    """The query cannot be understood; `column` and `length` say where, `hint` what would be right."""

    message: str
    column: int
    length: int
    hint: str


@dataclass
class WorkFailed(Message):
    """Something that was asked for could not be done.

    Attributes:
        reason: a sentence.
        away: whether that is because the cluster with the library cannot be reached, which passes.
    """

    reason: str
    away: bool = False


@dataclass
class ClusterReturned(Message):
    """The cluster with the library answers again; what could not be answered may be asked again."""


# Articles


@dataclass
class ArticleFetched(Message):
    """An article with what matches in it.

    Attributes:
        article: the article.
        title_matches, body_matches: as the engine matched them.
        marks: what the reader did with it.
        at_match: the match to bring into view, −1 for the last one; None: go by `place`.
        place: character of the body to bring to the top where `at_match` is None.
        alike: date and source of each near-duplicate.
    """

    article: Article
    title_matches: tuple[Span, ...]
    body_matches: tuple[Span, ...]
    marks: Marks
    at_match: int | None
    place: int
    alike: tuple[str, ...] = ()


@dataclass
class ArticleMarked(Message):
    """The reader's marks on an article are stored."""

    article: str
    marks: Marks


# What the reader wants, told by a pane


@dataclass
class QueryTyped(Message):
    """The text of the search line changed under the reader's hands."""

    text: str


@dataclass
class QuerySubmitted(Message):
    """Enter was pressed in the search line."""

    text: str


@dataclass
class SearchLeft(Message):
    """Escape was pressed in the search line."""


@dataclass
class ArticleHighlighted(Message):
    """The cursor came to stand on a row of the result.

    Attributes:
        hit: the row.
        at_match: the match to bring into view, −1 for the last one.
    """

    hit: Hit
    at_match: int


@dataclass
class ArticleChosen(Message):
    """A row of the result was opened."""

    hit: Hit


@dataclass
class HitsWanted(Message):
    """Rows `first` to `last` (both included) of the result are on screen and not loaded."""

    first: int
    last: int


@dataclass
class MembersWanted(Message):
    """What shares a row with the articles of these groups of near-duplicates shall be shown."""

    groups: tuple[str, ...]


@dataclass
class WordReplaced(Message):
    """A word without hits shall give way to one that the library has."""

    absent: str
    word: str


@dataclass
class FiltersCleared(Message):
    """Nothing shall be chosen beside the query any more."""


@dataclass
class FindLeft(Message):
    """The find line of the source pane was closed."""
