use super::*;
use crate::questionnaire::Choice;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

const ID: QuestionnaireId = QuestionnaireId(Uuid::nil());

fn questionnaire(kind: QuestionnaireKind) -> Questionnaire {
    let question = |name: &str, kind| Question { name: name.into(), kind, ..Question::default() };
    let choices = |names: &[&str]| {
        names.iter().map(|name| Choice { name: (*name).into(), ..Choice::default() }).collect::<Vec<_>>()
    };
    let right = |right: &str| Some(vec![right.to_owned()]);
    let form = vec![
        question("welcome", QuestionKind::Note),
        Question {
            required: true,
            choices: choices(&["yes", "no"]),
            right: right("yes"),
            points: 1,
            ..question("dog", QuestionKind::SelectOne)
        },
        Question {
            required: true,
            relevant: Some("${dog} = 'yes'".parse().unwrap()),
            constraint: Some(". > 0 and . < 30".parse().unwrap()),
            right: right("2"),
            points: 3,
            ..question("dogs", QuestionKind::Integer)
        },
        Question { relevant: Some("${dogs} > 5".parse().unwrap()), ..question("why", QuestionKind::Text) },
        question("frost", QuestionKind::Decimal),
        question("since", QuestionKind::Date),
        Question { choices: choices(&["wire", "stove", "ice"]), ..question("dangers", QuestionKind::SelectMultiple) },
    ];
    Questionnaire { version: "2".into(), kind, form, ..Questionnaire::default() }
}

fn given(json: serde_json::Value) -> Given {
    serde_json::from_value(json).unwrap()
}

fn faults(json: serde_json::Value) -> Vec<(String, AnswerFault)> {
    questionnaire(QuestionnaireKind::Survey).validate(ID, &given(json)).unwrap_err().into_iter().collect()
}

fn asked(json: serde_json::Value) -> Vec<String> {
    let form = questionnaire(QuestionnaireKind::Survey);
    form.asked(&given(json)).into_iter().map(|question| question.name.clone()).collect()
}

#[test]
fn answers_are_kept_in_one_way_of_writing() {
    let kept = questionnaire(QuestionnaireKind::Survey)
        .validate(
            ID,
            &given(json!({
                "dog": "yes", "dogs": " １2 ", "why": " 看羊 ", "frost": "－30.50", "since": "2020-01-31", "dangers": ["ice", "wire"],
            })),
        )
        .unwrap();
    assert_eq!(
        serde_json::to_value(&kept).unwrap(),
        json!({
            "questionnaire": ID, "version": "2",
            "answers": {
                "dog": "yes", "dogs": "12", "why": "看羊", "frost": "-30.50", "since": "2020-01-31", "dangers": ["ice", "wire"],
            },
        })
    );
    assert!(serde_json::from_value::<Answers>(serde_json::to_value(&kept).unwrap()).unwrap() == kept);
}

#[test]
fn every_wrong_answer_is_named_at_once() {
    use AnswerFault::*;
    let found = faults(json!({
        "dog": "yes", "dogs": "2.5", "frost": "cold", "since": "31.1.2020", "dangers": ["ice", "ice"], "sheep": "3",
    }));
    let wrong = [
        ("dangers", UnknownChoice),
        ("dogs", NotWhole),
        ("frost", NotANumber),
        ("sheep", UnknownQuestion),
        ("since", NotADay),
    ];
    assert_eq!(found, wrong.map(|(name, fault)| (name.to_owned(), fault)));
    assert_eq!(faults(json!({ "dog": " " })), [("dog".into(), Required)]);
    assert_eq!(faults(json!({ "dog": ["yes"] })), [("dog".into(), UnknownChoice), ("dogs".into(), Required)]);
    assert_eq!(faults(json!({ "dog": "yes", "dogs": "30" })), [("dogs".into(), Constraint)]);
    let long = "长".repeat(MAX_ANSWER_CHARS + 1);
    assert_eq!(faults(json!({ "dog": "yes", "dogs": "6", "why": long })), [("why".into(), TooLong)]);
}

#[test]
fn a_question_that_fell_away_takes_those_behind_it_along() {
    let all = json!({ "dog": "yes", "dogs": "9", "why": "看羊" });
    assert!(asked(all).contains(&"why".to_owned()));
    let changed = json!({ "dog": "no", "dogs": "9", "why": "看羊" });
    assert_eq!(asked(changed.clone()), ["welcome", "dog", "frost", "since", "dangers"]);
    let kept = questionnaire(QuestionnaireKind::Survey).validate(ID, &given(changed)).unwrap();
    assert_eq!(kept.answers.keys().collect::<Vec<_>>(), ["dog"]);
}

#[test]
fn a_question_may_depend_on_a_later_one_and_a_circle_is_not_asked() {
    let question = |name: &str, relevant: &str| Question {
        name: name.into(),
        kind: QuestionKind::Integer,
        relevant: (!relevant.is_empty()).then(|| relevant.parse().unwrap()),
        ..Question::default()
    };
    let form = vec![
        question("a", "${b} = 1"),
        question("b", "${c} = 1"),
        question("c", ""),
        question("x", "${y} = ''"),
        question("y", "${x} = ''"),
    ];
    let form = Questionnaire { form, ..Questionnaire::default() };
    let asked = form.asked(&given(json!({ "b": "1", "c": "1" })));
    assert_eq!(asked.iter().map(|q| q.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[test]
fn a_quiz_scores_what_was_asked() {
    let score = |json| questionnaire(QuestionnaireKind::Quiz).validate(ID, &given(json)).unwrap().score;
    assert_eq!(score(json!({ "dog": "yes", "dogs": "02" })), Some(Score { points: 4, of: 4 }));
    assert_eq!(score(json!({ "dog": "yes", "dogs": "3" })), Some(Score { points: 1, of: 4 }));
    assert_eq!(score(json!({ "dog": "no" })), Some(Score { points: 0, of: 1 }));
    assert_eq!(questionnaire(QuestionnaireKind::Survey).score(&given(json!({ "dog": "yes" }))), None);
}

#[test]
fn several_choices_are_right_only_together_and_words_whatever_their_case() {
    let right = |kind, right: &[&str], answer: serde_json::Value| {
        let right = Some(right.iter().map(|r| (*r).to_owned()).collect());
        let answer: Answer = serde_json::from_value(answer).unwrap();
        Question { kind, right, ..Question::default() }.is_right(Some(&answer))
    };
    assert_eq!(right(QuestionKind::SelectMultiple, &["a", "b"], json!(["b", "a"])), Some(true));
    assert_eq!(right(QuestionKind::SelectMultiple, &["a", "b"], json!(["a"])), Some(false));
    assert_eq!(right(QuestionKind::Text, &["110", "APP"], json!(" app ")), Some(true));
    assert_eq!(right(QuestionKind::Decimal, &["0.5"], json!("0.50")), Some(true));
    assert_eq!(right(QuestionKind::Decimal, &["0.5"], json!("none")), Some(false));
}

proptest! {
    #[test]
    fn whatever_is_given_is_kept_in_order_or_named(
        dog in "yes|no|\\PC{0,3}", dogs in "[０-９0-9.-]{0,20}", frost in "\\PC{0,6}", dangers in prop::collection::vec("wire|ice|x", 0..4),
    ) {
        let form = questionnaire(QuestionnaireKind::Quiz);
        let first = given(json!({ "dog": dog, "dogs": dogs, "frost": frost, "dangers": dangers }));
        if let Ok(kept) = form.validate(ID, &first) {
            let again = form.validate(ID, &kept.answers).ok();
            prop_assert!(again == Some(kept));
        }
    }
}
