"""The few forms of Markdown that nearly all texts are made of, as HTML straight: Markdown takes ten times as long.

They are paragraphs, headings, lists and quotes, with an empty line between two of them, and `**words**`, `*words*` and
`[words](address)` within a line.
"""

import re

from supporter.addresses import is_address

_ELSE = ("<", "_", "![")
"""What is none of these forms, and would not be seen to be none: tags, `_words_` and pictures."""
_PLAIN = r"[A-Za-z ,.;:?!¿¡()%’‘“”–—…'\"/+\w-]"
"""A sign that means nothing to Markdown within a line."""
_WORDS = rf"(?! ){_PLAIN}+(?<! )"
_MARKED = re.compile(
    rf"\*\*(?P<strong>{_WORDS})\*\*(?!\*)|\*(?P<em>{_WORDS})\*(?!\*)|\[(?P<a>{_WORDS})\]\((?P<to>[\w:/.?=#-]+)\)"
)
# A line that begins with another sign, such as a digit or a dash, could be one of a list, a table or a heading.
_LINE = rf"(?=[^\W\d]|[¿¡‘“<])(?:{_PLAIN}++|</?(?:a|em|strong)>|<a href=\"[^\"]+\">)+(?<! )"
_FORMS = {
    tag: re.compile(rf"(?:(?:^|(?<=.)\n){mark}{_LINE})+")
    for tag, mark in {"p": "", "ul": "- ", "ol": "[0-9]{1,2}[.] ", "blockquote": "> "}.items()
}
_HEADING = re.compile(rf"#{{2,4}} {_LINE}")
_MARK = re.compile(r"^(?:-|[0-9]+\.|>|#+) ", re.MULTILINE)
"""What a line of a form begins with."""


def render_prose(text: str) -> str | None:
    """As Markdown renders it; None where there is anything else in it."""
    if any(sign in text for sign in _ELSE):
        return None
    made: list[str] = []
    last = ""
    for block in _MARKED.sub(_tag, text.strip("\n")).split("\n\n") if text else ():
        tag = _form(block)
        # Two lists of a kind are one, written differently, and one that begins with another number says so.
        if tag is None or (tag == last and tag in ("ul", "ol")) or (tag == "ol" and not block.startswith("1.")):
            return None
        lines = _MARK.sub("", block)
        if tag in ("ul", "ol"):
            lines = "\n<li>" + lines.replace("\n", "</li>\n<li>") + "</li>\n"
        elif tag == "blockquote":
            lines = f"\n<p>{lines}</p>\n"
        made.append(f"<{tag}>{lines}</{tag}>")
        last = tag
    return "\n".join(made).replace("</blockquote>\n<blockquote>\n", "")  # One quote after the other is the same quote.


def _form(block: str) -> str | None:
    """The tag of what stands between two empty lines."""
    if _HEADING.fullmatch(block):
        return f"h{block.index(' ')}"
    return next((tag for tag, form in _FORMS.items() if form.fullmatch(block)), None)


def _tag(found: re.Match[str]) -> str:
    """A mark as its tag; an address that leads nowhere stays as it is, and so is no form of these."""
    if found["to"]:
        return f'<a href="{found["to"]}">{found["a"]}</a>' if is_address(found["to"]) else found[0]
    kind = "strong" if found["strong"] else "em"
    return f"<{kind}>{found[kind]}</{kind}>"
