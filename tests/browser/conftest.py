"""A browser without a network, and a route map to open in it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Route, sync_playwright

from maps import RouteMap, write_route_map
from tests.browser import journeys
from tests.browser.opened import OpenFile, OpenPage

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; its absence is an error in CI and a reason to skip elsewhere."""
    if not CHROMIUM.exists():
        message = f"no {CHROMIUM}; install the package chromium to run the browser tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenFile]:
    """Open a file with every request but the file itself refused and noted down."""
    opened: list[Page] = []

    def open_file(path: Path, *, width: int = 1280, height: int = 800) -> OpenPage:
        page = browser.new_page(viewport={"width": width, "height": height})
        opened.append(page)
        result = OpenPage(page)

        def refuse(route: Route) -> None:
            if route.request.url.split("#")[0] == path.as_uri():
                route.continue_()
            else:
                result.requests.append(route.request.url)
                route.abort()

        def note_message(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                result.errors.append(message.text)

        def dismiss(dialog: Dialog) -> None:
            result.dialogs.append(dialog.message)
            dialog.dismiss()

        page.route("**/*", refuse)
        page.on("pageerror", lambda error: result.errors.append(str(error)))
        page.on("console", note_message)
        page.on("dialog", dismiss)
        page.goto(path.as_uri())
        return result

    yield open_file
    for page in opened:
        page.close()


@pytest.fixture(scope="session")
def kostanay_khujand() -> RouteMap:
    """Two alternatives from Kostanay to Khujand."""
    return journeys.kostanay_khujand()


@pytest.fixture(scope="session")
def kostanay_khujand_file(
    kostanay_khujand: RouteMap, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The route map as a file."""
    path = tmp_path_factory.mktemp("maps") / "kostanay-khujand.html"
    write_route_map(kostanay_khujand, path)
    return path
