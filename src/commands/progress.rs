//! The bar that shows on a terminal how far a long scan has come.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Context;
use crate::pipeline::Progress;

/// A scan that is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

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
    if context.globals.quiet || !super::stderr_is_terminal() {
        return run(&ProgressBar::hidden());
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
            while !over.load(Ordering::Acquire) {
                bar.set_message(bytes(progress, start));
                bar.set_position(progress.objects.load(Ordering::Relaxed));
                std::thread::park_timeout(TICK);
            }
        });
        let result = run(&bar);
        over.store(true, Ordering::Release);
        ticker.thread().unpark();
        bar.finish_and_clear();
        result
    })
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
