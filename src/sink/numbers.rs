//! Numbers for people: with separators, and with a noun in its number.

use indicatif::HumanCount;

/// A number with separators: `2,204,118`.
pub fn grouped(number: u64) -> String {
    HumanCount(number).to_string()
}

/// `1 object`, `2 objects`, `1,000 objects`.
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
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
