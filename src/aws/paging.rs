//! Pagination: each page is requested with the token of the page before.
//!
//! A repeated token would request the same pages for ever, and ignoring it would end the list early.
//! It is an error: not everything was listed. Knows nothing of the items on a page.

use std::collections::HashSet;

use super::error::Error;
use crate::source::FaultKind;

/// The tokens of one list.
#[derive(Default)]
pub(super) struct Tokens {
    used: HashSet<String>,
}

impl Tokens {
    /// The token of the next page; `None` after the last page. An empty token is none.
    ///
    /// # Errors
    /// The token was used before.
    pub(super) fn next(&mut self, token: Option<String>) -> Result<Option<String>, Error> {
        let Some(token) = token.filter(|token| !token.is_empty()) else { return Ok(None) };
        if !self.used.insert(token.clone()) {
            return Err(not_all("the server repeats a continuation token"));
        }
        Ok(Some(token))
    }

    /// The token of the next page, where a page also says whether it is truncated.
    ///
    /// # Errors
    /// The token was used before, or a truncated page has no token.
    pub(super) fn next_if(
        &mut self,
        is_truncated: bool,
        token: Option<String>,
    ) -> Result<Option<String>, Error> {
        if !is_truncated {
            return Ok(None);
        }
        let next = self.next(token)?;
        next.map(Some).ok_or_else(|| not_all("a truncated page has no continuation token"))
    }
}

fn not_all(why: &str) -> Error {
    let help = "try again; if it happens again, check --endpoint-url";
    Error::new(FaultKind::Other, format!("not all was listed: {why}"), help)
}

/// All items of a list.
///
/// # Errors
/// A request failed, or a token was used before.
pub(super) async fn all<T, P>(mut page: impl FnMut(Option<String>) -> P) -> Result<Vec<T>, Error>
where
    P: Future<Output = Result<(Option<Vec<T>>, Option<String>), Error>>,
{
    let (mut all, mut tokens, mut token) = (Vec::new(), Tokens::default(), None);
    loop {
        let (items, next) = page(token).await?;
        all.extend(items.unwrap_or_default());
        token = tokens.next(next)?;
        if token.is_none() {
            return Ok(all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_token_is_the_last() {
        let mut tokens = Tokens::default();
        assert_eq!(tokens.next(Some("a".to_owned())), Ok(Some("a".to_owned())));
        assert_eq!(tokens.next(Some("b".to_owned())), Ok(Some("b".to_owned())));
        assert_eq!((tokens.next(None), tokens.next(Some(String::new()))), (Ok(None), Ok(None)));
        assert_eq!(tokens.next_if(false, Some("c".to_owned())), Ok(None));
    }

    #[test]
    fn a_repeated_token_is_an_error_even_after_others() {
        let mut tokens = Tokens::default();
        for token in ["a", "b"] {
            tokens.next(Some(token.to_owned())).unwrap();
        }
        let error = tokens.next(Some("a".to_owned())).unwrap_err();
        assert!(error.message.starts_with("not all was listed"), "{error}");
    }

    #[test]
    fn a_truncated_page_without_a_token_is_an_error() {
        for token in [None, Some(String::new())] {
            let error = Tokens::default().next_if(true, token).unwrap_err();
            assert!(error.message.contains("no continuation token"), "{error}");
        }
    }
}
