#!/usr/bin/env python3
"""Opens HTML files in a browser and prints what is wrong with them, a line each.

    python3 tests/browser/check.py [--install] FILE_OR_FOLDER...

A page must report no error on the console, request nothing beside itself, hold no script, and not be
wider than the window at WIDTHS. Exit codes: 0 nothing is wrong, 1 something is, 2 the browser cannot be
used. --install: install Debian's chromium if there is none.
"""

import json
import pathlib
import sys

from chromium import Browser, BrowserError, Page, find

WIDTHS = (360, 800, 1400)

# The width of the page, and the elements that reach furthest beyond the window.
OVERFLOW = """
(() => {
  const right = (element) => element.getBoundingClientRect().right;
  const beyond = [...document.querySelectorAll("body *")].filter((it) => right(it) > WIDTH + 1);
  const name = (it) => it.tagName.toLowerCase() + (it.id ? "#" + it.id : "") +
    [...it.classList].map((it) => "." + it).join("");
  beyond.sort((a, b) => right(b) - right(a));
  return {width: document.scrollingElement.scrollWidth, names: beyond.slice(0, 3).map(name)};
})()
"""

# Scripts, and attributes and links that run one.
SCRIPTS = """
[...document.querySelectorAll("*")].flatMap((element) => {
  const name = element.tagName.toLowerCase();
  const runs = (it) => it.name.startsWith("on") || /^\\s*javascript:/i.test(it.value);
  const attributes = [...element.attributes].filter(runs).map((it) => name + " " + it.name);
  return name === "script" ? [name, ...attributes] : attributes;
})
"""


def console_errors(page):
    """What the console shows as an error."""
    for event in page.events("Runtime.consoleAPICalled"):
        if event["type"] in ("error", "assert"):
            yield " ".join(str(it.get("value", it.get("description", ""))) for it in event["args"])
    for event in page.events("Runtime.exceptionThrown"):
        details = event["exceptionDetails"]
        yield details.get("exception", {}).get("description", details["text"])
    for event in page.events("Log.entryAdded"):
        if event["entry"]["level"] == "error":
            yield event["entry"]["text"]


def outside_requests(page):
    """What the page requests beside itself."""
    for event in page.events("Network.requestWillBeSent"):
        url = event["request"]["url"]
        if url.split("#")[0] != page.url and not url.startswith(("data:", "about:")):
            yield url


def faults(browser, path):
    """What is wrong with a page."""
    for width in WIDTHS:
        with Page(browser, path.resolve().as_uri(), width) as page:
            measured = page.evaluate(OVERFLOW.replace("WIDTH", str(width)))
            if measured["width"] > width:
                names = ", ".join(measured["names"])
                yield f"overflow at {width} pixels: the page is {measured['width']} wide: {names}"
            yield from (f"script: {it}" for it in page.evaluate(SCRIPTS))
            yield from (f"outside request: {url}" for url in outside_requests(page))
            yield from (f"console error: {text}" for text in console_errors(page))


def main(arguments):
    install = "--install" in arguments
    paths = [pathlib.Path(it) for it in arguments if it != "--install"]
    files = sorted(file for path in paths for file in (path.rglob("*.html") if path.is_dir() else [path]))
    if not files:
        raise BrowserError("no HTML file to check")
    found = 0
    with Browser(find(install)) as browser:
        for file in files:
            # Most faults show at every width.
            for fault in dict.fromkeys(faults(browser, file)):
                print(f"{file.name}: {json.dumps(fault, ensure_ascii=False)[1:-1]}")
                found += 1
    print(f"{len(files)} pages, {found} faults", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (BrowserError, OSError) as error:
        print(f"check.py: {error}", file=sys.stderr)
        sys.exit(2)
