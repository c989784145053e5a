"""What one reader chose, checked against the form; it never shows itself in a log or a traceback."""

from collections.abc import Iterable, Iterator, Mapping

from supporter.errors import AnswersError, did_you_mean
from supporter.questions import Question

Chosen = tuple[str, ...]


class Answers(Mapping[str, Chosen]):
    """Chosen tokens by question id, in the form's order; a question that was skipped is not in it.

    A grid's tokens are `row.column`. Choices that stand alone give way to any other, since a danger that was ticked
    must never be hidden by a "none of these" beside it.
    """

    __slots__ = ("_chosen",)

    def __init__(self, chosen: Mapping[str, Chosen] | None = None) -> None:
        self._chosen = dict(chosen or {})

    def __getitem__(self, question_id: str) -> Chosen:
        return self._chosen[question_id]

    def __contains__(self, question_id: object) -> bool:
        return question_id in self._chosen

    def __iter__(self) -> Iterator[str]:
        return iter(self._chosen)

    def __len__(self) -> int:
        return len(self._chosen)

    def __repr__(self) -> str:
        return f"<Answers to {len(self)} questions>"

    def as_dict(self) -> dict[str, Chosen]:
        """The same as plain data."""
        return self._chosen.copy()

    def of(self, question_id: str) -> Chosen:
        """What was chosen of a question; nothing where it was left open."""
        return self._chosen.get(question_id, ())

    def replaced(self, question_id: str, chosen: Chosen) -> "Answers":
        """A copy with one question answered anew; no choice at all takes the answer away."""
        rest = {key: value for key, value in self._chosen.items() if key != question_id}
        return Answers({**rest, question_id: chosen} if chosen else rest)


def read_answers(questions: Iterable[Question], given: Mapping[str, object]) -> Answers:
    """Check a mapping of question id to choice id, list of choice ids, or (for a grid) mapping of row to column.

    Raises AnswersError that names every unknown id at once.
    """
    if isinstance(given, Answers):
        return given
    if not isinstance(given, Mapping):
        raise AnswersError("the answers are not a mapping; write 'question: choice' for each")
    known = {question.id: question for question in questions}
    complaints: list[str] = []
    for name in given:
        if name not in known:
            complaints.append(f"'{name}' is not a question; {did_you_mean(str(name), known)}")
    chosen = {
        question.id: tokens
        for question in known.values()
        if question.id in given and (tokens := _read(question, given[question.id], complaints))
    }
    if complaints:
        raise AnswersError("\n".join(complaints))
    return Answers(chosen)


def fitting(questions: Iterable[Question], given: Mapping[str, object]) -> dict[str, object]:
    """The part of some answers that a form can take, where they were given to another edition of it."""
    found: dict[str, object] = {}
    for question in questions:
        value = given.get(question.id)
        rows = [choice.id for choice in question.choices]
        if question.kind == "grid":
            columns = [column.id for column in question.columns]
            cells = value.items() if isinstance(value, Mapping) else ()
            found[question.id] = {row: column for row, column in cells if row in rows and column in columns}
        elif not isinstance(value, Mapping):
            listed = value if isinstance(value, list | tuple | set | frozenset) else [value]
            found[question.id] = [item for item in listed if item in rows]
    return {name: value for name, value in found.items() if value}


def _read(question: Question, value: object, complaints: list[str]) -> Chosen:
    if question.kind == "grid":
        return _read_grid(question, value, complaints)
    if value is None:
        return ()
    listed = [str(item) for item in (value if isinstance(value, list | tuple | set | frozenset) else [value])]
    rows = [choice.id for choice in question.choices]
    for item in listed:
        if item not in rows:
            complaints.append(f"'{question.id}' has no choice '{item}'; {did_you_mean(item, rows)}")
    if question.kind == "one" and len(set(listed)) > 1:
        complaints.append(f"'{question.id}' takes one choice; keep one of the {len(listed)}")
    return tuple(row for row in rows if row in listed)


def _read_grid(question: Question, value: object, complaints: list[str]) -> Chosen:
    if value is None:
        return ()
    columns = [column.id for column in question.columns]
    if not isinstance(value, Mapping):
        complaints.append(f"'{question.id}' takes a mapping; write each row with one of: {', '.join(columns)}")
        return ()
    rows = [choice.id for choice in question.choices]
    for row, column in value.items():
        if row not in rows:
            complaints.append(f"'{question.id}' has no row '{row}'; {did_you_mean(str(row), rows)}")
        elif column is not None and column not in columns:
            complaints.append(f"'{question.id}.{row}' has no column '{column}'; {did_you_mean(str(column), columns)}")
    return tuple(f"{row}.{value[row]}" for row in rows if value.get(row) is not None)
