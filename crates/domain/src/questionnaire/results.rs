//! Results by question over many answers, of one edition or of several: whoever calls chooses whose.
//!
//! Nothing here says who answered what. Words are sorted, so that their order does not tell it either.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answer, Answers, Question, QuestionKind, Questionnaire, QuestionnaireKind, numbers};

/// The results of a questionnaire.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Results {
    /// How many answered.
    pub answered: u32,
    /// The scores, in a quiz.
    pub score: Option<ScoreResult>,
    /// Each question, in the form's order, notes left out.
    pub questions: Vec<QuestionResult>,
}

/// What was scored, in percent of what could be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ScoreResult {
    /// Mean, in percent.
    pub mean_percent: f64,
    /// How many had everything right.
    pub all_right: u32,
}

/// The results of one question.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct QuestionResult {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: QuestionKind,
    /// How many answered it.
    pub answered: u32,
    /// How many answered it rightly; `None` if it has no right answer.
    pub right: Option<u32>,
    /// Each choice of the form, chosen or not, and after them those that only an earlier edition had.
    pub choices: Vec<ChoiceCount>,
    /// What the numbers say, if there are any.
    pub numbers: Option<Numbers>,
    /// The words and days, sorted.
    pub texts: Vec<String>,
}

crate::redacted!(QuestionResult);

/// How often a choice was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ChoiceCount {
    /// Its name.
    pub name: String,
    /// How often.
    pub count: u32,
}

/// What numbers say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Numbers {
    /// The least.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
    /// Their mean.
    pub mean: f64,
    /// The middle one, or the mean of the two in the middle.
    pub median: f64,
}

impl Questionnaire {
    /// The results by question.
    pub fn results<'a>(&self, all: impl IntoIterator<Item = &'a Answers>) -> Results {
        let all: Vec<&Answers> = all.into_iter().collect();
        let asks = |question: &&Question| question.kind != QuestionKind::Note;
        Results {
            answered: count(all.len()),
            score: (self.kind == QuestionnaireKind::Quiz).then(|| scores(&all)).flatten(),
            questions: self.form.iter().filter(asks).map(|question| result(question, &all)).collect(),
        }
    }
}

fn scores(all: &[&Answers]) -> Option<ScoreResult> {
    let scores: Vec<_> = all.iter().filter_map(|answers| answers.score).filter(|score| score.of > 0).collect();
    let percent: f64 = scores.iter().map(|score| 100.0 * f64::from(score.points) / f64::from(score.of)).sum();
    let all_right = count(scores.iter().filter(|score| score.points == score.of).count());
    (!scores.is_empty()).then(|| ScoreResult { mean_percent: percent / f64::from(count(scores.len())), all_right })
}

fn result(question: &Question, all: &[&Answers]) -> QuestionResult {
    let given: Vec<&Answer> = all.iter().filter_map(|answers| answers.answers.get(&question.name)).collect();
    let mut result = QuestionResult {
        name: question.name.clone(),
        kind: question.kind,
        answered: count(given.len()),
        right: question
            .right
            .is_some()
            .then(|| count(given.iter().filter(|answer| question.is_right(Some(answer)) == Some(true)).count())),
        ..QuestionResult::default()
    };
    let mut each: Vec<&str> = Vec::new();
    for answer in given {
        match answer {
            Answer::One(text) => each.push(text),
            Answer::Many(chosen) => each.extend(chosen.iter().map(String::as_str)),
        }
    }
    match question.kind {
        QuestionKind::SelectOne | QuestionKind::SelectMultiple => result.choices = choices(question, &each),
        QuestionKind::Integer | QuestionKind::Decimal => {
            result.numbers = numbers(each.into_iter().filter_map(numbers::number).collect());
        }
        QuestionKind::Text | QuestionKind::Date => {
            result.texts = each.into_iter().map(str::to_owned).collect();
            result.texts.sort();
        }
        QuestionKind::Note => {}
    }
    result
}

fn choices(question: &Question, chosen: &[&str]) -> Vec<ChoiceCount> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for name in chosen {
        *counts.entry(name).or_default() += 1;
    }
    let mut all: Vec<ChoiceCount> = Vec::new();
    for choice in &question.choices {
        let count = counts.remove(choice.name.as_str()).unwrap_or(0);
        all.push(ChoiceCount { name: choice.name.clone(), count });
    }
    all.extend(counts.into_iter().map(|(name, count)| ChoiceCount { name: name.to_owned(), count }));
    all
}

fn numbers(mut all: Vec<f64>) -> Option<Numbers> {
    all.sort_by(f64::total_cmp);
    let (least, greatest) = (*all.first()?, *all.last()?);
    let middle = all.len() / 2;
    let median = if all.len() % 2 == 1 { all[middle] } else { (all[middle - 1] + all[middle]) / 2.0 };
    Some(Numbers { least, greatest, mean: all.iter().sum::<f64>() / f64::from(count(all.len())), median })
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::QuestionnaireId;
    use crate::questionnaire::{Choice, Score};
    use serde_json::json;
    use uuid::Uuid;

    fn answers(given: serde_json::Value, points: u32) -> Answers {
        Answers {
            questionnaire: QuestionnaireId(Uuid::nil()),
            version: "1".into(),
            answers: serde_json::from_value(given).unwrap(),
            score: Some(Score { points, of: 4 }),
        }
    }

    #[test]
    fn results_count_by_question() {
        let choice = |name: &str| Choice { name: name.into(), ..Choice::default() };
        let question = |name: &str, kind| Question { name: name.into(), kind, ..Question::default() };
        let form = vec![
            question("read_me", QuestionKind::Note),
            Question {
                choices: vec![choice("wire"), choice("stove")],
                right: Some(vec!["stove".into()]),
                ..question("dangers", QuestionKind::SelectMultiple)
            },
            question("dogs", QuestionKind::Integer),
            question("wish", QuestionKind::Text),
        ];
        let quiz = Questionnaire { kind: QuestionnaireKind::Quiz, form, ..Questionnaire::default() };
        let all = [
            answers(json!({ "dangers": ["wire", "stove"], "dogs": "1", "wish": "夏天多来" }), 1),
            answers(json!({ "dangers": ["stove"], "dogs": "10", "wish": "修路" }), 4),
            answers(json!({ "dangers": ["ice"], "dogs": "4" }), 4),
        ];
        let results = quiz.results(&all);
        assert_eq!((results.answered, results.score), (3, Some(ScoreResult { mean_percent: 75.0, all_right: 2 })));
        let [dangers, dogs, wish] = &results.questions[..] else { panic!("the note is no result") };
        let counts: Vec<_> = dangers.choices.iter().map(|c| (c.name.as_str(), c.count)).collect();
        assert_eq!((counts, dangers.right), (vec![("wire", 1), ("stove", 2), ("ice", 1)], Some(1)));
        assert_eq!(dogs.numbers, Some(Numbers { least: 1.0, greatest: 10.0, mean: 5.0, median: 4.0 }));
        assert_eq!((wish.answered, wish.texts.clone()), (2, vec!["修路".to_owned(), "夏天多来".to_owned()]));
    }

    #[test]
    fn nobody_answered_is_a_result_too() {
        let quiz = Questionnaire { kind: QuestionnaireKind::Quiz, ..Questionnaire::default() };
        assert_eq!(quiz.results([]), Results::default());
    }
}
