"""Who sees what in two guides: an example check-in for each way they differ, and the personas who see it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from supporter.advice import advise
from supporter.answers import fitting, read_answers
from supporter.flags import Flag
from supporter.guide import Guide
from supporter.naming import RULES
from supporter.outcome import shown_ids
from supporter.personas import Persona
from supporter.pieces import Piece
from supporter.plans import WHENS, Plan, Steps
from supporter.proving.encoding import NAMES, Encoding, Formula, both, either, firsts, negate
from supporter.proving.pair import Pair
from supporter.proving.witness import Witness
from supporter.situation import decide

Place = tuple[str, str]
"""Kind and id of a piece, or `rules` and a rule of guide.yaml."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees one thing: the smallest check-ins that see it now or no longer, and personas then and now, by title."""

    now: Witness | None = None
    no_longer: Witness | None = None
    personas: tuple[str, ...] = ()
    personas_before: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.now is not None or self.no_longer is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a piece that is shown to other readers of the piece than before."""

    text: str
    audience: Audience = field(repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader sees: the pieces, and what the first flag and the plan say to them."""

    places: frozenset[Place]
    said: Mapping[Place, tuple[str, ...]]


class Audiences:
    """Everything that can be shown or not, in the old guide and in the new."""

    def __init__(self, old: Guide, new: Guide, personas: Collection[Persona]) -> None:
        self.pair = Pair(old, new)
        self._titles = {persona.id: persona.title for persona in personas}
        self._then = {persona.id: seen(old, persona.answers).places for persona in personas}
        self._now = {persona.id: seen(new, persona.answers).places for persona in personas}

    def of(self, place: Place) -> Audience:
        """Who sees a piece, or of whom a rule of guide.yaml holds; false where it is the same readers."""
        then, now = _formula(self.pair.old, place), _formula(self.pair.new, place)
        return Audience(
            now=self.pair.example(now, negate(then)),
            no_longer=self.pair.example(then, negate(now)),
            personas=tuple(title for one, title in self._titles.items() if place in self._now[one]),
            personas_before=tuple(title for one, title in self._titles.items() if place in self._then[one]),
        )

    def lines(self, place: Place) -> Iterator[Line]:
        """The lines of a piece, the same in both guides, that other readers of it see than before."""
        then, now = _lines(self.pair.old, place), _lines(self.pair.new, place)
        for text in (text for text in now if text in then):
            seen = both([_whole(encoding, place) for encoding in (self.pair.old, self.pair.new)])
            audience = Audience(
                now=self.pair.example(seen, now[text], negate(then[text])),
                no_longer=self.pair.example(seen, then[text], negate(now[text])),
            )
            if audience:
                yield Line(text, audience)

    def both(self, example: Witness) -> tuple[Seen, Seen]:
        """What the reader of an example saw then, and sees now."""
        then, now = (seen(side.guide, example.answers, example.held) for side in (self.pair.old, self.pair.new))
        return then, now

    def moved(self) -> tuple[str, ...]:
        """Titles of the personas who are shown other pieces than before."""
        return tuple(title for one, title in self._titles.items() if self._then[one] != self._now[one])

    def readers(self, places: Collection[Place]) -> tuple[str, ...]:
        """Titles of the personas who see one of these pieces now."""
        return tuple(title for one, title in self._titles.items() if not self._now[one].isdisjoint(places))


def seen(guide: Guide, answers: Mapping[str, object], held: Iterable[str] = ()) -> Seen:
    """What the reader of some answers sees, as far as this guide's form can take them."""
    given = read_answers(guide.questions.values(), fitting(guide.questions.values(), answers))
    advice = advise(guide, given, held)
    ids = shown_ids(guide, advice) | {"flags": {flag.id for flag in advice.flags}, "path": {advice.path.id}}
    chosen = decide(guide, given, held).chosen
    said = {("flags", flag.id): tuple(advice.orders) for flag in advice.flags[:1]}
    if advice.plan:
        said["plans", advice.plan.plan.id] = tuple(advice.plan.steps.values())
    return Seen(
        frozenset(
            [
                *((kind, one) for kind, name in NAMES.items() for one in ids[name]),
                *(("rules", rule) for rule in RULES if getattr(guide, rule).holds(chosen)),
            ]
        ),
        said,
    )


def _formula(encoding: Encoding, place: Place) -> Formula:
    """That a piece is shown, a question asked, or a rule true."""
    kind, one = place
    guide = encoding.guide
    if kind == "rules":
        return encoding.holds(getattr(guide, one))
    if kind == "questions":
        return encoding.holds(guide.questions[one].condition) if one in guide.questions else either([])
    known = kind in NAMES and one in encoding.names(NAMES[kind])
    return encoding.bit(NAMES[kind], one) if known else either([])


def _whole(encoding: Encoding, place: Place) -> Formula:
    """That a piece is shown with its lines: of the flags it is the first."""
    kind, one = place
    return encoding.bit("first", one) if kind == "flags" else _formula(encoding, place)


def _lines(encoding: Encoding, place: Place) -> Mapping[str, Formula]:
    """Each line with a condition of its own, and that it is said; of a plan's variations the first is taken."""
    kind, one = place
    piece: Piece | None = encoding.guide.kinds().get(kind, {}).get(one)
    if isinstance(piece, Flag):
        return {order.say.striptags(): encoding.holds(order.condition) for order in piece.says}
    if isinstance(piece, Plan):
        return firsts({_text(other.steps): encoding.holds(other.condition) for other in piece.instead})
    return {}


def _text(steps: Steps) -> str:
    return " ".join(text.striptags() for when in WHENS if (text := getattr(steps, when)))
