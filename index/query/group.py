"""One level of parentheses while it is being parsed: what was read so far, and what still waits."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute

from index.query.ast import And, Field, Near, Node, Not, Or, Phrase, Term
from index.query.fields import DEFAULT_DISTANCE, MAX_DISTANCE, MAX_NEAR_PARTS
from index.query.leaves import Mistake
from index.query.lexer import Kind, Token


@dataclass(slots=True)
class Group:
    """A level of the query that grows operand by operand.

    Attributes:
        column: of its opening parenthesis.
        field: the field that its words stand in, or an empty string.
        alternatives: finished operands of OR.
        conjuncts: finished operands of AND since the last OR.
        chain, links: operands joined by NEAR, and the NEARs between them; the latest operand is the last.
        prefixes: negations and fields that wait for an operand.
        operator: AND, OR or NEAR that waits for its right side.
    """

    column: int
    field: str = ""
    alternatives: list[Node] = attribute(default_factory=list)
    conjuncts: list[Node] = attribute(default_factory=list)
    chain: list[Node] = attribute(default_factory=list)
    links: list[Token] = attribute(default_factory=list)
    prefixes: list[Token] = attribute(default_factory=list)
    operator: Token | None = None

    @property
    def inner_field(self) -> str:
        """The field that the next word would stand in."""
        return next((token.name for token in reversed(self.prefixes) if token.name), self.field)

    def add(self, node: Node) -> list[tuple[Token, Mistake]]:
        """Take the next operand with the prefixes that wait for it; return mistakes in a chain it ended."""
        for token in reversed(self.prefixes):
            node = Field(token.name, node, token.column) if token.name else Not(node, token.column)
        self.prefixes.clear()
        operator, self.operator = self.operator, None
        if operator is not None and operator.kind is Kind.NEAR:
            self.links.append(operator)
            self.chain.append(node)
            return []
        mistakes = self._end_chain()
        if operator is not None and operator.kind is Kind.OR:
            self._end_conjunction()
        self.chain.append(node)
        return mistakes

    def finish(self) -> tuple[Node | None, list[tuple[Token, Mistake]]]:
        """Return what the whole level means (None where it is empty), and mistakes in its last chain."""
        mistakes = self._end_chain()
        self._end_conjunction()
        return _joined(Or, self.alternatives), mistakes

    def _end_chain(self) -> list[tuple[Token, Mistake]]:
        nodes, mistakes = _near(self.chain, self.links)
        self.conjuncts.extend(nodes)
        self.chain, self.links = [], []
        return mistakes

    def _end_conjunction(self) -> None:
        if (node := _joined(And, self.conjuncts)) is not None:
            self.alternatives.append(node)
        self.conjuncts = []


def _joined(kind: type[And | Or], nodes: list[Node]) -> Node | None:
    if len(nodes) <= 1:
        return nodes[0] if nodes else None
    return kind(tuple(nodes), nodes[0].column)


def _near(chain: list[Node], links: list[Token]) -> tuple[list[Node], list[tuple[Token, Mistake]]]:
    """Make one Near of each run of equal distances; with a mistake, the operands stand side by side."""
    if not links:
        return chain, []
    parts = [node for node in chain if isinstance(node, Term | Phrase)]
    if len(parts) < len(chain):
        at = next(index for index, node in enumerate(chain) if not isinstance(node, Term | Phrase))
        return chain, [(links[max(0, at - 1)], _wrong_operand(chain[at]))]
    nodes: list[Node] = []
    start = 0
    for index, link in enumerate(links):
        last = index + 1 == len(links) or links[index + 1].number != link.number
        if index + 1 - start >= MAX_NEAR_PARTS:
            return chain, [(link, Mistake(f"NEAR can join {MAX_NEAR_PARTS} words or phrases at most."))]
        if last:
            distance = DEFAULT_DISTANCE if link.number is None else min(link.number, MAX_DISTANCE)
            nodes.append(Near(tuple(parts[start : index + 2]), distance, column=parts[start].column))
            start = index + 1
    return nodes, []


def _wrong_operand(node: Node) -> Mistake:
    if isinstance(node, Field):
        hint = f"Put the whole into the field: {node.name}:(… NEAR …)"
    elif isinstance(node, Not):
        hint = "To exclude what is near, write -(… NEAR …)."
    else:
        hint = "Wildcards, '~', dates and groups cannot be near something."
    return Mistake("NEAR stands between two words or phrases.", hint)
