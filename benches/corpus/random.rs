//! Numbers that look random and are the same on every machine (`SplitMix64`).

/// A generator; equal seeds give equal sequences.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is at least 1.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let scaled = (u128::from(self.next()) * limit as u128) >> 64;
        usize::try_from(scaled).expect("less than limit")
    }

    /// One of `choices`.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Appends `length` characters of `alphabet`.
    pub(crate) fn spell(&mut self, out: &mut String, alphabet: &[u8], length: usize) {
        out.extend((0..length).map(|_| char::from(self.pick(alphabet))));
    }

    /// Appends a UUID of version 4.
    pub(crate) fn uuid(&mut self, out: &mut String) {
        self.spell(out, HEX, 8);
        out.push('-');
        self.spell(out, HEX, 4);
        out.push_str("-4");
        self.spell(out, HEX, 3);
        out.push('-');
        self.spell(out, b"89ab", 1);
        self.spell(out, HEX, 3);
        out.push('-');
        self.spell(out, HEX, 12);
    }
}

/// Lower-case hexadecimal digits.
pub(crate) const HEX: &[u8] = b"0123456789abcdef";
/// What S3 request ids and object names are spelled with.
pub(crate) const ALPHANUMERIC: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// What access keys and principal ids are spelled with.
pub(crate) const BASE32: &[u8] = b"234567ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// What tokens are spelled with.
pub(crate) const BASE64: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
