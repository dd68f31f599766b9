//! Which questions are asked: those of which `relevant` holds. What was answered to a question that is not asked is, for
//! every other question, not answered.

use std::collections::BTreeMap;

use super::expression::Value;
use super::numbers::{number, plain};
use super::{Answer, Given, Question, QuestionKind, Questionnaire};

impl Questionnaire {
    /// The questions and notes that these answers call for, in their order.
    pub fn asked(&self, given: &Given) -> Vec<&Question> {
        let asked = relevance(&self.form, given);
        self.form.iter().filter(|question| asked.get(question.name.as_str()) == Some(&true)).collect()
    }
}

/// Which questions are asked. One whose being asked depends on itself is not; the station refuses such a form.
fn relevance<'a>(form: &'a [Question], given: &Given) -> BTreeMap<&'a str, bool> {
    let by_name: BTreeMap<&str, &Question> = form.iter().map(|question| (question.name.as_str(), question)).collect();
    let mut asked: BTreeMap<&str, bool> = BTreeMap::new();
    // One turn settles whatever only looks back, which is nearly every form.
    loop {
        let settled = asked.len();
        for question in form {
            let needed = question.relevant.as_ref().map(|expression| expression.references()).unwrap_or_default();
            let open = |name: &&str| by_name.contains_key(name) && !asked.contains_key(name);
            if asked.contains_key(question.name.as_str()) || needed.iter().any(open) {
                continue;
            }
            let answer = |name: &str| match by_name.get(name) {
                Some(question) if asked.get(name) == Some(&true) => worth(question, given.get(name)),
                _ => Value::EMPTY,
            };
            let holds = question.relevant.as_ref().is_none_or(|expression| expression.holds(&answer, &Value::EMPTY));
            asked.insert(&question.name, holds);
        }
        if asked.len() == settled {
            return asked;
        }
    }
}

/// What an answer is worth in an expression.
pub(super) fn worth(question: &Question, answer: Option<&Answer>) -> Value {
    match answer {
        None => Value::EMPTY,
        Some(Answer::Many(chosen)) => Value::Text(chosen.join(" ")),
        Some(Answer::One(text)) => match question.kind {
            QuestionKind::Integer | QuestionKind::Decimal => {
                number(text).map_or(Value::Text(plain(text)), Value::Number)
            }
            QuestionKind::Text => Value::Text(text.trim().to_owned()),
            _ => Value::Text(plain(text)),
        },
    }
}
