"""A headless Chromium for the tests of pages: pages are opened from disk, and everything that goes wrong is kept."""

import os
import shutil
from contextlib import contextmanager

import pytest

REQUIRED = bool(os.environ.get("ANTQ_REQUIRE_BROWSER"))
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}


def executable():
    """Return the path of a Chromium: that of ANTQ_CHROMIUM, or one on the path; None where there is none."""
    return os.environ.get("ANTQ_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium():
    """Run a browser for the block; without one the tests are skipped, or fail where ANTQ_REQUIRE_BROWSER is set."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _absent("the package playwright is not installed")
    path = executable()
    if path is None:
        _absent(f"no Chromium: none of {', '.join(NAMES)} on the path, and ANTQ_CHROMIUM is not set")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def _absent(reason):
    (pytest.fail if REQUIRED else pytest.skip)(reason)


@contextmanager
def opened(browser, path, *, size=DESK, **options):
    """Open a page from disk and yield it; when the block ends nothing was amiss and nothing else was asked for.

    ``options`` are those of a browser context, such as ``color_scheme="dark"``.
    """
    context = browser.new_context(viewport=size, reduced_motion="reduce", **options)
    try:
        page = context.new_page()
        requests, amiss = [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: amiss.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: amiss.append(str(error)))
        page.on("dialog", lambda dialog: (amiss.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri())
        yield page
        assert not amiss, amiss
        asked = {url.split("#")[0] for url in requests if not url.startswith("data:")}
        assert asked == {path.as_uri()}, asked
    finally:
        context.close()


def expect(locator):
    """Return Playwright's assertions of a locator, which wait for what is to come."""
    from playwright.sync_api import expect as made

    return made(locator)


def findings(page):
    """Return the serious and critical findings of axe-core on a page: rule, element, what is amiss."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    assert found["passes"], "axe-core did not run"
    return [
        (rule["id"], node["html"], node["failureSummary"])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def sideways(page):
    """Return by how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
