"""From a typed query to its tree (`index.query.ast`).

Binding, strongest first: field and NOT (also `-`), NEAR, AND (also nothing at all between two words), OR. The
parser keeps its own stack and looks at each token once, so that neither deep nor long queries cost more than
their length.

`parse(…, lenient=True)` is for a query that is still being typed. It never raises: what is unfinished waits
(it does not count yet), what is left open is closed, what is too long or too deep is cut or flattened.
"""

from __future__ import annotations

from datetime import date

from index.errors import QueryError
from index.query.ast import All, And, Node
from index.query.fields import GROUP_FLAG, MAX_DISTANCE, MAX_LENGTH, MAX_NESTING
from index.query.group import Group
from index.query.leaves import Mistake, date_leaf, flag_leaf, phrase_leaf, word_leaf
from index.query.lexer import Kind, Token, tokens


def parse(text: str, *, today: date, lenient: bool = False) -> Node:
    """Return the tree of a query; `All` for an empty one.

    Args:
        text: as it was typed.
        today: what `date:today` and the like start from.
        lenient: read it as still being typed.

    Raises:
        QueryError: it cannot be understood; never where `lenient`.
    """
    if len(text) > MAX_LENGTH:
        if not lenient:
            raise QueryError(
                f"The query has {len(text):,} characters; {MAX_LENGTH:,} are possible.",
                query=text,
                column=MAX_LENGTH,
                length=len(text) - MAX_LENGTH,
            )
        text = text[:MAX_LENGTH]
    return _Parser(text, today, lenient=lenient).run()


class _Parser:
    """The state of one run: a stack of open groups, the innermost last."""

    def __init__(self, text: str, today: date, *, lenient: bool) -> None:
        self._text = text
        self._today = today
        self._lenient = lenient
        self._groups = [Group(column=0)]
        self._depth = 0
        self._setting: Node | None = None
        """What is said about the list as a whole."""
        self._passed_over = 0
        """Parentheses that were opened too deep and wait for their closing ones."""

    def run(self) -> Node:
        for token in tokens(self._text):
            self._take(token)
        while len(self._groups) > 1:
            opened = Token(Kind.OPEN, "(", self._groups[-1].column, 1)
            self._complain(
                opened, Mistake("This parenthesis is never closed.", "Put a ) where the group ends.")
            )
            self._close(opened)
        node = self._finish(self._groups[-1])
        if self._setting is None:
            return All() if node is None else node
        nodes = node.nodes if isinstance(node, And) else () if node is None else (node,)
        return And((*nodes, self._setting), nodes[0].column) if nodes else self._setting

    def _take(self, token: Token) -> None:
        match token.kind:
            case Kind.OPEN:
                self._open(token)
            case Kind.CLOSE:
                self._close(token)
            case Kind.NOT | Kind.FIELD:
                self._prefix(token)
            case Kind.AND | Kind.OR | Kind.NEAR:
                self._operator(token)
            case Kind.WORD | Kind.PHRASE | Kind.DATE | Kind.FLAG:
                self._operand(token)

    def _complain(self, token: Token, mistake: Mistake) -> None:
        """Raise, unless the query is still being typed."""
        if not self._lenient:
            raise QueryError(
                mistake.message,
                query=self._text,
                column=token.column,
                length=mistake.length or token.length,
                hint=mistake.hint,
            )

    def _deeper(self, token: Token) -> bool:
        """Whether there is room for one more level."""
        if self._depth < MAX_NESTING:
            self._depth += 1
            return True
        self._complain(token, Mistake(f"The query is nested too deeply; {MAX_NESTING} levels are possible."))
        return False

    def _open(self, token: Token) -> None:
        if self._deeper(token):
            self._groups.append(Group(token.column, self._groups[-1].inner_field))
        else:
            self._passed_over += 1

    def _close(self, token: Token) -> None:
        if self._passed_over:
            self._passed_over -= 1
            return
        if len(self._groups) == 1:
            self._complain(
                token, Mistake("This parenthesis closes nothing.", "Leave it out, or open one before.")
            )
            return
        group = self._groups.pop()
        self._depth -= 1
        node = self._finish(group)
        if node is None:
            empty = Token(Kind.OPEN, "(", group.column, token.column + 1 - group.column)
            self._complain(empty, Mistake("There is nothing between these parentheses."))
            self._drop()
        else:
            self._add(node)

    def _finish(self, group: Group) -> Node | None:
        if group.prefixes:
            self._complain(group.prefixes[-1], _nothing_after(group.prefixes[-1]))
            self._drop(group)
        if group.operator is not None:
            self._complain(group.operator, _nothing_after(group.operator))
        node, mistakes = group.finish()
        self._report(mistakes)
        return node

    def _prefix(self, token: Token) -> None:
        if token.kind is Kind.FIELD and not token.bound:
            self._complain(token, _nothing_after(token))
            self._drop()
            return
        if token.kind is Kind.FIELD:
            self._check_place(token)
        if self._deeper(token):
            self._groups[-1].prefixes.append(token)

    def _operator(self, token: Token) -> None:
        group = self._groups[-1]
        if group.prefixes:
            self._complain(group.prefixes[-1], _nothing_after(group.prefixes[-1]))
            self._drop()
        if group.operator is not None:
            what = f"'{token.text}' cannot follow '{group.operator.text}' directly."
            self._complain(token, Mistake(what, "Put a word between them, or leave one of them out."))
        elif not group.chain:
            hint = f'To search for the word, put it in quotes: "{token.text}".'
            self._complain(token, Mistake(f"Nothing stands before '{token.text}'.", hint))
            return
        if token.kind is Kind.NEAR and (token.number is None or token.number > MAX_DISTANCE):
            hint = "NEAR/5 means: with at most 5 words between them."
            self._complain(token, Mistake(f"NEAR/ needs a number up to {MAX_DISTANCE} after it.", hint))
        group.operator = token

    def _take_setting(self, token: Token) -> None:
        """Take `group:off`, which is no part of what is looked for, wherever it stands at the top."""
        if len(self._groups) > 1 or self._passed_over or self._groups[-1].prefixes:
            hint = "Put it at the end, outside of parentheses and without NOT."
            self._complain(
                token, Mistake(f"'{token.name}:' is about the whole list, not a part of the query.", hint)
            )
            self._drop()
            return
        try:
            self._setting = flag_leaf(token)
        except Mistake as mistake:
            self._complain(token, mistake)

    def _operand(self, token: Token) -> None:
        if token.kind is Kind.FLAG and token.name == GROUP_FLAG:
            self._take_setting(token)
            return
        field = self._groups[-1].inner_field
        if token.kind in {Kind.DATE, Kind.FLAG}:
            self._check_place(token)
        try:
            node: Node | None = self._leaf(token, field)
        except Mistake as mistake:
            self._complain(token, mistake)
            node = mistake.reading
        if node is None:
            self._drop()
        else:
            self._add(node)

    def _leaf(self, token: Token, field: str) -> Node:
        match token.kind:
            case Kind.PHRASE:
                return phrase_leaf(token, field)
            case Kind.DATE:
                return date_leaf(token, self._today)
            case Kind.FLAG:
                return flag_leaf(token)
            case _:
                return word_leaf(token, field)

    def _check_place(self, token: Token) -> None:
        outer = self._groups[-1].inner_field
        if outer:
            hint = f"Close the group of '{outer}:' before it."
            self._complain(token, Mistake(f"'{token.name}:' cannot stand inside '{outer}:'.", hint))

    def _add(self, node: Node) -> None:
        group = self._groups[-1]
        self._depth -= len(group.prefixes)
        self._report(group.add(node))

    def _drop(self, group: Group | None = None) -> None:
        """Forget the prefixes of an operand that does not count."""
        group = group or self._groups[-1]
        self._depth -= len(group.prefixes)
        group.prefixes.clear()

    def _report(self, mistakes: list[tuple[Token, Mistake]]) -> None:
        for token, mistake in mistakes:
            self._complain(token, mistake)


def _nothing_after(token: Token) -> Mistake:
    if token.kind is Kind.FIELD:
        return Mistake(
            f"'{token.name}:' needs a word or phrase directly after it.",
            f"Without a space, as in {token.name}:word.",
        )
    hint = "" if token.text == "-" else f'To search for the word, put it in quotes: "{token.text}".'
    return Mistake(f"Nothing stands after '{token.text}'.", hint)
