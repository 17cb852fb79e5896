//! The bar that shows on a terminal how far a long scan has come, and what is waited for.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Thread;
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Context;
use crate::scan::Progress;

/// A scan that is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);
/// Nothing has come for so long: it is said what is waited for, on a terminal and elsewhere.
const STALL: Duration = Duration::from_secs(10);
const LONG_STALL: Duration = Duration::from_secs(30);

const COUNTING: &str = "{spinner} {human_pos} objects · {msg} · {elapsed}";
const COUNTED: &str =
    "{wide_bar} {percent} % · {human_pos} of {human_len} objects · {msg} · {eta} left";

/// Calls `run`, and meanwhile shows on a terminal how far it has come. `objects` lists what there
/// is to do; it is counted on the side, so that nothing waits for it.
pub(super) fn watch<T, I: Iterator>(
    progress: &Progress,
    context: &Context,
    objects: impl FnOnce() -> I + Send,
    run: impl FnOnce(&ProgressBar) -> T,
) -> T {
    if context.globals.quiet {
        return run(&ProgressBar::hidden());
    }
    if !super::stderr_is_terminal() {
        return with_stalls(progress, run);
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
                let stalled = (waited >= STALL).then(|| format!(" · {}", waiting(waited)));
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

/// Calls `run`, and says once of each long stall that it waits.
fn with_stalls<T>(progress: &Progress, run: impl FnOnce(&ProgressBar) -> T) -> T {
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
                    let so_far = super::counted(objects, "object");
                    super::tell(&format!("{}; {so_far} so far", waiting(waited)));
                }
                let rest = LONG_STALL.saturating_sub(waited);
                std::thread::park_timeout(if rest.is_zero() { STALL } else { rest });
            }
        });
        let _end = End(&over, watcher.thread());
        run(&ProgressBar::hidden())
    })
}

/// Ends a thread that watches, after a panic, too.
struct End<'t>(&'t AtomicBool, &'t Thread);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
        self.1.unpark();
    }
}

fn waiting(waited: Duration) -> String {
    format!("waiting for the next object: nothing has come for {} s", waited.as_secs())
}

/// For how long nothing has come.
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

/// Bytes so far, and a second.
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

/// Counts what there is to do, unless it is done before or nobody can tell.
fn count(objects: impl Iterator, bar: &ProgressBar, over: &AtomicBool) {
    let total = objects.take_while(|_| !over.load(Ordering::Relaxed)).count();
    if total > 0 && !over.load(Ordering::Acquire) {
        bar.set_length(total as u64);
        style(bar, COUNTED);
    }
}

/// A writer to the terminal that the bar is on: what it writes scrolls by above the bar.
pub(super) struct Above<W>(pub(super) W, pub(super) ProgressBar);

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
    fn a_stall_ends_when_something_comes() {
        let (progress, mut stall) = (Progress::default(), Stall::new());
        let at = |seconds| stall.since + Duration::from_secs(seconds);
        let [soon, later, last] = [at(9), at(12), at(50)];
        assert_eq!(stall.waited(&progress, soon), Duration::from_secs(9));
        progress.bytes.fetch_add(1, Ordering::Relaxed);
        assert_eq!(stall.waited(&progress, later), Duration::ZERO);
        assert_eq!(stall.waited(&progress, last), Duration::from_secs(38));
    }
}
