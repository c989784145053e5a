"""The words of the condition language: names, their tokens, and the bit that stands for each."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

SKIPPED = "skipped"
"""The token of every question that a reader was asked and left without an answer."""


@dataclass(frozen=True, slots=True)
class Token:
    """What one bit stands for."""

    name: str
    token: str


@dataclass(slots=True)
class Vocabulary:
    """The names a condition may ask about, in the order in which they are decided; grows while a guide loads."""

    names: dict[str, dict[str, int]] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)
    _counted: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, tokens: Iterable[str], counted: Iterable[str]) -> None:
        """Make `name` known with a new bit for each token; `at_least` without `of` counts those in `counted`."""
        bits = self.names.setdefault(name, {})
        for token in tokens:
            bits[token] = 1 << len(self.tokens)
            self.tokens.append(Token(name, token))
        self._counted[name] = self.mask(name, counted)

    def mask(self, name: str, tokens: Iterable[str]) -> int:
        """The bits of some tokens of a name."""
        return union(self.names[name][token] for token in tokens)

    def counted(self, name: str) -> int:
        """The bits that `at_least` counts when it names none."""
        return self._counted[name]

    def token(self, bit: int) -> Token:
        """What a single bit stands for."""
        return self.tokens[bit.bit_length() - 1]

    def read(self, bits: int) -> tuple[Token, ...]:
        """The tokens of the bits, in the order in which they were added."""
        return tuple([self.tokens[bit.bit_length() - 1] for bit in each_bit(bits)])


def each_bit(bits: int) -> Iterator[int]:
    """The single bits of a mask, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest


def shared_need(needs: Collection[int]) -> int:
    """Bits of which one at least is set where any of some needs is met; none where one of them needs none."""
    return union(needs) if all(needs) else 0


def union(masks: Iterable[int]) -> int:
    """All bits of some masks."""
    bits = 0
    for mask in masks:
        bits |= mask
    return bits
