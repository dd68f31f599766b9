//! Text to expression: words with their places, then descent by binding strength (`or`, `and`, `=`, `<`, a single value),
//! as XPath 1.0 orders them (<https://www.w3.org/TR/1999/REC-xpath-19991116/#booleans>).

use super::{Comparison, ExpressionFault, ExpressionFaultKind as Kind, MAX_DEPTH, MAX_EXPRESSION_CHARS, Node};
use crate::questionnaire::is_name;

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<Node, ExpressionFault> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > MAX_EXPRESSION_CHARS {
        return Err(fault(MAX_EXPRESSION_CHARS, Kind::TooLong));
    }
    let mut parser = Parser { tokens: tokens(&chars)?, next: 0, end: chars.len(), depth: 0 };
    let root = parser.or()?;
    match parser.tokens.get(parser.next) {
        Some((at, _)) => Err(fault(*at, Kind::Unexpected)),
        None => Ok(root),
    }
}

/// A fault at the character of an index.
fn fault(index: usize, kind: Kind) -> ExpressionFault {
    ExpressionFault { at: u32::try_from(index + 1).unwrap_or(u32::MAX), kind }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    Comma,
    Dot,
    Compare(Comparison),
    Or,
    And,
    Not,
    Selected,
    Answer(String),
    Number(f64),
    Text(String),
}

/// The words of an expression, each with the index of its first character.
fn tokens(chars: &[char]) -> Result<Vec<(usize, Token)>, ExpressionFault> {
    let mut tokens = Vec::new();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        let next = chars.get(i + 1).copied();
        let digit_next = next.is_some_and(|c| c.is_ascii_digit());
        let (token, width) = match c {
            _ if c.is_whitespace() => {
                i += 1;
                continue;
            }
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            '=' => (Token::Compare(Comparison::Equal), 1),
            '!' if next == Some('=') => (Token::Compare(Comparison::NotEqual), 2),
            '<' if next == Some('=') => (Token::Compare(Comparison::LessOrEqual), 2),
            '<' => (Token::Compare(Comparison::Less), 1),
            '>' if next == Some('=') => (Token::Compare(Comparison::GreaterOrEqual), 2),
            '>' => (Token::Compare(Comparison::Greater), 1),
            '$' if next == Some('{') => {
                let inside = until(chars, i + 2, '}').ok_or(fault(i, Kind::Unclosed))?;
                let name: String = inside.iter().collect();
                let name = name.trim();
                if !is_name(name) {
                    return Err(fault(i, Kind::Name));
                }
                (Token::Answer(name.to_owned()), inside.len() + 3)
            }
            _ if closing(c).is_some() => {
                let inside = closing(c).and_then(|close| until(chars, i + 1, close)).ok_or(fault(i, Kind::Unclosed))?;
                (Token::Text(inside.iter().collect()), inside.len() + 2)
            }
            _ if c.is_ascii_digit() || (matches!(c, '.' | '-') && digit_next) => {
                let width = 1 + chars[i + 1..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
                let number: String = chars[i..i + width].iter().collect();
                (Token::Number(number.parse().map_err(|_| fault(i, Kind::Unexpected))?), width)
            }
            '.' => (Token::Dot, 1),
            _ if c.is_alphabetic() => {
                let width = chars[i..].iter().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).count();
                let token = match chars[i..i + width].iter().collect::<String>().as_str() {
                    "or" => Token::Or,
                    "and" => Token::And,
                    "not" => Token::Not,
                    "selected" => Token::Selected,
                    _ => return Err(fault(i, Kind::Word)),
                };
                (token, width)
            }
            _ => return Err(fault(i, Kind::Character)),
        };
        tokens.push((i, token));
        i += width;
    }
    Ok(tokens)
}

/// The quote that closes a quote. Spreadsheets and Chinese keyboards turn straight quotes into round ones, which mean the
/// same, as in pyxform, the reference reader of XLSForm.
fn closing(quote: char) -> Option<char> {
    match quote {
        '\'' | '"' => Some(quote),
        '‘' => Some('’'),
        '“' => Some('”'),
        _ => None,
    }
}

/// The characters from an index up to, and without, a closing one.
fn until(chars: &[char], from: usize, close: char) -> Option<&[char]> {
    let rest = chars.get(from..)?;
    rest.iter().position(|c| *c == close).map(|end| &rest[..end])
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    /// Index after the last character.
    end: usize,
    depth: usize,
}

type Parsed = Result<Node, ExpressionFault>;

impl Parser {
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn take(&mut self, wanted: &Token) -> bool {
        let found = self.tokens.get(self.next).is_some_and(|(_, token)| token == wanted);
        self.next += usize::from(found);
        found
    }

    /// Takes what must stand here.
    fn need(&mut self, wanted: &Token) -> Result<(), ExpressionFault> {
        if self.take(wanted) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> ExpressionFault {
        fault(self.at(), if self.next < self.tokens.len() { Kind::Unexpected } else { Kind::Ends })
    }

    fn or(&mut self) -> Parsed {
        let mut left = self.and()?;
        while self.take(&Token::Or) {
            left = Node::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Parsed {
        let mut left = self.equality()?;
        while self.take(&Token::And) {
            left = Node::And(Box::new(left), Box::new(self.equality()?));
        }
        Ok(left)
    }

    fn equality(&mut self) -> Parsed {
        let mut left = self.order()?;
        while let Some(how) = self.comparison(&[Comparison::Equal, Comparison::NotEqual]) {
            left = Node::Compare(how, Box::new(left), Box::new(self.order()?));
        }
        Ok(left)
    }

    fn order(&mut self) -> Parsed {
        use Comparison::*;
        let mut left = self.value()?;
        while let Some(how) = self.comparison(&[Less, LessOrEqual, Greater, GreaterOrEqual]) {
            left = Node::Compare(how, Box::new(left), Box::new(self.value()?));
        }
        Ok(left)
    }

    fn comparison(&mut self, wanted: &[Comparison]) -> Option<Comparison> {
        wanted.iter().copied().find(|how| self.take(&Token::Compare(*how)))
    }

    fn value(&mut self) -> Parsed {
        let Some((at, token)) = self.tokens.get(self.next).cloned() else {
            return Err(self.unexpected());
        };
        self.next += 1;
        match token {
            Token::Answer(name) => Ok(Node::Answer(name)),
            Token::Dot => Ok(Node::Current),
            Token::Number(number) => Ok(Node::Number(number)),
            Token::Text(text) => Ok(Node::Text(text)),
            Token::Open => self.nested(at, Self::or),
            Token::Not => {
                self.need(&Token::Open)?;
                self.nested(at, |parser| Ok(Node::Not(Box::new(parser.or()?))))
            }
            Token::Selected => {
                self.need(&Token::Open)?;
                self.nested(at, Self::selected)
            }
            _ => Err(fault(at, Kind::Unexpected)),
        }
    }

    /// What stands in brackets, the closing one included.
    fn nested(&mut self, at: usize, inside: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth == MAX_DEPTH {
            return Err(fault(at, Kind::TooDeep));
        }
        self.depth += 1;
        let node = inside(self)?;
        self.depth -= 1;
        self.need(&Token::Close)?;
        Ok(node)
    }

    /// `${name}, 'choice'`: of a computed list or choice nobody could say whether it exists.
    fn selected(&mut self) -> Parsed {
        let list = match self.tokens.get(self.next) {
            Some((_, Token::Answer(name))) => Node::Answer(name.clone()),
            Some((_, Token::Dot)) => Node::Current,
            _ => return Err(self.unexpected()),
        };
        self.next += 1;
        self.need(&Token::Comma)?;
        let Some((_, Token::Text(choice))) = self.tokens.get(self.next) else {
            return Err(self.unexpected());
        };
        let choice = choice.clone();
        self.next += 1;
        Ok(Node::Selected(Box::new(list), choice))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Expression, ExpressionFault, ExpressionFaultKind as Kind, MAX_DEPTH, MAX_EXPRESSION_CHARS};
    use proptest::prelude::*;

    fn fault(text: &str) -> (u32, Kind) {
        let ExpressionFault { at, kind } = text.parse::<Expression>().unwrap_err();
        (at, kind)
    }

    #[test]
    fn whatever_is_not_of_the_language_is_a_fault_with_its_place() {
        for (text, at, kind) in [
            ("", 1, Kind::Ends),
            ("${a} =", 7, Kind::Ends),
            ("${a} + 1", 6, Kind::Character),
            ("${羊} ＝ 1", 6, Kind::Character),
            ("${a} == 1", 7, Kind::Unexpected),
            ("${a b} = 1", 1, Kind::Name),
            ("${a = 1", 1, Kind::Unclosed),
            ("${a} = 'x", 8, Kind::Unclosed),
            ("regex(., 'x')", 1, Kind::Word),
            ("${a} = yes", 8, Kind::Word),
            ("${a} 1", 6, Kind::Unexpected),
            ("(${a} = 1", 10, Kind::Ends),
            ("${a} = 1)", 9, Kind::Unexpected),
            ("selected(${a})", 14, Kind::Unexpected),
            ("selected(${a}, ${b})", 16, Kind::Unexpected),
            ("selected('a', 'b')", 10, Kind::Unexpected),
            ("not ${a}", 5, Kind::Unexpected),
            ("1.2.3 = .", 1, Kind::Unexpected),
            ("../a = 1", 3, Kind::Character),
            (". . = 1", 3, Kind::Unexpected),
            ("/data/a = 1", 1, Kind::Character),
        ] {
            assert_eq!(fault(text), (at, kind), "{text}");
        }
    }

    #[test]
    fn length_and_depth_are_bounded() {
        assert_eq!(fault(&"1 ".repeat(MAX_EXPRESSION_CHARS)).1, Kind::TooLong);
        let nested = |deep: usize| format!("{}1{}", "(".repeat(deep), ")".repeat(deep));
        assert!(nested(MAX_DEPTH).parse::<Expression>().is_ok());
        assert_eq!(fault(&nested(MAX_DEPTH + 1)).1, Kind::TooDeep);
    }

    #[test]
    fn references_are_the_names_in_braces() {
        let expression: Expression = "not(selected(${羊}, 'a')) and (. > 3 or ${ b-2 } != “${c}”)".parse().unwrap();
        assert_eq!(expression.references(), ["羊", "b-2"]);
        assert!(expression.uses_current());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,80}") {
            let _ = text.parse::<Expression>();
        }

        #[test]
        fn no_row_of_words_makes_the_parser_panic(
            words in prop::collection::vec(prop::sample::select(vec![
                "${a}", ".", "1", "-2.5", "'x'", "=", "!=", "<", ">=", "and", "or", "not(", "selected(", "(", ")", ",", " ", "“", "$", "{",
            ]), 0..40),
        ) {
            let text = words.concat();
            if let Ok(expression) = text.parse::<Expression>() {
                let json = serde_json::to_string(&expression).unwrap();
                let again: Expression = serde_json::from_str(&json).unwrap();
                prop_assert_eq!(again.text(), text);
            }
        }
    }
}
