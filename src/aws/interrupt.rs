//! What ends a run before its time: signals set the one flag, and the flag ends what waits for AWS.

use std::future::pending;
use std::pin::pin;
use std::thread;

#[cfg(unix)]
use futures_util::future::select_all;
use futures_util::future::{Either, select};
use tokio::runtime::Builder;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlC, ctrl_c};
use tokio::sync::watch;

use super::error::Error;
use crate::source::FaultKind;
use crate::source::interrupt::Interrupt;

/// The exit code of a killed process is this plus the signal's number, as in shells.
const KILLED: i32 = 128;

/// Sets the flag at the first SIGINT (ctrl-C), SIGTERM or SIGHUP, and ends the process at the second.
/// A signal that is ignored stays ignored.
///
/// # Errors
/// The system has no memory or thread for it.
pub fn listen(interrupt: &Interrupt) -> Result<(), Error> {
    let failed = |error: std::io::Error| {
        let message = format!("cannot listen for signals: {error}");
        Error::new(FaultKind::Other, message, "free memory or threads")
    };
    let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let inside = runtime.enter();
    // From here on signals no longer end the process.
    let mut signals = Signals::new().map_err(failed)?;
    drop(inside);
    let interrupt = interrupt.clone();
    #[expect(clippy::exit, reason = "other threads may be blocked for ever")]
    let wait = move || {
        runtime.block_on(async {
            signals.next().await;
            interrupt.set();
            let code = signals.next().await;
            // The user does not want to wait.
            std::process::exit(code);
        });
    };
    thread::Builder::new().spawn(wait).map(drop).map_err(failed)
}

/// The signals that were not ignored when the program started: `nohup` and shells start background
/// commands with ignored signals, which must stay ignored.
#[cfg(unix)]
struct Signals(Vec<(SignalKind, Signal)>);

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        let ignored = ignored();
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let kinds = kinds.into_iter().filter(|kind| !is_in(ignored, *kind));
        kinds.map(|kind| Ok((kind, signal(kind)?))).collect::<Result<_, _>>().map(Self)
    }

    /// Waits for a signal; returns the exit code of a process that it kills.
    async fn next(&mut self) -> i32 {
        if self.0.is_empty() {
            return pending().await;
        }
        let each = self.0.iter_mut().map(|(kind, signal)| {
            Box::pin(async {
                signal.recv().await;
                KILLED + kind.as_raw_value()
            })
        });
        select_all(each).await.0
    }
}

/// The mask of ignored signals, where the system has it (`SigIgn` in proc(5)).
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

#[cfg(unix)]
fn is_in(mask: u64, kind: SignalKind) -> bool {
    mask >> (kind.as_raw_value() - 1) & 1 == 1
}

#[cfg(windows)]
struct Signals(CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        ctrl_c().map(Self)
    }

    async fn next(&mut self) -> i32 {
        self.0.recv().await;
        KILLED + 2
    }
}

/// Cancels futures once the flag is set.
#[derive(Clone)]
pub(super) struct Ending(watch::Receiver<bool>);

impl Ending {
    /// With the flag that ends the run; without a flag nothing is cancelled.
    pub(super) fn new(interrupt: Option<&Interrupt>) -> Self {
        let (ended, ending) = watch::channel(false);
        if let Some(interrupt) = interrupt {
            interrupt.wakes(move || {
                ended.send_replace(true);
            });
        }
        Self(ending)
    }

    /// Whether the flag is set.
    pub(super) fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// The output of a future; `None` if the flag is set before.
    pub(super) async fn unless<T>(mut self, future: impl Future<Output = T>) -> Option<T> {
        let ended = pin!(async {
            if self.0.wait_for(|ended| *ended).await.is_err() {
                pending::<()>().await;
            }
        });
        match select(pin!(future), ended).await {
            Either::Left((outcome, _)) => Some(outcome),
            Either::Right(_) => None,
        }
    }
}

impl Error {
    pub(super) fn interrupted() -> Self {
        Self::new(FaultKind::Other, "interrupted", "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn ignored_signals_are_read_from_the_mask() {
        // The mask under `nohup`: SIGHUP, and Rust's SIGPIPE.
        let mask = 0x1001;
        assert!(is_in(mask, SignalKind::hangup()) && is_in(mask, SignalKind::pipe()));
        assert!(!is_in(mask, SignalKind::interrupt()) && !is_in(mask, SignalKind::terminate()));
    }

    #[test]
    fn the_flag_cancels_pending_futures_only() {
        let runtime = Builder::new_current_thread().build().unwrap();
        let interrupt = Interrupt::default();
        let ending = Ending::new(Some(&interrupt));
        assert_eq!(runtime.block_on(ending.clone().unless(async { 1 })), Some(1));
        let other = interrupt.clone();
        thread::spawn(move || other.set());
        assert_eq!(runtime.block_on(ending.clone().unless(pending::<()>())), None);
        assert!(ending.is_set());
        // A future that is ready completes all the same.
        assert_eq!(runtime.block_on(ending.unless(async { 2 })), Some(2));
        assert_eq!(runtime.block_on(Ending::new(None).unless(async { 3 })), Some(3));
    }
}
