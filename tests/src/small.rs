//! A register of one sub-farm, for whoever does not need twelve thousand people. Nobody in it exists: 150599 is no place,
//! 000 no phone.

use beibao_sample::check_character;

/// `code, gacha, phone`
pub const HOUSEHOLDS: [(&str, &str, &str); 3] =
    [("01-0001", "01-01", "00044440417"), ("01-0002", "01-01", "00044440522"), ("01-0003", "01-02", "00044440633")];

/// `household, relation, name, name in Mongolian, first 17 digits, phone, language`
pub const PEOPLE: [(&str, &str, &str, &str, &str, &str, &str); 8] = [
    ("01-0001", "head", "阿拉坦苏和", "ᠠᠯᠲᠠᠨᠰᠦᠬᠡ", "15059919680312001", "00055550101", "mn"),
    ("01-0001", "spouse", "其其格", "ᠴᠡᠴᠡᠭ", "15059919700721002", "00055550102", "mn"),
    ("01-0001", "child", "娜仁花", "ᠨᠠᠷᠠᠨᠴᠡᠴᠡᠭ", "15059919961105004", "00055550103", "mn"),
    ("01-0002", "head", "𠮷永顺", "", "15059919590218003", "00055550201", "zh"),
    ("01-0002", "spouse", "王桂兰", "", "15059919610930006", "", "zh"),
    ("01-0002", "grandchild", "𠮷小雨", "", "15059920150404008", "", "zh"),
    ("01-0003", "head", "巴特尔", "ᠪᠠᠭᠠᠲᠤᠷ", "15059919850615005", "00055550301", "mn"),
    ("01-0003", "other", "李建国", "", "15059919920828007", "00055550302", "zh"),
];

/// The household that the tests visit.
pub const HOUSEHOLD: &str = HOUSEHOLDS[0].0;
/// Its phone.
pub const PHONE: &str = HOUSEHOLDS[0].2;
/// The name of its head.
pub const HEAD: &str = PEOPLE[0].2;

const STATION: &str = "name,name_mn,duty_phone,emergency_phone\n\
                       云雀滩派出所,ᠴᠠᠭᠳᠠᠭ᠎ᠠ ᠶᠢᠨ ᠭᠠᠵᠠᠷ,00012345678,110\n";
const AREAS: &str = "code,kind,name,name_mn,parent\n\
                     01,sub_farm,乌兰分场,ᠤᠯᠠᠭᠠᠨ,\n\
                     01-01,gacha,呼和嘎查,ᠬᠥᠬᠡ,01\n\
                     01-02,gacha,查干嘎查,ᠴᠠᠭᠠᠨ,01\n";
const OFFICERS: &str = "badge,name,name_mn,phone,areas\n000101,孟和巴图,ᠮᠥᠩᠬᠡᠪᠠᠲᠤ,00000000101,01\n";
const MATERIALS: &str = "code,kind,title,title_mn,language,version\n\
                         C01,contact_card,警民联系卡,ᠬᠠᠷᠢᠯᠴᠠᠭᠠᠨ ᠤ ᠺᠠᠷᠲ,both,1\n\
                         L01,leaflet,反诈骗宣传单,ᠵᠠᠯᠢ ᠡᠴᠡ ᠰᠡᠷᠭᠡᠶᠢᠯᠡᠬᠦ,both,3\n\
                         L02,leaflet,草原防火须知,ᠭᠠᠯ ᠡᠴᠡ ᠰᠡᠷᠭᠡᠶᠢᠯᠡᠬᠦ,both,2\n";

/// The files of the import: (name, text).
pub fn files() -> [(&'static str, String); 6] {
    [
        ("station.csv", STATION.to_owned()),
        ("areas.csv", AREAS.to_owned()),
        ("officers.csv", OFFICERS.to_owned()),
        ("materials.csv", MATERIALS.to_owned()),
        ("households.csv", households()),
        ("people.csv", people()),
    ]
}

/// The households as CSV.
pub fn households() -> String {
    let rows = HOUSEHOLDS.iter().map(|(code, gacha, phone)| {
        format!("{code},{gacha},乌兰分场{code}号,44.1,116.2,过了敖包往东三公里有一扇红门,{phone}\n")
    });
    std::iter::once("code,area,address,latitude,longitude,access_notes,phone\n".to_owned()).chain(rows).collect()
}

fn people() -> String {
    let rows = PEOPLE.iter().map(|(household, relation, name, name_mn, digits, phone, language)| {
        let (check, born) = (check_character(digits), &digits[6..14]);
        let born_on = format!("{}-{}-{}", &born[..4], &born[4..6], &born[6..]);
        format!("{household},{relation},{name},{name_mn},{digits}{check},{born_on},{phone},{language}\n")
    });
    let header = "household,relation,name,name_mn,id_number,born_on,phone,language\n".to_owned();
    std::iter::once(header).chain(rows).collect()
}
