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

/// A process that a signal kills exits with this and the number of the signal, as shells have it.
const KILLED: i32 = 128;

/// Sets the flag at the first ctrl-C (SIGINT), request to end (SIGTERM) or loss of the terminal
/// (SIGHUP), and ends the process at the second. A signal that is ignored stays ignored.
///
/// # Errors
/// The machine cannot give what it takes.
pub fn listen(interrupt: &Interrupt) -> Result<(), Error> {
    let failed = |error: std::io::Error| {
        let message = format!("cannot listen for signals: {error}");
        Error::new(FaultKind::Other, message, "free memory or threads")
    };
    let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let inside = runtime.enter();
    // From here on signals no longer kill.
    let mut signals = Signals::new().map_err(failed)?;
    drop(inside);
    let interrupt = interrupt.clone();
    #[expect(clippy::exit, reason = "what waits may wait for ever")]
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

/// Those that were not ignored when the program started: `nohup` and shells that put a command into
/// the background have it ignore some, and it must go on doing so.
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

    /// Waits for one; gives the exit code of a process that it would have killed.
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

/// The signals that are ignored, a bit each, where the system says so (`SigIgn` in proc(5)).
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

/// Ends what waits for AWS once the flag is set.
#[derive(Clone)]
pub(super) struct Ending(watch::Receiver<bool>);

impl Ending {
    /// For a run that this flag ends; without a flag nothing does.
    pub(super) fn new(interrupt: Option<&Interrupt>) -> Self {
        let (ended, ending) = watch::channel(false);
        if let Some(interrupt) = interrupt {
            interrupt.wakes(move || {
                ended.send_replace(true);
            });
        }
        Self(ending)
    }

    /// Whether the run is to end.
    pub(super) fn is_set(&self) -> bool {
        *self.0.borrow()
    }

    /// What came of a future, unless the run ends before.
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
    fn a_signal_has_a_bit_in_the_mask_of_those_that_are_ignored() {
        // As `nohup` has it: SIGHUP, and SIGPIPE of Rust.
        let mask = 0x1001;
        assert!(is_in(mask, SignalKind::hangup()) && is_in(mask, SignalKind::pipe()));
        assert!(!is_in(mask, SignalKind::interrupt()) && !is_in(mask, SignalKind::terminate()));
    }

    #[test]
    fn the_flag_ends_what_waits_and_nothing_else() {
        let runtime = Builder::new_current_thread().build().unwrap();
        let interrupt = Interrupt::default();
        let ending = Ending::new(Some(&interrupt));
        assert_eq!(runtime.block_on(ending.clone().unless(async { 1 })), Some(1));
        let other = interrupt.clone();
        thread::spawn(move || other.set());
        assert_eq!(runtime.block_on(ending.clone().unless(pending::<()>())), None);
        assert!(ending.is_set());
        // What is done is done.
        assert_eq!(runtime.block_on(ending.unless(async { 2 })), Some(2));
        assert_eq!(runtime.block_on(Ending::new(None).unless(async { 3 })), Some(3));
    }
}
