"""The floors of the building: who may import whom."""

import ast
import sys
from pathlib import Path

from tests.contract.project import BIN, ROOT, run, said


def test_floors_import_only_downwards() -> None:
    done = run(BIN / "lint-imports", "--no-cache")
    assert done.returncode == 0, said(done)


def test_the_facts_need_nothing_but_the_standard_library() -> None:
    known = sys.stdlib_module_names | {"network_data"}
    strangers = {
        f"{file.relative_to(ROOT)}: {module}"
        for file in sorted((ROOT / "network_data").rglob("*.py"))
        for module in imported(file)
        if module.partition(".")[0] not in known
    }
    assert not strangers


def test_the_model_needs_nothing_but_the_facts_and_the_standard_library() -> None:
    known = sys.stdlib_module_names | {"network_data", "corridors"}
    floor = [*(ROOT / "corridors/model").rglob("*.py"), ROOT / "corridors/errors.py"]
    strangers = {
        f"{file.relative_to(ROOT)}: {module}"
        for file in floor
        for module in imported(file)
        if module.partition(".")[0] not in known
    }
    assert not strangers


def imported(file: Path) -> set[str]:
    """Modules that a file imports, at its top or inside its functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                found.update(alias.name for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, f"{file}:{node.lineno} imports relatively"
                found.add(node.module or "")
    return found
