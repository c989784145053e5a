"""The guide in another language: each piece that is whole and current in it, and the original for every other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from supporter.errors import Problem, did_you_mean
from supporter.evidence import Evidence
from supporter.folders import LANGUAGE, REPLIES, SETTINGS, Files, find_files
from supporter.frontmatter import Document, read_document
from supporter.guide import CONDITIONS, Guide, Settings
from supporter.handouts import split_sheet
from supporter.language import Language
from supporter.local_settings import join_settings
from supporter.manuscript import File, Manuscript, Translation
from supporter.parsing import P, Parser
from supporter.replies import Replies
from supporter.texts import ALONE, UNTRANSLATED
from supporter.translating import join
from supporter.validating import R


def translate(original: Manuscript, roots: Sequence[Path], locale: str, problems: list[Problem]) -> Manuscript:
    """The manuscript in another language; conditions, laws and all that is not translated are shared with it."""
    given = dict(_read(original, find_files(roots, locale, problems), problems))
    wanted = {file: document for file, document in original.documents.items() if file[0] not in UNTRANSLATED | ALONE}
    joined = {file: join(wanted[file], document, file[0]) for file, document in given.items() if file in wanted}
    settings = join_settings(roots, original.guide.locale, locale)
    if settings:
        given[SETTINGS, ""], joined[SETTINGS, ""] = settings.given, settings.joined
    outdated: list[Problem] = []
    for one in joined.values():
        # What was right once is no mistake now: the source has changed since, and a reader is shown the source.
        (outdated if one.stale and not one.fresh else problems).extend(one.faults)
    parser = Parser(original.files, locale, problems, original.guide.vocabulary)
    good = {file: one.document for file, one in joined.items() if one.good}
    if (REPLIES, "") not in good:
        # A reply takes the form's own words into its sentences, so both are in one language.
        good = {file: document for file, document in good.items() if file[0] != "questions"}
    shown = good | ({(SETTINGS, ""): settings.document} if settings and settings.document else {})
    guide = _guide(original.guide, parser, shown, given.get((LANGUAGE, "")))
    translation = Translation(
        source=original.guide.locale,
        documents=given,
        good=tuple(good),
        missing=tuple(sorted(wanted.keys() - given.keys())),
        incomplete={file: tuple(one.lacks) for file, one in sorted(joined.items()) if one.lacks},
        stale={file: one.stale for file, one in sorted(joined.items()) if one.stale},
        outdated=tuple(outdated),
    )
    return original._replace(guide=guide, documents={**original.documents, **shown}, translation=translation)


def _read(original: Manuscript, files: Files, problems: list[Problem]) -> Iterator[tuple[File, Document]]:
    """Every file of a language that translates one of the source, or stands alone."""
    for relative, (path, name) in sorted(files.items()):
        folder, _, rest = relative.partition("/")
        file = (folder, rest.rpartition(".")[0])
        if folder in UNTRANSLATED:
            problems.append(Problem(name, 1, f"'{folder}' is for the source alone; take the file away"))
        elif file not in original.documents and folder not in ALONE:
            known = [other for kind, other in original.documents if kind == folder]
            text = f"this translates nothing: '{original.guide.locale}/{relative}' is not there"
            problems.append(Problem(name, 1, f"{text}; {did_you_mean(file[1], known)}"))
        else:
            document = read_document(path, name)
            if isinstance(document, Problem):
                problems.append(document)
            else:
                yield file, document


def _guide(original: Guide, parser: Parser, good: Mapping[File, Document], words: Document | None) -> Guide:
    """The original with everything that is good in the other language in its place."""

    def pieces(kind: str, of: Mapping[str, P]) -> dict[str, P]:
        build = split_sheet if kind == "handouts" else None
        found = {}
        for name, piece in of.items():
            document = good.get((kind, name))
            made = parser.piece(kind, type(piece), name, document, piece.condition, build) if document else None
            found[name] = made or piece
        return found

    def evidence(claim: Evidence) -> Evidence:
        document = good.get(("evidence", claim.id))
        return (parser.record("evidence", Evidence, claim.id, document) if document else None) or claim

    settings = _sole(parser, Settings, good.get((SETTINGS, ""))) or original.settings
    replies = _sole(parser, Replies, good.get((REPLIES, "")))
    names = settings.countries
    return replace(
        original,
        locale=parser.locale,
        settings=settings,
        replies={**original.replies, **({parser.locale: replies} if replies else {})},
        language=_sole(parser, Language, words) or Language(length=original.language.length, rules=()),
        countries={code: replace(country, name=names[code]) for code, country in original.countries.items()},
        questions=pieces("questions", original.questions),
        flags=pieces("flags", original.flags),
        cautions=pieces("cautions", original.cautions),
        paths=pieces("paths", original.paths),
        plans=pieces("plans", original.plans),
        blocks=pieces("blocks", original.blocks),
        messages=pieces("messages", original.messages),
        swaps=pieces("swaps", original.swaps),
        handouts=pieces("handouts", original.handouts),
        care=pieces("care", original.care),
        pages=pieces("pages", original.pages),
        evidence={name: evidence(claim) for name, claim in original.evidence.items()},
    )


def _sole(parser: Parser, model: type[R], document: Document | None) -> R | None:
    return parser.sole(model, document, CONDITIONS) if document else None
