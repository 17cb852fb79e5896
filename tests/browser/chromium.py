"""Chromium without a window, driven through its DevTools pipe. Needs python3 alone.

Knows pages by their URL, and nothing of what is checked in them.
"""

import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

# Names a browser to use instead of the one that is installed.
INSTEAD = "CT_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PACKAGES = ("chromium", "fonts-dejavu-core")
# For how long the browser may be silent, in seconds.
PATIENCE = 60

FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    # The pages are the project's own; in a container of root the sandbox cannot start.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    # Nothing reaches the network, even if a page asks for it.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


class BrowserError(Exception):
    """The browser is missing, or does not answer."""


def find(install=False):
    """The browser's program. With `install`, Debian's package is installed if there is none."""
    named = os.environ.get(INSTEAD)
    if named:
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if not install:
        raise BrowserError(f"no chromium: install it, or name a browser in {INSTEAD}")
    if not shutil.which("apt-get"):
        raise BrowserError(f"no chromium and no apt-get to install it: name a browser in {INSTEAD}")
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    options = ["-y", "-q", "--no-install-recommends"]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for arguments in (["update", "-q"], ["install", *options, *PACKAGES]):
        command = [*become_root, *environment, "apt-get", *arguments]
        try:
            run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        except OSError as error:
            raise BrowserError(f"no chromium, and it cannot be installed: {error}") from error
        if run.returncode != 0:
            said = (run.stdout + run.stderr).strip()
            raise BrowserError(f"no chromium, and it cannot be installed: {' '.join(command)}\n{said}")
    return find()


class Browser:
    """A running browser; a context manager that ends it."""

    def __init__(self, program):
        self.program = program
        self.number = 0
        self.rest = b""
        self.events = []

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="ct-browser-", ignore_cleanup_errors=True)
        from_us, self.to = os.pipe()
        self.answers, to_us = os.pipe()

        def place():
            # The browser reads from 3 and writes to 4.
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (from_us, to_us)]
            for number, end in zip((3, 4), ends):
                os.dup2(end, number)
                os.close(end)

        arguments = [self.program, *FLAGS, f"--user-data-dir={self.profile.name}", "about:blank"]
        self.log = tempfile.TemporaryFile()
        try:
            # All other files are closed by the start of the program itself.
            self.process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=self.log,
                stderr=self.log,
                close_fds=False,
                preexec_fn=place,
            )
        except OSError as error:
            raise BrowserError(f"cannot start {self.program}: {error}") from error
        os.close(from_us)
        os.close(to_us)
        return self

    def __exit__(self, *_):
        os.close(self.to)
        os.close(self.answers)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.profile.cleanup()

    def call(self, method, session=None, **params):
        """Calls a method of the DevTools protocol; events meanwhile are kept in `events`."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") != self.number:
                continue
            if "error" in answer:
                raise BrowserError(f"{method}: {answer['error']['message']}")
            return answer["result"]

    def wait(self, session, name):
        """Waits for an event of a page."""
        while not any(it["method"] == name and it.get("sessionId") == session for it in self.events):
            self.receive()

    def receive(self):
        """The next message; an event is also added to `events`."""
        until = time.monotonic() + PATIENCE
        while b"\0" not in self.rest:
            left = until - time.monotonic()
            ready, _, _ = select.select([self.answers], [], [], max(left, 0))
            chunk = os.read(self.answers, 1 << 16) if ready else b""
            if not chunk:
                self.log.seek(0)
                said = self.log.read().decode(errors="replace").strip()
                what = "ended" if ready else f"is silent for {PATIENCE} seconds"
                raise BrowserError(f"{self.program} {what}\n{said}")
            self.rest += chunk
        message, _, self.rest = self.rest.partition(b"\0")
        message = json.loads(message)
        if "method" in message:
            self.events.append(message)
        return message


class Page:
    """A page of a browser; a context manager that closes it."""

    def __init__(self, browser, url, width, height=900, dark=False, scale=1):
        self.browser = browser
        self.url, self.width, self.height, self.dark, self.scale = url, width, height, dark, scale

    def __enter__(self):
        call = self.browser.call
        self.browser.events.clear()
        self.target = call("Target.createTarget", url="about:blank")["targetId"]
        attached = call("Target.attachToTarget", targetId=self.target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        # As on a phone or tablet: the page's own viewport counts.
        metrics = {"width": self.width, "height": self.height, "mobile": True}
        self.call("Emulation.setDeviceMetricsOverride", deviceScaleFactor=self.scale, **metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if self.dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.browser.events.clear()
        if error := self.call("Page.navigate", url=self.url).get("errorText"):
            raise BrowserError(f"{self.url}: {error}")
        self.browser.wait(self.session, "Page.loadEventFired")
        return self

    def __exit__(self, *_):
        self.browser.call("Target.closeTarget", targetId=self.target)

    def call(self, method, **params):
        """Calls a method of the DevTools protocol for this page."""
        return self.browser.call(method, session=self.session, **params)

    def evaluate(self, expression):
        """The value of a JavaScript expression."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserError(f"{self.url}: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    def events(self, name):
        """The parameters of the page's events of this name so far."""
        own = (it for it in self.browser.events if it.get("sessionId") == self.session)
        return [it["params"] for it in own if it["method"] == name]
