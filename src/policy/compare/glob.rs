//! Wildcards of policies: `*` stands for any text, `?` for any character.
//!
//! The text may hold wildcards itself, where a policy is wanted that has them: then only a `*`
//! covers a `*`.

/// Whether a pattern covers a text. Takes steps in the order of the product of both lengths at
/// worst, since anyone may have written the pattern.
pub(super) fn covers(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    // Behind the last `*`, and how much of the text it has swallowed.
    let mut star = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                p += 1;
                star = Some((p, t));
            }
            Some('?') if text[t] != '*' => (p, t) = (p + 1, t + 1),
            Some(c) if *c == text[t] => (p, t) = (p + 1, t + 1),
            _ => {
                let Some((behind, swallowed)) = star else { return false };
                star = Some((behind, swallowed + 1));
                (p, t) = (behind, swallowed + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// The same for actions, whose case does not matter.
pub(super) fn covers_action(pattern: &str, action: &str) -> bool {
    covers(&pattern.to_lowercase(), &action.to_lowercase())
}

/// Whether there is a wildcard.
pub(super) fn is_wild(text: &str) -> bool {
    text.contains(['*', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_cover_what_they_stand_for() {
        let covered = [
            ("*", ""),
            ("*", "a/b:c"),
            ("a*", "a"),
            ("a*c", "abcbc"),
            ("a?c", "abc"),
            ("**a**", "a"),
            ("a*", "a*"),
            ("a/*", "a/b/*"),
            ("", ""),
            ("ü?", "üß"),
        ];
        for (pattern, text) in covered {
            assert!(covers(pattern, text), "{pattern} {text}");
        }
        let apart = [("", "a"), ("a", ""), ("a", "A"), ("a?c", "ac"), ("a?", "a*"), ("a/b", "a/*")];
        for (pattern, text) in apart {
            assert!(!covers(pattern, text), "{pattern} {text}");
        }
        assert!(covers_action("S3:put*", "s3:PutObject"));
    }

    #[test]
    fn a_hostile_pattern_takes_no_longer_than_it_must() {
        let pattern = "*a".repeat(2_000);
        let text = "a".repeat(1_999) + &"b".repeat(8_000);
        assert!(!covers(&pattern, &text));
    }
}
