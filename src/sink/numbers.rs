//! Numbers and times as messages show them.

use indicatif::HumanCount;
use jiff::Timestamp;

/// A number with separators: `2,204,118`.
pub fn grouped(number: u64) -> String {
    HumanCount(number).to_string()
}

/// `1 object`, `2,204,118 objects`.
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", HumanCount(number), if number == 1 { "" } else { "s" })
}

/// A time without fractions of a second.
pub fn second(time: Timestamp) -> Timestamp {
    time.round(jiff::Unit::Second).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_separators_and_the_noun_its_number() {
        assert_eq!(counted(1, "event"), "1 event");
        assert_eq!(counted(2_204_118, "event"), "2,204,118 events");
    }
}
