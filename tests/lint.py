"""Every page that a test fetches is linted: it parses, has one h1, labels, unique ids and a useful title."""

from itertools import pairwise

import html5lib

_CONTROLS = {"input", "select", "textarea"}


def lint_page(html: str, site: str = "Within Reach") -> None:
    """Fail with all that is wrong with a page; site: what its title ends with."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(html)
    wrong = [f"line {place[0]}: {code}" for place, code, _ in parser.errors]
    headings = tree.findall(".//h1")
    if len(headings) != 1:
        wrong.append(f"{len(headings)} h1")
    title = "".join(tree.find(".//title").itertext())
    if not title.endswith(f"– {site}") or title.startswith("–"):
        wrong.append(f"title {title!r}")
    ids = [node.get("id") for node in tree.iter() if isinstance(node.tag, str) and node.get("id")]
    wrong += [f"id {name} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    if "<!--" in html:
        wrong.append("a comment, which a reader's browser would keep too")
    labelled = {node.get("for") for node in tree.iter("label")} - {None}
    within = {node for label in tree.iter("label") for node in label.iter()}
    for node in tree.iter():
        if (
            node.tag in _CONTROLS
            and node.get("type") != "hidden"
            and not (node.get("id") in labelled or node in within or node.get("aria-label"))
        ):
            wrong.append(f"no label for {node.get('name')}")
        if node.tag == "a" and not "".join(node.itertext()).strip():
            wrong.append(f"empty link to {node.get('href')}")
        for name in ("aria-labelledby", "aria-describedby"):
            wrong += [f"{name} {ref} leads nowhere" for ref in (node.get(name) or "").split() if ref not in ids]
        if node.tag == "a" and (node.get("href") or "").startswith("#") and node.get("href")[1:] not in ids:
            wrong.append(f"link {node.get('href')} leads nowhere")
        if node.tag == "form" and not node.get("action"):
            wrong.append("a form without action")
        if any(name.startswith("on") or name == "style" for name in node.attrib):
            wrong.append(f"{node.tag} has a handler or a style of its own")
    levels = [
        int(node.tag[1]) for node in tree.iter() if isinstance(node.tag, str) and node.tag in ("h1", "h2", "h3", "h4")
    ]
    main = levels[levels.index(1) :] if 1 in levels else levels
    wrong += [f"h{before} is followed by h{after}" for before, after in pairwise(main) if after > before + 1]
    assert not wrong, "\n".join(wrong)
