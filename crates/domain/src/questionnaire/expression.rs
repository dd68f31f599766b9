//! The language of `relevant` and `constraint`: `${name}`, `.`, numbers, quoted text, `= != < <= > >=`, `and`, `or`,
//! `not(…)`, `selected(${name}, 'choice')` and brackets. Anything else is a fault with its place.
//!
//! It means what XPath 1.0 means as ODK evaluates it (<https://docs.getodk.org/form-operators-functions/>, and JavaRosa's
//! `XPathEqExpr`, `XPathCmpExpr` and `XPathFuncExpr`, which run in ODK Collect). Deliberately not here: arithmetic, paths,
//! any other function, and what an answer is; whoever evaluates hands in the [`Value`]s.

mod evaluate;
mod parse;

use serde::{Deserialize, Serialize};

pub(super) use evaluate::Value;

/// Longest expression, in characters.
pub const MAX_EXPRESSION_CHARS: usize = 1_000;
/// Deepest nesting of brackets and functions.
pub const MAX_DEPTH: usize = 32;

/// An expression: the text that was written, and what it says. Equal texts say the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    text: String,
    root: Node,
}

/// A part of an expression.
#[derive(Debug, Clone)]
enum Node {
    Or(Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    Not(Box<Node>),
    Selected(Box<Node>, String),
    /// `${name}`
    Answer(String),
    /// `.`
    Current,
    Number(f64),
    Text(String),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Why a text is no expression, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("character {at}: {kind:?}")]
pub struct ExpressionFault {
    /// The character at which it shows, 1 for the first.
    pub at: u32,
    /// What is wrong.
    pub kind: ExpressionFaultKind,
}

/// What is wrong with an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExpressionFaultKind {
    /// A character that has no meaning here, such as `+` or `*`.
    Character,
    /// A quote or `${` that is never closed.
    Unclosed,
    /// What stands in `${…}` is no name.
    Name,
    /// A word or function that is not of the language.
    Word,
    /// Something that cannot stand at this place.
    Unexpected,
    /// It breaks off.
    Ends,
    /// More than [`MAX_EXPRESSION_CHARS`].
    TooLong,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl Expression {
    /// The text that was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names that it refers to, each `${name}` once for every time that it stands there.
    pub fn references(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.root.visit(&mut |node| {
            if let Node::Answer(name) = node {
                names.push(name.as_str());
            }
        });
        names
    }

    /// Whether `.` stands in it.
    pub fn uses_current(&self) -> bool {
        let mut found = false;
        self.root.visit(&mut |node| found |= matches!(node, Node::Current));
        found
    }

    /// Each question (`None` for `.`) that is asked for one of its choices by name, with that name. `selected()` is told
    /// apart, because only a question with choices can be asked so.
    pub(super) fn choices_named(&self) -> Vec<(Option<&str>, &str, bool)> {
        let mut named = Vec::new();
        let asked = |node: &Node| matches!(node, Node::Answer(_) | Node::Current);
        self.root.visit(&mut |node| match node {
            Node::Selected(list, choice) => named.push((list.answer(), choice.as_str(), true)),
            Node::Compare(Comparison::Equal | Comparison::NotEqual, a, b) => match (a.as_ref(), b.as_ref()) {
                (list, Node::Text(choice)) | (Node::Text(choice), list) if asked(list) && !choice.is_empty() => {
                    named.push((list.answer(), choice.as_str(), false));
                }
                _ => {}
            },
            _ => {}
        });
        named
    }
}

impl Node {
    fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Node)) {
        see(self);
        match self {
            Node::Or(a, b) | Node::And(a, b) | Node::Compare(_, a, b) => {
                a.visit(see);
                b.visit(see);
            }
            Node::Not(a) | Node::Selected(a, _) => a.visit(see),
            Node::Answer(_) | Node::Current | Node::Number(_) | Node::Text(_) => {}
        }
    }

    fn answer(&self) -> Option<&str> {
        match self {
            Node::Answer(name) => Some(name),
            _ => None,
        }
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Expression {}

impl std::str::FromStr for Expression {
    type Err = ExpressionFault;

    fn from_str(text: &str) -> Result<Self, ExpressionFault> {
        Ok(Self { text: text.to_owned(), root: parse::parse(text)? })
    }
}

impl TryFrom<String> for Expression {
    type Error = ExpressionFault;

    fn try_from(text: String) -> Result<Self, ExpressionFault> {
        text.parse()
    }
}

impl From<Expression> for String {
    fn from(expression: Expression) -> String {
        expression.text
    }
}
