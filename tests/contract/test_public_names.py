"""What the packages offer is what their ``__all__`` says, and every name of it is explained."""

import ast
import importlib
import inspect
import sys

import pytest

from tests.contract.project import PACKAGES, ROOT, run, said


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_is_there(package: str) -> None:
    module = importlib.import_module(package)
    missing = [name for name in module.__all__ if not hasattr(module, name)]
    assert not missing
    assert set(module.__all__) <= set(dir(module))
    with pytest.raises(AttributeError, match="khujant"):
        _ = module.khujant


@pytest.mark.parametrize("package", PACKAGES)
def test_names_given_to_type_checkers_are_those_given_to_programs(package: str) -> None:
    """Names load lazily, so nothing but this test holds the two lists together."""
    source = (ROOT / package / "__init__.py").read_text(encoding="utf-8")
    typed = {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in PACKAGES
        for alias in node.names
    }
    assert typed == set(importlib.import_module(package).__all__)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_class_and_function_is_explained(package: str) -> None:
    module = importlib.import_module(package)
    things = {name: getattr(module, name) for name in module.__all__}
    bare = [
        name
        for name, thing in things.items()
        if (inspect.isclass(thing) or inspect.isfunction(thing)) and not thing.__doc__
    ]
    assert not bare


def test_a_star_import_brings_every_public_name() -> None:
    code = "from corridors import *; import corridors; assert set(corridors.__all__) <= set(dir())"
    done = run(sys.executable, "-c", code)
    assert done.returncode == 0, said(done)
