//! From text to [`Expression`], with errors that point at the column.

use std::fmt;

use super::meaning::{self, Given, Misfit};
use super::{Comparison, Expression, Test};
use crate::error::UserError;
use crate::event::column::Column;
use crate::event::field::PathError;
use crate::filter::pattern::regex;

/// How deep parentheses and `not` may nest.
const DEEPEST: usize = 100;

/// What is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    message: String,
    expression: String,
    /// In characters, so that the caret stands below them.
    at: std::ops::Range<usize>,
    help: String,
}

impl ExpressionError {
    /// What is wrong, in one line.
    pub fn message(&self) -> String {
        self.message.replace(char::is_control, " ")
    }

    /// The expression, and below it carets under the place that is wrong.
    pub fn marked(&self) -> String {
        let line = self.expression.replace(char::is_control, " ");
        let marks = "^".repeat(self.at.len().max(1));
        format!("    {line}\n    {:1$}{marks}", "", self.at.start)
    }

    /// What to do next.
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl From<ExpressionError> for UserError {
    fn from(error: ExpressionError) -> Self {
        Self::new(error.message(), error.help()).with_marked(error.marked())
    }
}

impl std::error::Error for ExpressionError {}

impl fmt::Display for ExpressionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n{}", self.message(), self.marked())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Comma,
    /// `=`, `!=`, `~`, `!~`, `<`, `<=`, `>`, `>=`.
    Operator,
    /// A word, perhaps a keyword.
    Word,
    /// Text in quotes, never a keyword.
    Quoted,
    End,
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    text: String,
    /// In bytes of the expression.
    at: std::ops::Range<usize>,
}

impl Token {
    /// The token as a value.
    fn given(&self) -> Given<'_> {
        Given { text: &self.text, is_quoted: self.kind == Kind::Quoted }
    }
}

/// Reads an expression; see [`Expression::parse`].
pub(super) fn parse(
    text: &str,
    column: &dyn Fn(&str) -> Result<Column, PathError>,
) -> Result<Expression, ExpressionError> {
    let mut parser = Parser { text, column, tokens: tokens(text)?, next: 0, depth: 0 };
    let expression = parser.expression()?;
    match parser.peek().kind {
        Kind::End => Ok(expression),
        _ => Err(parser.unexpected("and, or, or the end")),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, ExpressionError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let start = at;
        let kind = match first {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            '(' => Kind::Open,
            ')' => Kind::Close,
            ',' => Kind::Comma,
            '=' | '!' | '~' | '<' | '>' => Kind::Operator,
            '\'' | '"' => Kind::Quoted,
            _ => Kind::Word,
        };
        let (length, content) = match kind {
            Kind::Operator => operator(&text[start..]),
            Kind::Quoted => quoted(&text[start..]),
            Kind::Word => word(&text[start..]),
            _ => Some((1, first.to_string())),
        }
        .ok_or_else(|| {
            let (message, help) = match kind {
                Kind::Quoted => ("this quote is never closed", "write the closing quote"),
                _ => ("not an operator", "operators are = != ~ !~ < <= > >= in exists"),
            };
            error(text, start..text.len().min(start + 1), message, help)
        })?;
        at += length;
        tokens.push(Token { kind, text: content, at: start..at });
    }
    tokens.push(Token { kind: Kind::End, text: String::new(), at: text.len()..text.len() });
    Ok(tokens)
}

fn operator(text: &str) -> Option<(usize, String)> {
    let all = ["!=", "!~", "<=", ">=", "==", "=", "~", "<", ">"];
    let found = all.into_iter().find(|operator| text.starts_with(operator))?;
    Some((found.len(), if found == "==" { "=".to_owned() } else { found.to_owned() }))
}

/// Text between two quotes of the same kind, as written, with its escapes.
fn quoted(text: &str) -> Option<(usize, String)> {
    let quote = text.chars().next()?;
    let (end, _) = unescaped(&text[1..]).find(|&(_, c)| c == quote)?;
    Some((end + 2, text[1..=end].to_owned()))
}

/// A word ends where another token begins; a path may hold names in quotes.
fn word(text: &str) -> Option<(usize, String)> {
    let mut in_quotes = false;
    let end = unescaped(text).find(|&(at, c)| {
        if c == '"' && (in_quotes || text[..at].ends_with('.')) {
            in_quotes = !in_quotes;
            return false;
        }
        !in_quotes && (c.is_whitespace() || "(),=!~<>'\"".contains(c))
    });
    let end = end.map_or(text.len(), |(at, _)| at);
    (!in_quotes).then(|| (end, text[..end].to_owned()))
}

/// The characters that no backslash stands in front of, without the backslashes themselves.
fn unescaped(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut characters = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            match characters.next()? {
                (_, '\\') => characters.next()?,
                plain => return Some(plain),
            };
        }
    })
}

fn error(text: &str, at: std::ops::Range<usize>, message: &str, help: &str) -> ExpressionError {
    let column = |bytes: usize| text[..bytes].chars().count();
    let end = (at.start..=at.end).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(at.start);
    ExpressionError {
        message: message.to_owned(),
        expression: text.to_owned(),
        at: column(at.start)..column(end.max(at.start)),
        help: help.to_owned(),
    }
}

struct Parser<'t> {
    text: &'t str,
    /// Finds the column with a name.
    column: &'t dyn Fn(&str) -> Result<Column, PathError>,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        // The last token is the end, and the parser never goes past it.
        &self.tokens[self.next.min(self.tokens.len() - 1)]
    }

    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        self.next += 1;
        token
    }

    fn take_keyword(&mut self, keyword: &str) -> bool {
        let token = self.peek();
        let found = token.kind == Kind::Word && token.text.eq_ignore_ascii_case(keyword);
        self.next += usize::from(found);
        found
    }

    fn take_if(&mut self, kind: Kind) -> bool {
        let found = self.peek().kind == kind;
        self.next += usize::from(found);
        found
    }

    fn unexpected(&self, expected: &str) -> ExpressionError {
        let token = self.peek();
        let message = match token.kind {
            Kind::End => format!("the expression ends where {expected} is expected"),
            _ => format!("expected {expected}, found {}", &self.text[token.at.clone()]),
        };
        error(self.text, token.at.clone(), &message, HELP)
    }

    fn expression(&mut self) -> Result<Expression, ExpressionError> {
        let mut any = vec![self.term()?];
        while self.take_keyword("or") {
            any.push(self.term()?);
        }
        Ok(if any.len() == 1 { any.remove(0) } else { Expression::Or(any) })
    }

    fn term(&mut self) -> Result<Expression, ExpressionError> {
        let mut all = vec![self.factor()?];
        while self.take_keyword("and") {
            all.push(self.factor()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Expression::And(all) })
    }

    fn factor(&mut self) -> Result<Expression, ExpressionError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let at = self.peek().at.clone();
            return Err(error(
                self.text,
                at,
                "nested too deeply",
                "write it with fewer parentheses",
            ));
        }
        let factor = if self.take_keyword("not") {
            Expression::Not(Box::new(self.factor()?))
        } else if self.take_if(Kind::Open) {
            let inner = self.expression()?;
            if !self.take_if(Kind::Close) {
                return Err(self.unexpected("and, or, or )"));
            }
            inner
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(factor)
    }

    fn test(&mut self) -> Result<Expression, ExpressionError> {
        let column = self.column()?;
        let negated = self.take_keyword("not");
        if self.take_keyword("exists") {
            return Ok(negate(Expression::Test(column, Test::Exists), negated));
        }
        if self.take_keyword("in") {
            return Ok(negate(self.one_of(&column)?, negated));
        }
        if negated || self.peek().kind != Kind::Operator {
            let wrong = self.unexpected(if negated { "in or exists" } else { "an operator" });
            let is = self.peek().kind == Kind::Word && self.peek().text.eq_ignore_ascii_case("is");
            if !is {
                return Err(wrong);
            }
            let help =
                format!("write: {0} not exists, {0} exists or {0} = VALUE", column.written());
            return Err(ExpressionError { help, ..wrong });
        }
        let operator = self.take().text;
        let value = self.value()?;
        let test = self.operation(column, &operator, &value)?;
        Ok(negate(test, operator.starts_with('!')))
    }

    fn column(&mut self) -> Result<Column, ExpressionError> {
        if self.peek().kind != Kind::Word {
            return Err(self.unexpected("a field"));
        }
        let token = self.take();
        (self.column)(&token.text)
            .map_err(|wrong| error(self.text, token.at, &wrong.to_string(), &wrong.help()))
    }

    fn value(&mut self) -> Result<Token, ExpressionError> {
        match self.peek().kind {
            Kind::Word | Kind::Quoted => Ok(self.take()),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn one_of(&mut self, column: &Column) -> Result<Expression, ExpressionError> {
        let mut tokens = Vec::new();
        if self.take_if(Kind::Open) {
            tokens.push(self.value()?);
            while self.take_if(Kind::Comma) {
                tokens.push(self.value()?);
            }
            if !self.take_if(Kind::Close) {
                return Err(self.unexpected(", or )"));
            }
        } else {
            tokens.push(self.value()?);
        }
        // Each alone first, so that an error points at the one that is wrong.
        for token in &tokens {
            meaning::one_of(column, &[token.given()])
                .map_err(|wrong| self.misfit(token, &wrong))?;
        }
        let values: Vec<_> = tokens.iter().map(Token::given).collect();
        meaning::one_of(column, &values).map_err(|wrong| self.misfit(&tokens[0], &wrong))
    }

    fn operation(
        &self,
        column: Column,
        operator: &str,
        token: &Token,
    ) -> Result<Expression, ExpressionError> {
        let value = token.given();
        let misfit = |wrong| self.misfit(token, &wrong);
        if matches!(operator, "=" | "!=") {
            return meaning::equal(&column, &value).map_err(misfit);
        }
        if let Some(wrong) = meaning::unordered(&column, operator, &value) {
            return Err(misfit(wrong));
        }
        let compare = |order| {
            let (text, number) = meaning::compared(&column, &value);
            Test::Compare(order, text, number)
        };
        let test = match operator {
            "<" => compare(Comparison::Less),
            "<=" => compare(Comparison::AtMost),
            ">" => compare(Comparison::Greater),
            ">=" => compare(Comparison::AtLeast),
            _ => Test::Like(regex(&token.text, false).map_err(|wrong| misfit(wrong.into()))?),
        };
        Ok(Expression::Test(column, test))
    }

    fn misfit(&self, token: &Token, wrong: &Misfit) -> ExpressionError {
        error(self.text, token.at.clone(), &wrong.message, &wrong.help)
    }
}

const HELP: &str = "a test is: FIELD = VALUE, FIELD ~ REGEX, FIELD > NUMBER, \
                    FIELD in (VALUE, …), FIELD exists; join tests with and, or, not, ( )";

fn negate(expression: Expression, negated: bool) -> Expression {
    match expression {
        expression if !negated => expression,
        Expression::Not(inner) => *inner,
        expression => Expression::Not(Box::new(expression)),
    }
}
