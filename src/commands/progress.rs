//! Whether a run shows its progress, by the flags and the terminal. [`crate::progress`] shows it.

use indicatif::ProgressBar;

use super::{Context, print_message, stderr_is_terminal};
pub(super) use crate::progress::Above;
use crate::progress::{self, Display};
use crate::scan::Progress;

/// Calls `run`, and meanwhile shows its progress. `objects` lists all objects.
pub(super) fn watch<T, I: Iterator>(
    progress: &Progress,
    context: &Context,
    objects: impl FnOnce() -> I + Send,
    run: impl FnOnce(&ProgressBar) -> T,
) -> T {
    let display = match (context.globals.quiet, stderr_is_terminal()) {
        (true, _) => Display::Hidden,
        (false, false) => Display::Messages,
        (false, true) => Display::Bar,
    };
    progress::watch(progress, display, &print_message, objects, run)
}
