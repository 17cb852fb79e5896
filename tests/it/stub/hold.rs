//! Requests that get no answer until the test says so, or the server stops.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub(super) struct Hold {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// A part of what is held.
    part: Option<String>,
    waiting: usize,
}

impl Hold {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on requests with this part are held.
    pub(super) fn begin(&self, part: &str) {
        self.state().part = Some(part.to_owned());
    }

    /// Lets all go.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.part = None;
        self.changed.notify_all();
        while state.waiting > 0 {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Returns once a request may be answered.
    pub(super) fn pass(&self, request: &str) {
        let mut state = self.state();
        let is_held =
            |state: &State| state.part.as_ref().is_some_and(|part| request.contains(part));
        if !is_held(&state) {
            return;
        }
        state.waiting += 1;
        self.changed.notify_all();
        while is_held(&state) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waiting -= 1;
        self.changed.notify_all();
    }

    /// Returns once a request is held.
    pub(super) fn wait(&self) {
        let mut state = self.state();
        while state.waiting == 0 {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
