#!/usr/bin/env python3
"""Makes the pictures of reports that are beside this file: report-NAME.png.

    cargo build --release --locked
    python3 docs/screenshots.py [target/release/ct]

Needs chromium; tests/browser/chromium.py drives it. The logs are those of fixtures/trail, so but
for the time in their head the pictures change only if the reports do.
"""

import base64
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from chromium import Browser, BrowserError, Page, find  # noqa: E402

# The name of each report, and whether its page is dark.
REPORTS = (("overview", False), ("operations", True))
WIDTH, HEIGHT = 1000, 900


def page(ct, name, folder):
    """Writes a report as a page."""
    command = [ct, "report", name, "fixtures/trail", "-o", "html", "--quiet"]
    run = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True)
    if run.returncode != 0:
        said = run.stderr.decode(errors="replace").strip()
        raise BrowserError(f"{' '.join(command)}: exit code {run.returncode}\n{said}")
    path = pathlib.Path(folder) / f"{name}.html"
    path.write_bytes(run.stdout)
    return path.as_uri()


def main(arguments):
    ct = str(pathlib.Path(arguments[0] if arguments else ROOT / "target/release/ct").resolve())
    with tempfile.TemporaryDirectory() as folder, Browser(find()) as browser:
        for name, dark in REPORTS:
            url = page(ct, name, folder)
            with Page(browser, url, WIDTH, HEIGHT, dark) as shown:
                picture = base64.b64decode(shown.call("Page.captureScreenshot", format="png")["data"])
            path = HERE / f"report-{name}.png"
            path.write_bytes(picture)
            print(f"{path.relative_to(ROOT)}: {len(picture):,} bytes")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (BrowserError, OSError) as error:
        sys.exit(f"screenshots.py: {error}")
