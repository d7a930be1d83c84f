"""The public names: those that the package lists, as the documentation uses them, with their signatures."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys

import pytest

import smeadvisor as sa
from support.paths import ROOT


def test_the_documentation_runs_as_printed():
    """Every example of the page gives what is printed below it."""
    found = doctest.testfile(
        str(ROOT / "docs/python-api.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert (found.failed, found.attempted > 20) == (0, True)


def test_the_public_names_and_signatures_are_these(snapshot):
    """What changes here, changes for everybody who uses it."""
    functions = {name: str(inspect.signature(getattr(sa, name))) for name in sa.__all__ if name[0].islower()}
    assert functions == snapshot
    assert [name for name in sa.__all__ if name[0].isupper()] == sorted(
        name for name in sa.__all__ if name[0].isupper()
    )
    assert set(dir(sa)) == {*sa.__all__, "__version__"}


def test_a_name_that_is_not_public_is_no_attribute():
    """As of any module."""
    with pytest.raises(AttributeError, match="advice"):
        sa.advice  # noqa: B018


def test_the_package_itself_imports_nothing():
    """The command line starts as fast as without the public names."""
    program = "import sys, smeadvisor; print(*[each for each in sys.modules if each.startswith('smeadvisor.')])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"\n"


def test_every_public_function_has_a_docstring_and_types():
    """What comes in, what comes out, what is raised."""
    for name in sa.__all__:
        assert inspect.getdoc(getattr(sa, name)), name
        if name[0].islower():
            signature = inspect.signature(getattr(sa, name))
            assert signature.return_annotation is not signature.empty, name
