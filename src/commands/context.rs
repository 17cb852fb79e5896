//! What every command may use: the global flags, the AWS session, the interrupt flag, and how many
//! threads to start. Knows no command.

use std::cell::OnceCell;
use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;

use anstream::ColorChoice;

use super::app::{Colour, Globals};
use super::errors::UserError;
use super::{print_message, stderr_is_terminal, yellow};
use crate::aws::{self, Session};
use crate::sink::safe::shown;
use crate::source::interrupt::Interrupt;
use crate::source::machine::available_memory;
use crate::source::memory::LEAST;

/// What a command may use.
pub(super) struct Context {
    pub(super) globals: Globals,
    session: OnceCell<Arc<Session>>,
    pub(super) interrupt: OnceCell<Interrupt>,
}

impl Context {
    pub(super) fn new(globals: Globals) -> Self {
        Self { globals, session: OnceCell::new(), interrupt: OnceCell::new() }
    }

    /// The AWS session, created at the first call. `region`: where trails are looked up, if it is
    /// not the configured Region.
    ///
    /// # Errors
    /// The configuration cannot be loaded.
    pub(super) fn aws(&self, region: Option<&str>) -> Result<&Arc<Session>, UserError> {
        if let Some(session) = self.session.get() {
            return Ok(session);
        }
        let settings = aws::Settings {
            profile: self.globals.profile.clone(),
            region: region.map(str::to_owned),
            endpoint: self.globals.endpoint_url.clone(),
            concurrency: self.concurrency(),
            memory: self.memory(),
            limits: aws::Limits::default(),
            interrupt: self.interrupt.get().cloned(),
        };
        let session = Session::start(&settings)?;
        session.cleartext_endpoints().iter().for_each(|url| self.warn_if_cleartext(url));
        Ok(self.session.get_or_init(|| session))
    }

    /// The flag that the first SIGINT (ctrl-C), SIGTERM or SIGHUP sets; the second signal ends the
    /// process. Commands that read call this first: every wait for AWS then ends with the flag.
    ///
    /// # Errors
    /// The signal handlers cannot be installed.
    pub(super) fn interrupt(&self) -> Result<&Interrupt, UserError> {
        if self.interrupt.get().is_none() {
            let interrupt = Interrupt::default();
            aws::listen(&interrupt)?;
            // Only this thread sets it.
            let _ = self.interrupt.set(interrupt);
        }
        Ok(self.interrupt.get_or_init(Interrupt::default))
    }

    /// Warns of an endpoint on another machine that is used without encryption.
    pub(super) fn warn_if_cleartext(&self, url: &str) {
        if aws::is_cleartext(url) && !self.globals.quiet {
            let url = aws::without_user_info(url);
            let what = "not encrypted, others on the network can read and change it; use https://";
            print_message(&format!("{} {}: {what}", yellow("warning:"), shown(&url)));
        }
    }

    /// Prints a message that only verbose output has.
    pub(super) fn print_detail(&self, text: &str) {
        if self.globals.verbose {
            print_message(text);
        }
    }

    /// The number of concurrent requests to AWS.
    pub(super) fn concurrency(&self) -> usize {
        let default = || (64 * cores()).min(256);
        self.globals.concurrency.map_or_else(default, NonZeroUsize::get)
    }

    /// Bytes for the objects of all threads together: by default a quarter of the available memory.
    pub(super) fn memory(&self) -> usize {
        let default = || (available_memory() / 4).max(LEAST);
        self.globals.max_memory.unwrap_or_else(default)
    }

    /// The number of threads to start.
    pub(super) fn threads(&self) -> usize {
        self.globals.threads.map_or_else(cores, NonZeroUsize::get)
    }

    /// Whether the line on stderr that sums up a run is shown even if all went well.
    pub(super) fn shows_summary(&self) -> bool {
        (self.globals.verbose || stderr_is_terminal()) && !self.globals.quiet
    }

    /// Whether lines on stdout may have colour.
    pub(super) fn colour(&self) -> bool {
        match self.globals.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }
}

/// Threads that the machine runs at once.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}
