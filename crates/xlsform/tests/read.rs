//! A workbook as a station makes one becomes the questionnaire that it says.

mod workbooks;

use beibao_domain::questionnaire::{QuestionKind, QuestionnaireKind, words};
use beibao_xlsform::read;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use workbooks::{CHOICES, SETTINGS, SURVEY, Sheet, refused, unsaved, workbook};

const QUIZ: [Sheet<'_>; 3] = [
    (
        "survey",
        "type | name | label::中文 (zh) | label::ᠮᠣᠩᠭᠣᠯ (mn) | hint | required | relevant | constraint | constraint_message | right | points
         note | welcome | 防诈骗知识竞答 | ᠮᠡᠭᠡᠯᠡᠬᠦ | | | | | | |

         select_one who | caller | 自称公安要求转账，是真的吗？ | ᠦᠨᠡᠨ ᠦᠦ | 只选一项 | yes | | | | fake | 2
         select_multiple app | apps | 哪些要安装？ | | | no | selected(${caller}, ‘fake’) | | | official hotline | 3
         integer | hotline_number | 反诈专线是多少？ | | | TRUE | ${caller} != '' and not(selected(${apps}, 'loan')) | . > 0 and . < 100000 | 只填号码 | 96110 | 1
         text | police | 报警电话？ | | | | | | | 110 | 一一〇 |
         decimal | frost | 最冷多少度？ | | | | | . >= -60 | | |
         date | since | 哪天开始用手机？ | | | | | . > '1990-01-01' | | |",
    ),
    (
        "choices",
        "list_name | name | label | label::English (en)
         who | real | 是真的 | True
         who | fake | 是假的 | False
         app | official | 国家反诈中心 |
         app | hotline | 通讯录里存好96110 |
         app | loan | 贷款软件 |",
    ),
    ("settings", "form_title | form_title::ᠮᠣᠩᠭᠣᠯ (mn) | form_id | version | default_language | kind\n 反诈竞答 | ᠰᠣᠷᠢᠯᠲᠠ | fraud-1 | 2026.1 | 中文 (zh) | quiz"),
];

fn quiz() -> Workbook {
    let survey = QUIZ[0].1.replace("110 | 一一〇 |", "110|一一〇 |");
    unsaved(&[(QUIZ[0].0, &survey), QUIZ[1], QUIZ[2]])
}

#[test]
fn a_quiz_is_read_whole() {
    let quiz = read(&quiz().save_to_buffer().unwrap()).unwrap();
    assert_eq!((quiz.code.as_str(), quiz.version.as_str(), quiz.title.as_str()), ("fraud-1", "2026.1", "反诈竞答"));
    assert_eq!(
        (quiz.title_mn.as_deref(), quiz.kind, quiz.withdrawn),
        (Some("ᠰᠣᠷᠢᠯᠲᠠ"), QuestionnaireKind::Quiz, false)
    );
    let kinds: Vec<&str> = quiz.form.iter().map(|question| question.kind.name()).collect();
    assert_eq!(kinds, ["note", "select_one", "select_multiple", "integer", "text", "decimal", "date"]);
    let [_, caller, apps, hotline, police, frost, _] = &quiz.form[..] else { panic!("seven rows") };
    assert_eq!((words(&caller.label, "mn"), words(&caller.label, "en")), ("ᠦᠨᠡᠨ ᠦᠦ", "自称公安要求转账，是真的吗？"));
    assert_eq!((caller.required, words(&caller.hint, "zh"), caller.points), (true, "只选一项", 2));
    assert_eq!(caller.choices.iter().map(|choice| words(&choice.label, "en")).collect::<Vec<_>>(), ["True", "False"]);
    assert_eq!(apps.right.as_deref().unwrap(), ["official", "hotline"]);
    assert_eq!(apps.relevant.as_ref().unwrap().text(), "selected(${caller}, ‘fake’)");
    assert_eq!((hotline.required, words(&hotline.constraint_message, "zh")), (true, "只填号码"));
    assert_eq!((police.right.as_deref().unwrap(), police.points), (&["110".to_owned(), "一一〇".to_owned()][..], 1));
    assert_eq!((frost.kind, &frost.right, frost.points), (QuestionKind::Decimal, &None, 0));
}

#[test]
fn numbers_days_and_truths_are_read_as_they_are_shown() {
    let survey =
        ("survey", "type | name | label | required | right\n date | day | 哪天？ | |\n integer | n | 几？ | |");
    let settings = ("settings", "form_id | version | form_title | kind\n 7 | | 日子 | quiz");
    let mut workbook = unsaved(&[survey, settings]);
    let sheet = workbook.worksheet_from_index(0).unwrap();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_datetime_with_format(1, 4, ExcelDateTime::from_ymd(2026, 1, 31).unwrap(), &day).unwrap();
    sheet.write_boolean(1, 3, true).unwrap();
    sheet.write_number(2, 4, 12).unwrap();
    workbook.worksheet_from_index(1).unwrap().write_number(1, 1, 20_260_131).unwrap();
    let read = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(read.version, "20260131");
    assert_eq!((read.form[0].required, read.form[0].right.as_deref().unwrap()), (true, &["2026-01-31".to_owned()][..]));
    assert_eq!(read.form[1].right.as_deref().unwrap(), ["12"]);
}

#[test]
fn empty_sheets_and_those_of_the_maker_are_left_alone() {
    let maker = ("_notes", "来源 | 县局\n 一 | 二");
    assert_eq!(refused(&workbook(&[SURVEY, CHOICES, SETTINGS, ("Sheet1", ""), maker])), [""; 0]);
    assert_eq!(refused(&workbook(&[("Survey", SURVEY.1), ("CHOICES", CHOICES.1), SETTINGS])), [""; 0]);
}

#[test]
fn thirty_questions_of_four_choices_in_three_languages_can_be_sent() {
    let mut survey = "type | name | label::A (zh) | label::B (mn) | label::C (en)\n".to_owned();
    let mut choices = "list_name | name | label::A (zh) | label::B (mn) | label::C (en)\n".to_owned();
    for i in 0..30 {
        let (zh, mn, en) = (
            "接到陌生电话要求转账时应该怎么办？",
            "ᠲᠠᠨᠢᠬᠤ ᠦᠭᠡᠢ ᠤᠲᠠᠰᠤ ᠢᠷᠡᠪᠡᠯ ᠶᠠᠭᠤ",
            "What do you do if a stranger calls?",
        );
        survey += &format!("select_one l{i} | question_{i} | {zh} | {mn} | {en}\n");
        for j in 0..4 {
            choices += &format!("l{i} | {j} | 立即挂断电话 | ᠤᠲᠠᠰᠤ ᠶᠢ ᠲᠠᠰᠤᠯᠬᠤ | Hang up at once\n");
        }
    }
    let form = read(&workbook(&[("survey", &survey), ("choices", &choices), SETTINGS])).unwrap().form;
    assert_eq!((form.len(), form[29].choices.len()), (30, 4));
}
