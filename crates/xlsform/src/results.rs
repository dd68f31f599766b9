//! Results by question as a [`Table`]: a row for each choice, number or text. The headings come from whoever knows words.

use beibao_domain::questionnaire::{self, QuestionResult, Questionnaire, Results};

use crate::{Cell, Table};

/// The results in a language. `say` finds the words of a key under `results.` in `assets/words/workbook.json`.
pub fn by_question(
    questionnaire: &Questionnaire,
    results: &Results,
    language: &str,
    say: &dyn Fn(&str) -> String,
) -> Table {
    let columns = ["name", "question", "answer", "value", "percent"].map(say).to_vec();
    let line = |answer: &str, value: Cell, percent: Cell| {
        vec![Cell::Empty, questionnaire.title.as_str().into(), say(answer).into(), value, percent]
    };
    let mut rows = vec![line("answered", results.answered.into(), Cell::Empty)];
    if let Some(score) = results.score {
        rows.push(line("score", Cell::Empty, rounded(score.mean_percent)));
        rows.push(line("all_right", score.all_right.into(), share(score.all_right, results.answered)));
    }
    for result in &results.questions {
        rows.extend(question(questionnaire, result, results.answered, language, say));
    }
    Table { title: questionnaire.title.clone(), columns, rows }
}

fn question(
    questionnaire: &Questionnaire,
    result: &QuestionResult,
    answered: u32,
    language: &str,
    say: &dyn Fn(&str) -> String,
) -> Vec<Vec<Cell>> {
    let asked = questionnaire.form.iter().find(|question| question.name == result.name);
    let label = asked.map_or("", |question| questionnaire::words(&question.label, language));
    let line = |answer: String, value: Cell, percent: Cell| {
        vec![result.name.as_str().into(), label.into(), answer.into(), value, percent]
    };
    let mut rows = vec![line(say("answered"), result.answered.into(), share(result.answered, answered))];
    for counted in &result.choices {
        let choices = asked.map(|question| question.choices.as_slice()).unwrap_or_default();
        let choice = choices.iter().find(|choice| choice.name == counted.name);
        // One that only an earlier edition had is called by its name.
        let words = choice.map_or(counted.name.as_str(), |choice| questionnaire::words(&choice.label, language));
        rows.push(line(words.to_owned(), counted.count.into(), share(counted.count, result.answered)));
    }
    if let Some(right) = result.right {
        rows.push(line(say("right"), right.into(), share(right, result.answered)));
    }
    if let Some(numbers) = result.numbers {
        let of = [
            ("least", numbers.least),
            ("greatest", numbers.greatest),
            ("mean", numbers.mean),
            ("median", numbers.median),
        ];
        rows.extend(of.map(|(key, number)| line(say(key), rounded(number), Cell::Empty)));
    }
    for same in result.texts.chunk_by(|a, b| a == b) {
        let count = u32::try_from(same.len()).unwrap_or(u32::MAX);
        rows.push(line(same[0].clone(), count.into(), Cell::Empty));
    }
    rows
}

fn share(part: u32, whole: u32) -> Cell {
    if whole == 0 { Cell::Empty } else { rounded(100.0 * f64::from(part) / f64::from(whole)) }
}

/// To two places, so that no sum of binary fractions shows.
fn rounded(number: f64) -> Cell {
    Cell::Number((number * 100.0).round() / 100.0)
}
