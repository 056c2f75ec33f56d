"""What the README and the docs show is what happens.

In a ```` ```console ```` block every line that starts with ``$ corridors`` is run; it must
end well, unless a line ``# exit N`` follows it. ```` ```python ```` blocks are run too. The
blocks of one document run in one empty folder, one after another.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.contract.project import BIN, ROOT, run, said

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"# exit (\d+)")


class Example(NamedTuple):
    """Something a document shows, and the exit code that it promises."""

    command: tuple[str, ...]
    exit_code: int


def shell_examples(block: str) -> list[Example]:
    """The ``$ corridors`` lines of a console block; ``\\`` at a line's end carries it on."""
    examples: list[Example] = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("$ corridors"):
            examples.append(Example(("sh", "-c", line.removeprefix("$ ")), 0))
        elif (promised := EXIT.fullmatch(line.strip())) and examples:
            examples[-1] = examples[-1]._replace(exit_code=int(promised[1]))
    return examples


def examples_of(document: Path) -> list[Example]:
    """All that a document shows, in its order."""
    found: list[Example] = []
    for kind, block in BLOCK.findall(document.read_text(encoding="utf-8")):
        if kind == "console":
            found += shell_examples(block)
        else:
            found.append(Example((sys.executable, "-c", block), 0))
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_examples_of_a_document_run(document: Path, tmp_path: Path) -> None:
    path = f"{BIN}:/usr/bin:/bin"
    for command, exit_code in examples_of(document):
        done = run(*command, cwd=tmp_path, env={"PATH": path})
        assert done.returncode == exit_code, f"{command[-1]}\n{said(done)}"
        assert "Traceback" not in done.stderr, f"{command[-1]}\n{said(done)}"


def test_readme_shows_the_two_commands_and_a_first_answer() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme
    assert any("corridors route" in example.command[-1] for example in examples_of(DOCUMENTS[0]))


def test_links_of_a_document_lead_somewhere() -> None:
    broken = [
        f"{document.name}: {target}"
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert not broken
