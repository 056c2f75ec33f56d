"""Bring the catalogues of translations up to date with the sources, and compile them.

``python -m tools.catalogues`` reads every text that is meant for translation out of the two
packages that speak, merges new ones into the ``.po`` files, drops those that are gone, writes
the ``.mo`` files anew and says what waits for a translator. Texts are found where they are
written down as literals:

- the first argument of ``Phrase(...)``, ``marked(...)`` and ``words(...)``, the first two of
  ``words.plural(...)``;
- the template of an ``Item(...)`` (the fourth argument) or a ``Span(...)`` (the fifth);
- the words in the tables that `maps.labels.WORD_TABLES` lists.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from maps.labels import WORD_TABLES
from maps.language import LANGUAGES, SOURCE

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corridors", "maps")
MARKERS = {"Phrase": 0, "marked": 0, "words": 0, "Item": 3, "Span": 4}
"""Which argument of a call by this name is a text."""
PLURAL = "plural"
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""Catalogues differ when texts do, not when they are written again."""
NO_NEWS = re.compile(
    rb"^\"(?:Generated|Language-Team|Last-Trans|POT-Creation|PO-Revision|Project-Id|Report).*\n"
    rb"|^# .*\n|^#\n",
    re.MULTILINE,
)
"""Lines of a file's head that would only be news of who wrote it when with what."""


class Text(NamedTuple):
    """A text of the sources: one form or two, and where it stands."""

    forms: tuple[str, ...]
    file: str
    line: int


class UnreadableTextError(Exception):
    """A text that nobody can find because it is no literal."""


def texts_of(package: str) -> list[Text]:
    """Every text of a package that is meant for translation, in the order of the sources."""
    tables = dict(WORD_TABLES)
    found: list[Text] = []
    for path in sorted((ROOT / package).rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"), file)
        table = tables.get(file.removesuffix(".py").replace("/", "."))
        if package == "corridors":
            found += _called(tree, file)
        if table is not None:
            found += _tabled(tree, table, file)
    return found


def _called(tree: ast.Module, file: str) -> Iterator[Text]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node.func)
        if name == PLURAL:
            forms = tuple(form for argument in node.args[:2] for form in _literals(argument))
            if len(forms) == 2:
                yield Text(forms, file, node.lineno)
        elif name in MARKERS and len(node.args) > MARKERS[name]:
            argument = node.args[MARKERS[name]]
            forms = _literals(argument)
            if not forms and name in ("Phrase", "marked") and not _starred(node):
                raise UnreadableTextError(
                    f"{file}:{node.lineno}: the text of {name}() is no literal"
                )
            for form in forms:
                yield Text((form,), file, node.lineno)


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Name):
        return called.id
    return called.attr if isinstance(called, ast.Attribute) else ""


def _starred(call: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in call.args)


def _literals(node: ast.expr) -> tuple[str, ...]:
    """The text of an expression, or the two of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, ast.IfExp):
        return (*_literals(node.body), *_literals(node.orelse))
    return ()


def _tabled(tree: ast.Module, table: str, file: str) -> Iterator[Text]:
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id == table:
            assert isinstance(node, ast.AnnAssign)
            assert isinstance(node.value, ast.Dict)
            for value in node.value.values:
                for form in _literals(value):
                    yield Text((form,), file, value.lineno)


def placeholders(text: str) -> list[str]:
    """What a template asks for: names or numbers with their formats, in order of name."""
    found = []
    for number, (_, name, spec, _) in enumerate(
        part for part in Formatter().parse(text) if part[1] is not None
    ):
        found.append(f"{name or number}:{spec}")
    return sorted(set(found))


def po_path(package: str, lang: str) -> Path:
    """The catalogue of a package in a language, for people."""
    return ROOT / package / "locale" / lang / "LC_MESSAGES" / f"{package}.po"


def read_catalogue(package: str, lang: str) -> Catalog:
    """A catalogue as it stands; empty if there is none yet."""
    path = po_path(package, lang)
    if not path.exists():
        return Catalog(locale=lang)
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def updated(texts: Iterable[Text], old: Catalog, lang: str) -> Catalog:
    """A catalogue with the texts of the sources and their translations, if there are any."""
    new = Catalog(locale=lang, project="corridors", fuzzy=False, charset="utf-8")
    new.revision_date = new.creation_date = NO_DATE
    for text in texts:
        id = text.forms[0] if len(text.forms) == 1 else text.forms
        known = old.get(text.forms[0])
        string = known.string if known is not None and not known.fuzzy else ""
        if isinstance(id, tuple) != isinstance(string, tuple):
            string = ""
        new.add(id, string, locations=[(text.file, 0)])
    return new


def po_text(catalog: Catalog) -> bytes:
    """A catalogue as a ``.po`` file: file names without line numbers, so that it rests."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=96, include_lineno=False, omit_header=False)
    return NO_NEWS.sub(b"", buffer.getvalue())


def mo_bytes(catalog: Catalog) -> bytes:
    """A catalogue as a ``.mo`` file."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def forms_of(message: Message) -> tuple[str, ...]:
    """The English of a text: one form, or those of one and of many."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    """The translations of a text: one, or one for each plural form of the language."""
    found = message.string
    return (found or "",) if found is None or isinstance(found, str) else tuple(map(str, found))


def untranslated(catalog: Catalog) -> list[Message]:
    """Texts without a translation."""
    return [message for message in catalog if message.id and not all(strings(message))]


def main() -> None:
    """Update and compile every catalogue."""
    waiting = 0
    for package in PACKAGES:
        texts = texts_of(package)
        for lang in LANGUAGES:
            if lang == SOURCE:
                continue
            catalog = updated(texts, read_catalogue(package, lang), lang)
            path = po_path(package, lang)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(po_text(catalog))
            path.with_suffix(".mo").write_bytes(mo_bytes(catalog))
            missing = untranslated(catalog)
            waiting += len(missing)
            for message in missing:
                print(f"{path.relative_to(ROOT)}: not translated: {message.id!r}")
            print(f"{path.relative_to(ROOT)}: {len(catalog)} texts in {Locale(lang).english_name}")
    sys.exit(1 if waiting else 0)


if __name__ == "__main__":
    main()
