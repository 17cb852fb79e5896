//! Text that attackers may have written, made safe for people's terminals and spreadsheets.

use std::borrow::Cow;

/// Whether a character could steer a terminal or turn the text around it.
pub fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The text with steering characters spelled out, as `\u{1b}`.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let spell = |c: char| match c {
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '\r' => "\\r".to_owned(),
        c if is_steering(c) => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    Cow::Owned(text.chars().map(spell).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steering_characters_are_spelled_out() {
        assert_eq!(shown("plain é 日本"), "plain é 日本");
        assert_eq!(shown("a\u{1b}[31mb\n"), r"a\u{1b}[31mb\n");
        assert_eq!(shown("\u{9b}x\u{202e}y\u{7f}"), r"\u{9b}x\u{202e}y\u{7f}");
    }
}
