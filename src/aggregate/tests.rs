//! Rules of groups that hold whatever the events.
