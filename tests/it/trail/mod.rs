//! `ct trail`, against moto behind a relay that holds it to CloudTrail's rules.

// Which events a trail records, and what it watches.
mod events;
// What it watches for unusual activity.
mod insights;
