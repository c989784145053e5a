"""What a change means for the laws of the guide, in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from supporter.audience import Place
from supporter.difference import Difference
from supporter.entries import piece_entry
from supporter.guide import Guide
from supporter.mentions import quoted
from supporter.phrases import check_in, count, some
from supporter.proving.resting import OWN
from supporter.rulings import switch_words
from supporter.standing import Shift


def in_short(difference: Difference) -> str:
    """Whether a law is broken, within a sentence."""
    broken, still = len(difference.standing.broken), len(difference.standing.still_broken)
    if not (broken or still):
        return "no law is broken"
    now = f"{count(broken, 'law is', 'laws are')} broken now" if broken else "no law is broken that was not before"
    return now + (f", {still} as before" if still else "")


def verdicts(difference: Difference) -> Iterator[str]:
    """What became of each law that something became of, a sentence or two each."""
    standing = difference.standing
    for one in standing.broken:
        yield f"Broken now: {quoted(one.says)}. Not so for {check_in(one.example)}."
    for one in standing.still_broken:
        yield f"Broken, as before: {quoted(one.says)}. Not so for {check_in(one.example)}."
    for word, found in (
        ("Mended", standing.mended),
        ("New law", standing.new),
        ("Taken out", standing.taken_out),
        ("Changed, so read it again in laws.yaml", standing.changed),
    ):
        yield from (f"{word}: {quoted(says)}." for says in found)
    yield from resting(difference.guide, difference.shifts)
    if standing.rest:
        yield f"Also changed in laws.yaml: {', '.join(standing.rest)}."


def resting(guide: Guide, shifts: Iterable[Shift], among: Place | None = None) -> Iterator[str]:
    """What the laws rest on now, a paragraph each; `among` is the piece in whose paragraph this is said."""
    groups: defaultdict[tuple[str, str], list[Shift]] = defaultdict(list)
    for shift in shifts:
        groups[shift.says, shift.move.direction].append(shift)
    for (says, direction), group in groups.items():
        law = quoted(says)
        match direction:
            case "nearer":
                yield f"A law is nearer to being broken: {law}. {' '.join(_nearer(guide, group, among))}"
            case "farther":
                told = (
                    f"For {_which(guide, one, among)} {_guards(guide, one.move.gained)} came to it." for one in group
                )
                yield f"A law is farther from being broken: {law}. {' '.join(told)}"
            case "covers":
                told = (f"It rests on {_alone(guide, one)} for {_which(guide, one, among)}." for one in group)
                yield f"A law is about more now: {law}. {' '.join(told)}"
            case "no longer covers":
                told = (_which(guide, one, among) for one in group)
                yield f"A law is about less now: {law}. It no longer says anything about {', '.join(told)}."
            case _:
                told = (
                    f"For {_which(guide, one, among)} it now rests on {_alone(guide, one)}, "
                    f"and no longer on {_guards(guide, one.move.lost)}."
                    for one in group
                )
                yield f"A law rests on something else now: {law}. {' '.join(told)}"


def _nearer(guide: Guide, group: Sequence[Shift], among: Place | None) -> Iterator[str]:
    """The pieces for which little is left, and how many others there are."""
    weak = [one for one in group if len(one.move.left) < 2 or OWN in one.move.lost]
    for one in weak:
        which, lost = _which(guide, one, among), _guards(guide, one.move.lost)
        yield f"For {which} it now rests on {_alone(guide, one)}, and no longer on {lost}."
    others = sum(len(one.places) for one in group if one not in weak)
    if others:
        pieces = count(others, "other piece" if weak else "piece", "other pieces" if weak else "pieces")
        yield f"For {pieces} it rests on one thing less, and still on two or more."


def _which(guide: Guide, shift: Shift, among: Place | None) -> str:
    if shift.places == (among,):
        return "this piece"
    kinds = guide.kinds()
    return some([quoted(piece_entry(guide, kind, kinds[kind][one]).title) for kind, one in shift.places], ", ")


def _alone(guide: Guide, shift: Shift) -> str:
    """All that a law rests on for some pieces."""
    left = shift.move.left
    if not left:
        return "several things that only hold together"
    return _guards(guide, left) + ("" if OWN in left and len(left) > 1 else " alone")


def _guards(guide: Guide, guards: Iterable[str]) -> str:
    switches = [switch_words(guide, switch) for switch in sorted(guards) if switch != OWN]
    flags = [f"what red flags switch off ({', '.join(switches)})"] if switches else []
    return " and ".join([*(["its own rule"] if OWN in guards else []), *flags])
