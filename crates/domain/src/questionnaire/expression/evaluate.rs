//! What an expression says of answers. An unanswered question, and one that is not asked, is the empty text, so by the
//! rules below `${x} = ''` and `${x} != 'yes'` hold of it, and no `<` or `>` does.

use chrono::NaiveDate;

use super::{Comparison, Expression, Node};

/// What a part of an expression is worth.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::questionnaire) enum Value {
    /// Words, a day (`2026-01-31`), choices with a space between; empty if there is no answer.
    Text(String),
    /// The answer to a question for a number.
    Number(f64),
    /// Whether something holds.
    Truth(bool),
}

impl Value {
    /// No answer.
    pub(in crate::questionnaire) const EMPTY: Value = Value::Text(String::new());

    /// Empty text, zero and what is no number do not hold.
    fn truth(&self) -> bool {
        match self {
            Value::Text(text) => !text.is_empty(),
            Value::Number(number) => number.abs() > 1e-12,
            Value::Truth(truth) => *truth,
        }
    }

    /// A text that is a number is that number; one that is a day is the number of days since 1970-01-01, so that days can
    /// be ordered; any other, the empty one too, is no number, of which no comparison holds but `!=`.
    fn number(&self) -> f64 {
        match self {
            Value::Text(text) => {
                let text = text.trim();
                let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.'));
                let days = |day: NaiveDate| day.signed_duration_since(NaiveDate::default()).num_days();
                match text.parse() {
                    Ok(number) if plain => number,
                    _ => text.parse().map_or(f64::NAN, |day| f64::from(i32::try_from(days(day)).unwrap_or(i32::MAX))),
                }
            }
            Value::Number(number) => *number,
            Value::Truth(truth) => f64::from(u8::from(*truth)),
        }
    }
}

impl Expression {
    /// Whether it holds, where `answer` is the value of a name and `current` of `.`.
    pub(in crate::questionnaire) fn holds(&self, answer: &dyn Fn(&str) -> Value, current: &Value) -> bool {
        value(&self.root, answer, current).truth()
    }
}

fn value(node: &Node, answer: &dyn Fn(&str) -> Value, current: &Value) -> Value {
    let of = |node: &Node| value(node, answer, current);
    match node {
        Node::Or(a, b) => Value::Truth(of(a).truth() || of(b).truth()),
        Node::And(a, b) => Value::Truth(of(a).truth() && of(b).truth()),
        Node::Compare(how, a, b) => Value::Truth(compare(*how, &of(a), &of(b))),
        Node::Not(a) => Value::Truth(!of(a).truth()),
        Node::Selected(list, choice) => Value::Truth(match of(list) {
            Value::Text(list) => list.split_whitespace().any(|chosen| chosen == choice),
            _ => false,
        }),
        Node::Answer(name) => answer(name),
        Node::Current => current.clone(),
        Node::Number(number) => Value::Number(*number),
        Node::Text(text) => Value::Text(text.clone()),
    }
}

/// Equality is of truths if either is one, else of numbers if either is one, else of texts; order is of numbers.
fn compare(how: Comparison, a: &Value, b: &Value) -> bool {
    let equal = || match (a, b) {
        (Value::Truth(_), _) | (_, Value::Truth(_)) => a.truth() == b.truth(),
        (Value::Number(_), _) | (_, Value::Number(_)) => (a.number() - b.number()).abs() < 1e-12,
        (Value::Text(a), Value::Text(b)) => a == b,
    };
    match how {
        Comparison::Equal => equal(),
        Comparison::NotEqual => !equal(),
        Comparison::Less => a.number() < b.number(),
        Comparison::LessOrEqual => a.number() <= b.number(),
        Comparison::Greater => a.number() > b.number(),
        Comparison::GreaterOrEqual => a.number() >= b.number(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str) -> bool {
        let answer = |name: &str| match name {
            "age" => Value::Number(18.0),
            "frost" => Value::Number(-30.5),
            "yes" => Value::Text("yes".into()),
            "many" => Value::Text("wire stove".into()),
            "day" => Value::Text("2026-01-31".into()),
            _ => Value::EMPTY,
        };
        text.parse::<Expression>().unwrap().holds(&answer, &Value::Number(7.0))
    }

    #[test]
    fn expressions_hold_as_in_odk() {
        for text in [
            "${age} = 18",
            "${age} = '18'",
            "${age} >= 18 and ${age} < 19",
            "${age} > 17 or ${nothing} > 17",
            "${frost} < -30",
            "${yes} = 'yes'",
            "${yes} != ‘no’",
            "${yes}",
            "not(${nothing})",
            "selected(${many}, 'stove') and not(selected(${many}, 'sto'))",
            "${day} > '2025-12-31' and ${day} <= '2026-01-31'",
            ". = 7 and . < 10",
            // `and` binds more tightly than `or`.
            "1 = 1 or 1 = 1 and 1 = 2",
            "not((1 = 1 or 1 = 1) and 1 = 2)",
            // `<` binds more tightly than `=`: (1 < 2) = (3 < 4).
            "1 < 2 = 3 < 4",
        ] {
            assert!(holds(text), "{text}");
        }
    }

    #[test]
    fn an_unanswered_question_is_the_empty_text_and_no_number() {
        for text in ["${nothing} = ''", "${nothing} != 'yes'", "${nothing} != 5", "${age} != ''"] {
            assert!(holds(text), "{text}");
        }
        for text in
            ["${nothing} = 0", "${nothing} < 5", "${nothing} >= 0", "${nothing} != ''", "selected(${nothing}, '')"]
        {
            assert!(!holds(text), "{text}");
        }
    }

    #[test]
    fn what_only_rust_calls_a_number_is_none() {
        assert!(!holds("'inf' > 5") && !holds("'1e3' > 5") && holds("'1000' > 5"));
    }
}
