//! A hash table of an object's names, so that a member is found with one comparison.
//!
//! A name's last bytes and length give its slot. If two names of an object share a slot, or a name has
//! an escape, the object has no table and its names are compared one by one. No name is special, but
//! [`SPREAD`] is chosen so that the documented names have different slots.

/// Slots of the table.
const SLOTS: usize = 512;

/// Chosen so that all documented top-level names have different slots.
const SPREAD: u64 = 0x91B7_584A_2265_B1F5;

/// Which member has the name of each slot.
#[derive(Debug)]
pub(super) struct NameTable {
    /// One bit for each slot: whether a name has it.
    taken: [u64; SLOTS / 64],
    /// The numbers of the members, from 0, of the slots that are taken. An object with more members
    /// than a byte counts has no table.
    members: [u8; SLOTS],
    is_complete: bool,
}

impl Default for NameTable {
    fn default() -> Self {
        Self { taken: [0; SLOTS / 64], members: [0; SLOTS], is_complete: false }
    }
}

impl NameTable {
    /// Whether the table has all names of the object: then they all differ.
    #[inline]
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Empties the table.
    pub(super) fn clear(&mut self) {
        self.is_complete = false;
    }

    /// Notes the names of an object without white space between its tokens. `marks` are those of
    /// [`super::Index`]; `has_escapes` is whether a name may have a backslash.
    pub(super) fn fill(&mut self, text: &[u8], marks: &[u32], has_escapes: bool) {
        self.is_complete = self.add_names(text, marks, has_escapes).is_some();
    }

    /// `None` if the object has no table.
    #[inline]
    fn add_names(&mut self, text: &[u8], marks: &[u32], has_escapes: bool) -> Option<()> {
        let mut taken = [0_u64; SLOTS / 64];
        let mut start = marks[0] as usize + 1;
        for (member, &[colon, end]) in marks[1..].as_chunks().0.iter().enumerate() {
            let colon = colon as usize;
            let length = colon - start;
            let mut last = u64::from_le_bytes(*text[..colon - 1].last_chunk()?);
            // Of a short name the opening quote is kept, but not what stands before it.
            if length < 9 {
                last &= u64::MAX << (8 * (9 - length));
            }
            if has_escapes && text[start..colon].contains(&b'\\') {
                return None;
            }
            let slot = slot(last, length);
            let (word, bit) = (&mut taken[slot / 64], 1 << (slot % 64));
            if *word & bit != 0 {
                return None;
            }
            *word |= bit;
            self.members[slot] = u8::try_from(member).ok()?;
            start = end as usize + 1;
        }
        self.taken = taken;
        Some(())
    }

    /// The number of the only member that may have this name; meaningful only if the table is
    /// complete.
    #[inline(always)]
    pub(super) fn member(&self, name: &str) -> Option<usize> {
        let name = name.as_bytes();
        let last = match name.last_chunk() {
            Some(last) => u64::from_le_bytes(*last),
            None => name
                .iter()
                .fold(u64::from(b'"') << 56, |last, &byte| (last >> 8) | (u64::from(byte) << 56)),
        };
        let slot = slot(last, name.len() + 2);
        let is_taken = self.taken[slot / 64] & (1 << (slot % 64)) != 0;
        is_taken.then(|| self.members[slot].into())
    }
}

/// The slot of a name: of its last eight bytes, or of all of a shorter one and its opening quote, and
/// of its length with both quotes.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the shift leaves nine bits")]
fn slot(last: u64, length: usize) -> usize {
    let spread = last.wrapping_add(length as u64).wrapping_mul(SPREAD);
    (spread >> (u64::BITS - SLOTS.trailing_zeros())) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use crate::event::json::Index;

    const RECORD: &str = r#"{"eventVersion":"1.11","eventName":"A","a":1,"":2,"1234567":3}"#;

    fn value(name: &str) -> Option<&'static [u8]> {
        let mut index = Index::default();
        index.fill(RECORD.as_bytes()).unwrap();
        assert!(index.names.is_complete());
        index.get(RECORD.as_bytes(), name)
    }

    #[test]
    fn each_member_is_found_by_its_name() {
        assert_eq!(value("eventVersion"), Some(&b"\"1.11\""[..]));
        assert_eq!(value("eventName"), Some(&b"\"A\""[..]));
        assert_eq!(value("a"), Some(&b"1"[..]));
        assert_eq!(value(""), Some(&b"2"[..]));
        assert_eq!(value("1234567"), Some(&b"3"[..]));
    }

    #[test]
    fn a_name_that_shares_a_slot_with_a_member_is_not_found() {
        // Names of one length that end with the same eight bytes have the same slot.
        assert_eq!(value("EventVersion"), None);
        assert_eq!(value("EventName"), None);
        assert_eq!(value("missing"), None);
    }

    #[test]
    fn a_name_with_an_escape_is_found_without_a_table() {
        let text = br#"{"eventVersion":"1.11","event\u004eame":"A"}"#;
        let mut index = Index::default();
        index.fill(text).unwrap();
        assert!(!index.names.is_complete());
        assert_eq!(index.get(text, "eventName"), Some(&b"\"A\""[..]));
    }
}
