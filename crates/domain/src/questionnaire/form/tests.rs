use super::*;
use FormFault::*;

fn question(name: &str, kind: QuestionKind) -> Question {
    Question { name: name.into(), kind, label: [("zh".into(), "问".into())].into(), ..Question::default() }
}

fn select(name: &str, choices: &[&str]) -> Question {
    let choices =
        choices.iter().map(|name| Choice { name: (*name).into(), label: question("", QuestionKind::Note).label });
    Question { choices: choices.collect(), ..question(name, QuestionKind::SelectOne) }
}

fn relevant(question: Question, expression: &str) -> Question {
    Question { relevant: Some(expression.parse().unwrap()), ..question }
}

fn found(kind: QuestionnaireKind, form: &[Question]) -> Vec<(Option<usize>, Part, FormFault)> {
    faults(kind, form).into_iter().map(|misplaced| (misplaced.question, misplaced.part, misplaced.fault)).collect()
}

#[test]
fn every_fault_is_found_at_its_place_and_at_once() {
    let form = [
        Question { label: Labels::new(), ..question("2nd", QuestionKind::Text) },
        select("fence", &["yes", "no", "no", "or else"]),
        select("fence", &[]),
        relevant(question("who", QuestionKind::Text), "${fence} = 'yse' or ${dog} = 1 or selected(${who2}, 'a')"),
        question("who2", QuestionKind::Text),
        Question { right: Some(vec!["1".into()]), ..question("quiz", QuestionKind::Integer) },
    ];
    assert_eq!(
        found(QuestionnaireKind::Survey, &form),
        [
            (Some(0), Part::Label(None), NoLabel),
            (Some(0), Part::Name, BadName),
            (Some(1), Part::ChoiceName(2), DoubleName),
            (Some(1), Part::ChoiceName(3), BadName),
            (Some(2), Part::Name, DoubleName),
            (Some(2), Part::Kind, NoChoices),
            (Some(3), Part::Relevant, UnknownReference("dog".into())),
            (Some(3), Part::Relevant, UnknownChoice("yse".into())),
            (Some(3), Part::Relevant, NotASelect("who2".into())),
            (Some(5), Part::Right, OnlyInQuiz),
        ]
    );
}

#[test]
fn a_circle_is_told_at_each_question_on_it_and_at_no_other() {
    let form = [
        relevant(question("a", QuestionKind::Integer), "${b} = 1"),
        relevant(question("b", QuestionKind::Integer), "${c} = 1"),
        relevant(question("c", QuestionKind::Integer), "${a} = 1"),
        relevant(question("before", QuestionKind::Integer), "${a} = 1"),
        relevant(question("own", QuestionKind::Integer), ". = 1"),
        Question {
            constraint: Some("${a} < . and ${own_2} = .".parse().unwrap()),
            ..question("own_2", QuestionKind::Integer)
        },
    ];
    let circles: Vec<_> =
        found(QuestionnaireKind::Survey, &form).into_iter().map(|(at, _, fault)| (at, fault)).collect();
    assert_eq!(circles, [(Some(0), Cycle), (Some(1), Cycle), (Some(2), Cycle), (Some(4), Cycle)]);
}

#[test]
fn a_quiz_needs_right_answers_that_can_be_given() {
    let right = |question: Question, right: &[&str], points| Question {
        right: Some(right.iter().map(|answer| (*answer).to_owned()).collect()),
        points,
        ..question
    };
    let form = [
        right(select("a", &["1", "2"]), &["2"], 2),
        right(select("b", &["1", "2"]), &["3"], 1),
        right(question("c", QuestionKind::Integer), &["110", "many"], 1),
        right(question("d", QuestionKind::Date), &["2026-01-31"], MAX_POINTS + 1),
        Question { points: 3, ..question("e", QuestionKind::Text) },
    ];
    assert_eq!(
        found(QuestionnaireKind::Quiz, &form),
        [
            (Some(1), Part::Right, ImpossibleRight),
            (Some(2), Part::Right, ImpossibleRight),
            (Some(3), Part::Points, Points),
            (Some(4), Part::Points, Points),
        ]
    );
    assert_eq!(found(QuestionnaireKind::Quiz, &form[4..])[0], (None, Part::Kind, NothingIsRight));
}

#[test]
fn a_form_is_bounded_in_number_and_weight() {
    let many: Vec<Question> =
        (0..=MAX_QUESTIONS).map(|i| question(&format!("question_{i}"), QuestionKind::Note)).collect();
    let whole: Vec<_> = found(QuestionnaireKind::Survey, &many).into_iter().map(|(_, _, fault)| fault).collect();
    assert_eq!(whole, [NoQuestions, TooManyQuestions, TooHeavy]);
    let names: Vec<String> = (0..=MAX_CHOICES).map(|i| i.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(found(QuestionnaireKind::Survey, &[select("a", &names)])[0].2, TooManyChoices);
}

#[test]
fn names_follow_xlsform_in_any_script() {
    for name in ["a", "_1", "狗", "ᠨᠣᠬᠠᠢ", "a-b.c_2"] {
        assert!(is_name(name), "{name}");
    }
    for name in ["", "1a", "a b", "a$", "-a", &"长".repeat(MAX_NAME_CHARS + 1)] {
        assert!(!is_name(name), "{name}");
    }
    assert!(is_choice_name("1") && is_choice_name("18-30") && !is_choice_name("a b") && !is_choice_name("-"));
}
