//! A small register and what was written down. Nobody in it exists: 150599 is no place, 000 no phone.

use beibao_domain::application::{Application, ApplicationKind, Portrait};
use beibao_domain::area::Area;
use beibao_domain::household::Household;
use beibao_domain::id::new_uuid;
use beibao_domain::officer::Officer;
use beibao_domain::person::Person;
use beibao_domain::{AreaId, Edit, Fact, FactBody, FactId, HouseholdId, Payload, PersonId, RegisterKind};
use chrono::TimeDelta;
use serde_json::Value;
use uuid::Uuid;

use super::Opened;

/// Two gachas, a household with one person in the first; one officer besides, of badge 000101.
pub struct Register {
    pub gacha: Uuid,
    pub other: Uuid,
    pub home: Uuid,
    pub person: Uuid,
}

/// Makes it.
pub fn register(opened: &Opened) -> Register {
    let world = opened.station.world();
    let [gacha, other, home, person, officer] = [(); 5].map(|()| new_uuid(world));
    let area = |code: &str, name: &str| Area { code: code.into(), name: name.into(), ..Area::default() };
    let household = Household { code: "01-0001".into(), area: Some(AreaId(gacha)), ..Household::default() };
    let member = Person {
        household: Some(HouseholdId(home)),
        name: "阿拉坦苏和".into(),
        id_number: "150599196803120014".into(),
        ..Person::default()
    };
    let batu = Officer { badge: "000101".into(), name: "孟和巴图".into(), ..Officer::default() };
    let rows = [
        (AreaId::STATION, Edit::new_row(RegisterKind::Area, gacha, &area("01", "呼和嘎查"))),
        (AreaId::STATION, Edit::new_row(RegisterKind::Area, other, &area("02", "乌兰嘎查"))),
        (AreaId::STATION, Edit::new_row(RegisterKind::Officer, officer, &batu)),
        (AreaId(gacha), Edit::new_row(RegisterKind::Household, home, &household)),
        (AreaId(gacha), Edit::new_row(RegisterKind::Person, person, &member)),
    ];
    let say = |tx: &mut beibao_station::station::Tx<'_>| {
        rows.into_iter().try_for_each(|(area, edit)| tx.say(area, &Payload::Edit(edit)))
    };
    opened.station.write(say).unwrap();
    Register { gacha, other, home, person }
}

/// Something is said, a second after the last: of the household and person, or of nobody.
pub fn say(opened: &Opened, register: &Register, of_whom: bool, body: FactBody) -> Uuid {
    opened.world.pass(TimeDelta::seconds(1));
    let id = FactId::new(opened.station.world());
    let fact = Fact {
        id,
        happened_at: opened.station.world().now(),
        household: of_whom.then_some(HouseholdId(register.home)),
        person: of_whom.then_some(PersonId(register.person)),
        during: None,
        supersedes: None,
        first: None,
        body,
    };
    opened.station.write(|tx| tx.say(AreaId(register.gacha), &Payload::Fact(fact))).unwrap();
    id.0
}

/// An application with its portrait, whose picture is here if there is one: the application.
pub fn applied(opened: &Opened, register: &Register, jpeg: Option<&[u8]>) -> Uuid {
    let asked = Application::new(ApplicationKind::Renewal, "", 1);
    let application = FactId(say(opened, register, true, FactBody::Application(asked)));
    let picture = jpeg.map(|jpeg| opened.station.keep_blob(jpeg).unwrap().to_string());
    let taken = Portrait {
        application,
        picture: picture.unwrap_or_else(|| "00".repeat(32)),
        size_bytes: 9,
        profile: "ga461".into(),
        profile_version: 2,
        checks: Value::Null,
        whitened: false,
        asks: Vec::new(),
        original: None,
    };
    say(opened, register, true, FactBody::Portrait(taken));
    application.0
}
