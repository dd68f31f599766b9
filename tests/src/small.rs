//! A register of one page, for tests that do not need twelve thousand people.

/// The household that the tests visit.
pub const HOUSEHOLD: &str = "01-0001";
/// Its phone.
pub const PHONE: &str = "00012340001";
/// The name of its head.
pub const HEAD: &str = "巴特尔";

const STATION: &str = "name,name_mn,duty_phone,emergency_phone\n云雀滩派出所,,00012345678,110\n";
const AREAS: &str =
    "code,kind,name,name_mn,parent\n01,sub_farm,一分场,,\n0101,gacha,甲嘎查,,01\n0102,gacha,乙嘎查,,01\n";
const OFFICERS: &str = "badge,name,name_mn,phone,areas\n000101,苏和,ᠰᠦᠬᠡ,00012340009,01\n";
const MATERIALS: &str = "code,kind,title,title_mn,language,version\nM01,leaflet,防诈骗宣传单,,zh,1\n\
                         M02,leaflet,草原防火,,mn,1\nM03,contact_card,警民联系卡,,zh,1\n";
const HOUSEHOLDS: &str = "code,area,address,latitude,longitude,access_notes,phone\n\
                          01-0001,0101,冬营盘,44.1,116.2,过河向北,00012340001\n\
                          01-0002,0101,,,,,\n01-0003,0102,,,,院里有狗,00012340003\n";

/// The households as CSV.
pub fn households() -> &'static str {
    HOUSEHOLDS
}

/// The files in the order in which they are imported.
pub fn files() -> [(&'static str, String); 6] {
    let mut people = String::from("household,relation,name,name_mn,id_number,born_on,phone,language\n");
    for (household, relation, name, name_mn, first_17, phone) in [
        ("01-0001", "head", HEAD, "ᠪᠠᠭᠠᠲᠤᠷ", "15059919500101001", "00055550001"),
        ("01-0001", "spouse", "乌云其其格", "ᠡᠭᠦᠯᠡᠨᠴᠡᠴᠡᠭ", "15059919520202002", ""),
        ("01-0002", "head", "𠮷日嘎拉", "", "15059919600303003", ""),
        ("01-0003", "head", "单小吕", "", "15059919700404004", "00055550004"),
    ] {
        let check = beibao_sample::check_character(first_17);
        people.push_str(&format!("{household},{relation},{name},{name_mn},{first_17}{check},,{phone},\n"));
    }
    [
        ("station.csv", STATION.to_owned()),
        ("areas.csv", AREAS.to_owned()),
        ("officers.csv", OFFICERS.to_owned()),
        ("materials.csv", MATERIALS.to_owned()),
        ("households.csv", HOUSEHOLDS.to_owned()),
        ("people.csv", people),
    ]
}
