"""The whole guide in one language: loaded, checked, rendered and compiled once, then never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from supporter.ballots import Ballot
from supporter.blocks import PLACED, Block
from supporter.conditions import Condition
from supporter.evidence import Evidence, Source
from supporter.flags import Caution, Flag
from supporter.handouts import Handout
from supporter.helplines import EVERYWHERE, Country
from supporter.language import Language
from supporter.messages import Message, Swap
from supporter.pages import Care, Page
from supporter.paper import PaperWords
from supporter.paths import Path
from supporter.pieces import Piece, Text
from supporter.plans import Plan
from supporter.questions import Question
from supporter.records import Record
from supporter.replies import Replies
from supporter.rules import Rules
from supporter.sayings import Sayings
from supporter.selecting import Selector
from supporter.vocabulary import Vocabulary

CONDITIONS = frozenset({"sooner_when", "lighter_when", "apart_when"})
"""Keys of guide.yaml that hold conditions, which can be read when flags and paths are known."""


class Limits(Record):
    """What is in sight on the advice page: at most `blocks`; about `words`, and never more than `words_at_most`.

    Safety and the first block of each group are not folded away for `words`.
    """

    blocks: int
    words: int
    words_at_most: int


class Settings(Record):
    """guide.yaml: the name, the words that other files use, and the limits.

    enough: the question after which the answers are enough for safe advice (brief, form.yaml, path_rules).
    reminder: what a step of the plan is called in a calendar, where others may read it.
    """

    lang: str
    name: Text
    groups: dict[Text, Text]
    about: dict[Text, Text]
    shelves: dict[Text, Text]
    strengths: dict[Text, Text]
    fits: dict[Text, Text]
    countries: dict[Text, Text]
    in_sight: Limits
    enough: Text
    paper: PaperWords
    reminder: Text

    @cached_property
    def other_groups(self) -> dict[str, str]:
        """Groups that a host or a pack has added: they stand before finding help, each under its title."""
        return {group: title for group, title in self.groups.items() if group not in PLACED}


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything a request needs; every mapping is by id, in the order of reading or of rank.

    A piece that is not translated is the original one, whole, with its `lang`. source: the language of the originals.
    replies: by language, as a reply is in the language of the question it is about.
    """

    locale: str
    source: str
    settings: Settings
    replies: Mapping[str, Replies]
    language: Language
    questions: Mapping[str, Question]
    flags: Mapping[str, Flag]
    cautions: Mapping[str, Caution]
    paths: Mapping[str, Path]
    plans: Mapping[str, Plan]
    blocks: Mapping[str, Block]
    messages: Mapping[str, Message]
    swaps: Mapping[str, Swap]
    handouts: Mapping[str, Handout]
    care: Mapping[str, Care]
    pages: Mapping[str, Page]
    evidence: Mapping[str, Evidence]
    sources: Mapping[str, Source]
    countries: Mapping[str, Country]
    sooner_when: Condition
    lighter_when: Condition
    apart_when: Condition
    vocabulary: Vocabulary = field(repr=False)
    screens: tuple[Question, ...] = field(init=False, repr=False, compare=False)
    """The questions that have a page of their own."""
    numbers: Mapping[str, int] = field(init=False, repr=False, compare=False)
    """The number of each of these pages, by its question's id."""
    asks_all: bool = field(init=False, repr=False, compare=False)
    """Whether no answer takes a question out of the form."""
    ballots: Mapping[str, Ballot] = field(init=False, repr=False, compare=False)
    rules: Rules = field(init=False, repr=False, compare=False)
    selector: Selector = field(init=False, repr=False, compare=False)
    sayings: Sayings = field(init=False, repr=False, compare=False)
    places: Mapping[str, Mapping[str, int]] = field(init=False, repr=False, compare=False)
    """By kind and id, where handouts, claims, groups and the pages that have a subject stand, from 0 on."""
    _beside: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _ranks: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names, questions = self.vocabulary.names, self.questions.values()
        screens = tuple(question for question in questions if question.beside is None)
        made = {
            "screens": screens,
            "numbers": {screen.id: number for number, screen in enumerate(screens, 1)},
            "asks_all": all(question.always_asked for question in questions),
            "ballots": {
                one.id: Ballot(one, self.questions.get(one.beside or ""), names) for one in self.questions.values()
            },
            "rules": Rules(self.flags, self.paths, self.apart_when, names),
            "selector": Selector(self.kinds(), len(self.vocabulary.tokens)),
            "sayings": Sayings(self.questions, self.flags, self.replies_in, self.locale, names),
            "places": {
                "handouts": _places(self.handouts),
                "evidence": _places(self.evidence),
                "groups": _places(self.settings.groups),
                "pages": _places(one.id for one in self.pages.values() if one.has_subject),
            },
            "_ranks": _places(claim.id for claim in sorted(self.evidence.values(), key=self._rank)),
            "_beside": {question.beside: question for question in questions if question.beside},
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    def kinds(self) -> dict[str, Mapping[str, Piece]]:
        """Every kind of piece that people write and review, by the name of its folder."""
        return {
            "questions": self.questions,
            "flags": self.flags,
            "cautions": self.cautions,
            "paths": self.paths,
            "plans": self.plans,
            "blocks": self.blocks,
            "messages": self.messages,
            "swaps": self.swaps,
            "handouts": self.handouts,
            "care": self.care,
            "pages": self.pages,
        }

    def replies_in(self, lang: str) -> Replies:
        """The replies in a language; in the source's where they are not translated."""
        return self.replies.get(lang) or self.replies[self.source]

    def beside(self, question: Question) -> Question | None:
        """The question that stands on the page of `question`, if there is one."""
        return self._beside.get(question.id)

    def country(self, code: str | None) -> Country:
        """The lines of a country, or the directory for everywhere where we hold none."""
        return self.countries.get((code or "").upper()) or self.countries[EVERYWHERE]

    def shelf(self, name: str | None) -> tuple[Page, ...]:
        """The pages of a shelf in the order of reading, its overview among them."""
        return tuple(page for page in self.pages.values() if page.shelf == name)

    def _rank(self, claim: Evidence) -> tuple[int, str]:
        return [*self.settings.strengths, claim.strength].index(claim.strength), claim.id

    def claims(self, pieces: Iterable[Piece]) -> tuple[Evidence, ...]:
        """What these pieces rest on, the strongest first, each once."""
        return tuple([self.evidence[claim] for claim in self.claim_ids(pieces)])

    def claim_ids(self, pieces: Iterable[Piece]) -> list[str]:
        """The ids of the same."""
        named = set[str]().union(*[piece.evidence for piece in pieces])
        return sorted(named, key=self._ranks.__getitem__)

    def without(self, bit: int, answers: int) -> int:
        """The bits of answers as if that one had been left open; a flag's changes nothing of them."""
        ballot = self.ballots.get(self.vocabulary.token(bit).name)
        return ballot.without(bit, answers) if ballot else answers


def _places(ids: Iterable[str]) -> dict[str, int]:
    return {one: place for place, one in enumerate(ids)}
