//! Who lives in each household: exactly 12,000 people, with names, numbers, phones and languages.
//!
//! The shape of a family is drawn in `family.rs`; this gives each household its size and each member the rest.

use crate::PEOPLE;
use crate::calendar::Day;
use crate::chance::Chance;
use crate::family::{Member, age, family, lodger};
use crate::id_number::new_id_number;
use crate::names::{LONGEST, Line, Names};
use crate::rows::{HouseholdRow, Language, PersonRow, Relation};
use std::collections::BTreeSet;

const SMALLEST: usize = 2;
const LARGEST: usize = 22;

/// The people of all households, in the households' order, heads first; gives most households the phone of somebody who
/// lives there.
pub fn people(chance: &mut Chance, households: &mut [HouseholdRow]) -> Vec<PersonRow> {
    let names = Names::read();
    let families = families(chance, &names, households.len());
    let mut taken = Taken::default();
    let mut people = Vec::with_capacity(PEOPLE);
    for (household, members) in households.iter_mut().zip(&families) {
        let first = people.len();
        let speaks = if matches!(members[0].line, Line::Mongolian) { 90 } else { 3 };
        let at_home = if chance.percent(speaks) { Language::Mn } else { Language::Zh };
        for member in members {
            let person = person(chance, &names, &mut taken, household, member, at_home, &people[first..]);
            people.push(person);
        }
        if chance.percent(80) {
            household.phone.clone_from(&people[first].phone);
        }
    }
    let adult_heads: Vec<usize> = (0..people.len())
        .filter(|at| people[*at].relation == Relation::Head && !people[*at].name_mn.is_empty())
        .collect();
    let longest = *chance.one_of(&adult_heads);
    (people[longest].name, people[longest].name_mn) = (LONGEST.0.to_owned(), LONGEST.1.to_owned());
    people
}

/// Families cut or filled so that together they are 12,000.
fn families(chance: &mut Chance, names: &Names, count: usize) -> Vec<Vec<Member>> {
    let mut families: Vec<Vec<Member>> = (0..count).map(|_| family(chance, names)).collect();
    let mut sizes: Vec<usize> = families
        .iter()
        .map(|members| members.len().min(chance.between(7, LARGEST as i32) as usize).max(SMALLEST))
        .collect();
    let mut total: usize = sizes.iter().sum();
    // More families than not have relatives left over, so either loop ends soon.
    while total != PEOPLE {
        let at = chance.below(count);
        if total > PEOPLE && sizes[at] > SMALLEST {
            sizes[at] -= 1;
            total -= 1;
        } else if total < PEOPLE && sizes[at] < families[at].len().min(LARGEST) {
            sizes[at] += 1;
            total += 1;
        }
    }
    for (members, size) in families.iter_mut().zip(sizes) {
        members.truncate(size);
        members.extend((members.len()..size).map(|_| lodger(chance, names)));
    }
    families
}

/// Numbers that somebody has already.
#[derive(Default)]
struct Taken {
    id_numbers: BTreeSet<String>,
    phones: BTreeSet<String>,
}

fn person(
    chance: &mut Chance,
    names: &Names,
    taken: &mut Taken,
    household: &HouseholdRow,
    member: &Member,
    at_home: Language,
    others: &[PersonRow],
) -> PersonRow {
    let born_on = Day::any_in(member.born, chance);
    let (name, name_mn) = loop {
        let (name, name_mn) = names.name(chance, member.line, member.sex, member.born);
        if others.iter().all(|other| other.name != name) {
            break (name, name_mn);
        }
    };
    let answers = match age(member.born) {
        ..12 => 0,
        12..18 => 40,
        18..70 => 95,
        _ => 55,
    };
    let language = match at_home {
        Language::Mn if chance.percent(6) => Language::Zh,
        Language::Mn => Language::Mn,
        Language::Zh if member.line == Line::Mongolian && chance.percent(12) => Language::Mn,
        Language::Zh => Language::Zh,
    };
    PersonRow {
        household: household.code.clone(),
        relation: member.relation,
        name,
        name_mn,
        id_number: new_id_number(chance, born_on, member.sex, &mut taken.id_numbers),
        born_on,
        phone: if chance.percent(answers) { new_phone(chance, &mut taken.phones) } else { String::new() },
        language,
        sex: member.sex,
    }
}

/// A phone number that nobody can have, and nobody else has here.
fn new_phone(chance: &mut Chance, taken: &mut BTreeSet<String>) -> String {
    loop {
        let phone = format!("000{:08}", chance.below(100_000_000));
        if taken.insert(phone.clone()) {
            return phone;
        }
    }
}
