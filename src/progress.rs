//! The progress bar of a long run, and messages about stalls. Knows neither the terminal nor what runs.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Thread;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::scan::Progress;
use crate::sink::numbers::counted;
use crate::sink::safe::shown;

/// A scan that ends sooner has no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);
/// A bar says so if nothing was read for this long;
const STALL: Duration = Duration::from_secs(10);
/// without a terminal, a message does.
const LONG_STALL: Duration = Duration::from_secs(30);

const COUNTING: &str = "{spinner} {human_pos} objects · {msg} · {elapsed}";
const COUNTED: &str =
    "{wide_bar} {percent} % · {human_pos} of {human_len} objects · {msg} · {eta} left";

/// How the progress of a run is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// Not at all.
    Hidden,
    /// By a message for each long stall.
    Messages,
    /// By a bar on the terminal.
    Bar,
}

/// Calls `run`, and meanwhile shows its progress. `print` prints a message; `objects` lists all objects; a thread
/// of its own counts them, so that nothing waits for it.
pub fn watch<T, I: Iterator>(
    progress: &Progress,
    display: Display,
    print: &(impl Fn(&str) + Sync),
    objects: impl FnOnce() -> I + Send,
    run: impl FnOnce(&ProgressBar) -> T,
) -> T {
    match display {
        Display::Hidden => return run(&ProgressBar::hidden()),
        Display::Messages => return with_stalls(progress, print, run),
        Display::Bar => {}
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let (over, start) = (AtomicBool::new(false), Instant::now());
    std::thread::scope(|scope| {
        let ticker = scope.spawn(|| {
            std::thread::park_timeout(PATIENCE);
            if over.load(Ordering::Acquire) {
                return;
            }
            bar.set_draw_target(ProgressDrawTarget::stderr());
            style(&bar, COUNTING);
            scope.spawn(|| count(objects(), &bar, &over));
            let mut stall = Stall::new();
            while !over.load(Ordering::Acquire) {
                let waited = stall.waited(progress, Instant::now());
                let stalled =
                    (waited >= STALL).then(|| format!(" · {}", waiting(progress, waited)));
                bar.set_message(bytes(progress, start) + &stalled.unwrap_or_default());
                bar.set_position(progress.objects.load(Ordering::Relaxed));
                std::thread::park_timeout(TICK);
            }
        });
        let result = {
            let _end = End(&over, ticker.thread());
            run(&bar)
        };
        bar.finish_and_clear();
        result
    })
}

/// Calls `run`, and writes one message for each long stall.
fn with_stalls<T>(
    progress: &Progress,
    print: &(impl Fn(&str) + Sync),
    run: impl FnOnce(&ProgressBar) -> T,
) -> T {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let (mut stall, mut is_new) = (Stall::new(), true);
            while !over.load(Ordering::Acquire) {
                let waited = stall.waited(progress, Instant::now());
                if waited < LONG_STALL {
                    is_new = true;
                } else if std::mem::replace(&mut is_new, false) {
                    let objects = progress.objects.load(Ordering::Relaxed);
                    let so_far = counted(objects, "object");
                    print(&format!("{}; {so_far} so far", waiting(progress, waited)));
                }
                let rest = LONG_STALL.saturating_sub(waited);
                std::thread::park_timeout(if rest.is_zero() { STALL } else { rest });
            }
        });
        let _end = End(&over, watcher.thread());
        run(&ProgressBar::hidden())
    })
}

/// Ends the watching thread, also after a panic.
struct End<'t>(&'t AtomicBool, &'t Thread);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
        self.1.unpark();
    }
}

/// What the run waits for, and for how long.
fn waiting(progress: &Progress, waited: Duration) -> String {
    let object = progress.awaited_object();
    let object = object.map_or("the next object".to_owned(), |name| shown(&name).into_owned());
    format!("waiting for {object}: nothing received for {} s", waited.as_secs())
}

/// How long nothing was read.
struct Stall {
    last: (u64, u64),
    since: Instant,
}

impl Stall {
    fn new() -> Self {
        Self { last: (0, 0), since: Instant::now() }
    }

    fn waited(&mut self, progress: &Progress, now: Instant) -> Duration {
        let count =
            (progress.objects.load(Ordering::Relaxed), progress.bytes.load(Ordering::Relaxed));
        if count != self.last {
            (self.last, self.since) = (count, now);
        }
        now.saturating_duration_since(self.since)
    }
}

/// Bytes so far, and bytes per second.
fn bytes(progress: &Progress, start: Instant) -> String {
    let bytes = progress.bytes.load(Ordering::Relaxed);
    let rate = u128::from(bytes) * 1_000 / start.elapsed().as_millis().max(1);
    let rate = u64::try_from(rate).unwrap_or(u64::MAX);
    format!("{}, {}/s", HumanBytes(bytes), HumanBytes(rate))
}

fn style(bar: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}

/// Counts all objects for the bar's length, unless the scan ends first.
fn count(objects: impl Iterator, bar: &ProgressBar, over: &AtomicBool) {
    let total = objects.take_while(|_| !over.load(Ordering::Relaxed)).count();
    if total > 0 && !over.load(Ordering::Acquire) {
        bar.set_length(total as u64);
        style(bar, COUNTED);
    }
}

/// A writer to the bar's terminal: its output appears above the bar.
#[derive(Debug)]
pub struct Above<W>(
    /// The writer.
    pub W,
    /// The bar.
    pub ProgressBar,
);

impl<W: Write> Write for Above<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1.suspend(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stall_ends_with_the_next_byte() {
        let (progress, mut stall) = (Progress::default(), Stall::new());
        let at = |seconds| stall.since + Duration::from_secs(seconds);
        let [soon, later, last] = [at(9), at(12), at(50)];
        assert_eq!(stall.waited(&progress, soon), Duration::from_secs(9));
        progress.bytes.fetch_add(1, Ordering::Relaxed);
        assert_eq!(stall.waited(&progress, later), Duration::ZERO);
        assert_eq!(stall.waited(&progress, last), Duration::from_secs(38));
    }

    #[test]
    fn a_stall_names_the_object() {
        let (progress, waited) = (Progress::default(), Duration::from_secs(30));
        let next = "waiting for the next object: nothing received for 30 s";
        assert_eq!(waiting(&progress, waited), next);
        let _waiting = progress.wait_for("s3://logs/a\u{1b}[2J");
        let named = "waiting for s3://logs/a\\u{1b}[2J: nothing received for 30 s";
        assert_eq!(waiting(&progress, waited), named);
    }
}
