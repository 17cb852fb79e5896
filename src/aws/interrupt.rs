//! What ends a run before its time: signals set the one flag, and the flag ends what waits for AWS.

use std::future::pending;
use std::pin::pin;
use std::thread;

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

/// Ends the process as ctrl-C would have.
const KILLED: i32 = 130;

/// Sets the flag at the first ctrl-C or request to end (SIGTERM), and ends the process at the second.
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
            signals.next().await;
            // The user does not want to wait.
            std::process::exit(KILLED);
        });
    };
    thread::Builder::new().spawn(wait).map(drop).map_err(failed)
}

#[cfg(unix)]
struct Signals {
    keyboard: Signal,
    end: Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            keyboard: signal(SignalKind::interrupt())?,
            end: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        select(pin!(self.keyboard.recv()), pin!(self.end.recv())).await;
    }
}

#[cfg(windows)]
struct Signals(CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
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
