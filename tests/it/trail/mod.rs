//! The commands that look after trails, against moto behind a relay.

// Whether trails are set up as they should be.
mod check;
