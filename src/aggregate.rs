//! Groups and measures: what `ct count` and `ct report` make of events.
