//! Reports in a real browser: nothing loaded from outside, no error on the console, no script, nothing
//! wider than a phone, a tablet or a desktop.
//!
//! Behind the feature `browser`, because it needs chromium, which it installs on Debian if it is missing:
//! `cargo test --features browser --test browser`. The browser is driven by `check.py`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

/// The reports to check: the name of the page, and the command that writes it. `LOGS` stands for a
/// hostile log.
const REPORTS: &[(&str, &str)] = &[
    ("overview", "report overview fixtures/trail -o html"),
    ("operations", "report operations fixtures/trail -o html"),
    ("errors", "report errors fixtures/trail -o html"),
    ("sign-ins", "report sign-ins fixtures/trail -o html"),
    ("security-groups", "report security-groups fixtures/trail -o html"),
    ("activity", "report activity fixtures/trail -o html"),
    ("s3-changes", "report s3-changes fixtures/trail -o html"),
    ("iam-changes", "report iam-changes fixtures/trail -o html"),
    ("logging-changes", "report logging-changes fixtures/trail -o html"),
    ("root", "report root fixtures/trail -o html"),
    ("new", "report new fixtures/trail -o html"),
    ("all", "report all fixtures/trail -o html"),
    ("hostile", "report all LOGS -o html"),
    ("hostile-new", "report new LOGS -o html"),
];

/// What attackers write into fields: tags, attributes, a right-to-left override, a bell, long words.
const HOSTILE: &str = "</td></svg></style><script>alert(1)</script>\
                       <img src=https://example.invalid/x onerror=alert(1)>\u{202e}\u{7}\"'`|&lt;";

/// Checks all pages of a folder.
#[expect(clippy::print_stdout, reason = "captured by the test runner")]
fn check(folder: &Path) -> (Option<i32>, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/check.py");
    let mut command = Command::new("python3");
    let Output { status, stdout, stderr } =
        command.args([script, "--install"]).arg(folder).output().expect("python3 is installed");
    let (found, said) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    println!("{status}\n--- stdout\n{found}--- stderr\n{said}");
    assert_ne!(status.code(), Some(2), "the browser cannot be used: {said}");
    (status.code(), found.into_owned())
}

/// A page as reports are, with this in its head and body.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Test</title>\
         <style>body {{ margin: 1rem }} .scroll {{ overflow-x: auto }}</style>{head}</head>\
         <body><h1>Test</h1>{body}</body></html>"
    )
}

/// A policy that lets nothing in, as reports have.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" \
                      content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">";

#[test]
fn a_sound_page_has_no_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let body = "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\
        <div class=\"scroll\"><div style=\"width: 3000px\">wide, but in a box that scrolls</div></div>\
        <a href=\"https://example.com/\">a link loads nothing</a><a href=\"#t\" id=\"t\">here</a>\
        <img alt=\"\" src=\"data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=\">\
        <svg viewBox=\"0 0 10 10\"><circle r=\"4\"><title>one</title></circle></svg>";
    fs::write(folder.path().join("sound.html"), page(POLICY, body)).expect("written");
    assert_eq!(check(folder.path()), (Some(0), String::new()));
}

#[test]
fn each_planted_fault_is_found() {
    let wide = |width: u32| format!("<div class=\"wide\" style=\"width: {width}px\">wide</div>");
    let image = "<img alt=\"\" src=\"https://example.invalid/pixel.gif\">";
    let pages = [
        ("phone", page("", &wide(500)), "phone.html: overflow at 360 pixels: "),
        ("tablet", page("", &wide(900)), "tablet.html: overflow at 800 pixels: "),
        ("desktop", page("", &wide(1500)), "desktop.html: overflow at 1400 pixels: "),
        ("name", page("", &wide(700)), " wide: div.wide\n"),
        (
            "viewport",
            page("", "").replace("width=device-width", "width=980"),
            "viewport.html: overflow at 360 pixels: ",
        ),
        (
            "image",
            page("", image),
            "image.html: outside request: https://example.invalid/pixel.gif\n",
        ),
        (
            "font",
            page(
                "<style>@font-face { font-family: F; src: url(font.woff) } h1 { font-family: F }</style>",
                "",
            ),
            "/font.woff\n",
        ),
        (
            "style",
            page("<link rel=\"stylesheet\" href=\"http://example.invalid/a.css\">", ""),
            "style.html: outside request: http://example.invalid/a.css\n",
        ),
        ("blocked", page(POLICY, image), "blocked.html: console error: "),
        (
            "console",
            page("", "<script>console.error('planted', 7)</script>"),
            "console.html: console error: planted 7\n",
        ),
        (
            "thrown",
            page("", "<script>throw new Error('planted')</script>"),
            "thrown.html: console error: Error: planted",
        ),
        ("script", page(POLICY, "<script>alert(1)</script>"), "script.html: script: script\n"),
        ("event", page("", "<p onclick=\"alert(1)\">x</p>"), "event.html: script: p onclick\n"),
        ("link", page("", "<a href=\" JavaScript:alert(1)\">x</a>"), "link.html: script: a href\n"),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    for (name, page, _) in &pages {
        fs::write(folder.path().join(format!("{name}.html")), page).expect("written");
    }
    let (code, found) = check(folder.path());
    assert_eq!(code, Some(1));
    for (name, _, fault) in &pages {
        assert!(found.contains(fault), "{name}: no {fault:?} in\n{found}");
    }
}

/// A log of calls that the reports show, with hostile text in every field that may hold it.
fn hostile_log() -> String {
    let calls = [
        ("signin", "ConsoleLogin"),
        ("s3", "PutObject"),
        ("iam", "CreateUser"),
        ("cloudtrail", "StopLogging"),
        ("ec2", "AuthorizeSecurityGroupIngress"),
        (HOSTILE, HOSTILE),
    ];
    let long = format!("{HOSTILE}{}", "x".repeat(400));
    let event = |number: usize, (service, name): (&str, &str)| {
        json!({
            "eventVersion": "1.11", "eventTime": format!("2026-11-2{number}T09:00:00Z"),
            "eventSource": format!("{service}.amazonaws.com"), "eventName": name,
            "awsRegion": HOSTILE, "sourceIPAddress": long, "userAgent": long,
            "errorCode": HOSTILE, "errorMessage": long, "eventID": format!("{HOSTILE}{number}"),
            "recipientAccountId": HOSTILE, "readOnly": false,
            "requestParameters": {"bucketName": HOSTILE, "key": long, "groupId": HOSTILE},
            "responseElements": {"ConsoleLogin": HOSTILE}, "additionalEventData": {"MFAUsed": "No"},
            "userIdentity": {
                "type": "Root", "userName": long, "arn": long, "accountId": HOSTILE,
                "principalId": HOSTILE, "accessKeyId": HOSTILE,
                "sessionContext": {"sessionIssuer": {"userName": HOSTILE}},
            },
        })
    };
    let events = calls.into_iter().enumerate().map(|(number, call)| event(number, call));
    json!({"Records": events.collect::<Vec<_>>()}).to_string()
}

#[test]
fn reports_have_no_fault() {
    let (folder, logs) =
        (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let log = logs.path().join("hostile.json");
    fs::write(&log, hostile_log()).expect("written");
    for (name, line) in REPORTS {
        let words = line
            .split(' ')
            .map(|word| if word == "LOGS" { log.as_os_str() } else { word.as_ref() });
        let output = Command::new(env!("CARGO_BIN_EXE_ct"))
            .args(words)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env_clear()
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        let is_page = output.stdout.starts_with(b"<!doctype html>");
        assert!(is_page && !said.contains("panicked"), "ct {line}: {}\n{said}", output.status);
        fs::write(folder.path().join(format!("{name}.html")), output.stdout).expect("written");
    }
    assert_eq!(check(folder.path()), (Some(0), String::new()));
}
