//! Wildcards of policies: `*` matches any text, `?` any character.
//!
//! The text may contain wildcards itself, if the wanted policy has them: only a `*` covers a `*`.

/// Whether a pattern covers a text. The pattern may be hostile: the worst case is the product of both
/// lengths.
pub(super) fn covers(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    // The position after the last `*`, and the end of the text that it matches.
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
                let Some((after, matched)) = star else { return false };
                star = Some((after, matched + 1));
                (p, t) = (after, matched + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// The same for actions, which are case-insensitive.
pub(super) fn covers_action(pattern: &str, action: &str) -> bool {
    covers(&pattern.to_lowercase(), &action.to_lowercase())
}

/// Whether a text has a wildcard.
pub(super) fn is_wild(text: &str) -> bool {
    text.contains(['*', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match() {
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
    fn hostile_pattern_is_matched_in_bounded_time() {
        let pattern = "*a".repeat(2_000);
        let text = "a".repeat(1_999) + &"b".repeat(8_000);
        assert!(!covers(&pattern, &text));
    }
}
