//! A family as a tree: who belongs to whom and when each was born, in the order in which a household fills up.
//!
//! Names, numbers and languages come later, in `people.rs`; no deaths, divorces or moves, only who is there.

use crate::calendar::AS_OF;
use crate::chance::Chance;
use crate::names::{Line, Names};
use crate::rows::{Relation, Sex};

/// Nobody here is older.
const OLDEST: i32 = 96;

/// Of families; a little more than of people, because they marry.
const MONGOLIAN_PERCENT: usize = 57;

/// The depth at which children are neither children nor grandchildren of the head.
const OTHERS: u8 = 3;

/// Somebody without a name yet.
#[derive(Clone, Debug)]
pub struct Member {
    /// To the head.
    pub relation: Relation,
    /// Drawn evenly, but for heads.
    pub sex: Sex,
    /// The year of birth.
    pub born: i32,
    /// Whose naming they follow.
    pub line: Line,
}

/// How many years old somebody born in that year is.
pub fn age(born: i32) -> i32 {
    AS_OF.year - born
}

/// A head and everybody who may be registered with them, nearest first: wherever the list is cut, nobody is left
/// without the person they belong through.
pub fn family(chance: &mut Chance, names: &Names) -> Vec<Member> {
    let line = if chance.percent(MONGOLIAN_PERCENT) { Line::Mongolian } else { Line::Han(names.surname(chance)) };
    let born = AS_OF.year - chance.between(26, 50) - chance.between(0, 26);
    let sex = if chance.percent(78) { Sex::Male } else { Sex::Female };
    let head = Member { relation: Relation::Head, sex, born, line };
    let mut tree = Tree { chance, names, members: vec![head.clone()] };

    let spouse = tree.marry(&head, Relation::Spouse, 93);
    tree.children(&head, spouse.as_ref(), 1);
    let mother_born = born - tree.chance.between(19, 33);
    tree.parents(&head, mother_born);
    tree.siblings(&head, mother_born);
    tree.members
}

/// Somebody who is no relation, such as a herding hand: fills a household that is otherwise too small.
pub fn lodger(chance: &mut Chance, names: &Names) -> Member {
    let line = if chance.percent(MONGOLIAN_PERCENT) { Line::Mongolian } else { Line::Han(names.surname(chance)) };
    Member { relation: Relation::Other, sex: any_sex(chance), born: AS_OF.year - chance.between(18, 62), line }
}

fn any_sex(chance: &mut Chance) -> Sex {
    if chance.percent(51) { Sex::Male } else { Sex::Female }
}

struct Tree<'a> {
    chance: &'a mut Chance,
    names: &'a Names,
    members: Vec<Member>,
}

impl Tree<'_> {
    fn marry(&mut self, to: &Member, relation: Relation, percent: usize) -> Option<Member> {
        if age(to.born) < 23 || !self.chance.percent(percent) {
            return None;
        }
        let sex = if to.sex == Sex::Male { Sex::Female } else { Sex::Male };
        let born = (to.born + self.chance.between(-4, 4)).clamp(AS_OF.year - OLDEST, AS_OF.year - 22);
        let same = self.chance.percent(88);
        let line = match to.line {
            Line::Mongolian if same => Line::Mongolian,
            Line::Han(_) if !same => Line::Mongolian,
            _ => Line::Han(self.names.surname(self.chance)),
        };
        let spouse = Member { relation, sex, born, line };
        self.members.push(spouse.clone());
        Some(spouse)
    }

    /// The children of `parent`, `depth` generations below the head, or at [`OTHERS`] further off; with each, once grown
    /// up, a spouse and children of their own.
    fn children(&mut self, parent: &Member, spouse: Option<&Member>, depth: u8) {
        let father_line = match spouse {
            Some(spouse) if parent.sex == Sex::Female => spouse.line,
            _ => parent.line,
        };
        let (elder, younger) = spouse
            .map_or((parent.born, parent.born), |spouse| (parent.born.min(spouse.born), parent.born.max(spouse.born)));
        let most = match parent.born {
            ..1955 => self.chance.between(2, 5),
            1955..1970 => self.chance.between(1, 4),
            _ if spouse.is_some() => self.chance.between(1, 3),
            _ => self.chance.between(0, 1),
        };
        let mut born = younger + self.chance.between(19, 27);
        for _ in 0..most {
            if born > AS_OF.year || born > elder + 45 {
                break;
            }
            let relation = match depth {
                1 => Relation::Child,
                2 => Relation::Grandchild,
                _ => Relation::Other,
            };
            let child = Member { relation, sex: any_sex(self.chance), born, line: father_line };
            self.members.push(child.clone());
            // The grown-up who stays at home marries there; the others have homes of their own.
            if let Some(in_law) = self.marry(&child, Relation::Other, 50) {
                self.children(&child, Some(&in_law), depth + 1);
            }
            born += self.chance.between(2, 5);
        }
    }

    fn parents(&mut self, head: &Member, mother_born: i32) {
        let father_born = mother_born - self.chance.between(0, 5);
        let mother_line = match head.line {
            Line::Mongolian => Line::Mongolian,
            Line::Han(_) => Line::Han(self.names.surname(self.chance)),
        };
        for (sex, born, line) in [(Sex::Male, father_born, head.line), (Sex::Female, mother_born, mother_line)] {
            let percent = match age(born) {
                ..65 => 95,
                65..75 => 80,
                75..85 => 50,
                85..=OLDEST => 18,
                _ => 0,
            };
            if self.chance.percent(percent) {
                self.members.push(Member { relation: Relation::Parent, sex, born, line });
            }
        }
    }

    fn siblings(&mut self, head: &Member, mother_born: i32) {
        let most = match head.born {
            ..1970 => self.chance.between(2, 5),
            1970..1985 => self.chance.between(1, 3),
            _ => self.chance.between(0, 3),
        };
        let mut years = vec![head.born];
        for _ in 0..most {
            let born = head.born + self.chance.between(-12, 12);
            let room = years.iter().all(|year: &i32| year.abs_diff(born) >= 2);
            let bearing = (mother_born + 18..=mother_born + 44).contains(&born);
            if !room || !bearing || !(0..=OLDEST).contains(&age(born)) {
                continue;
            }
            years.push(born);
            let sibling = Member { relation: Relation::Sibling, sex: any_sex(self.chance), born, line: head.line };
            self.members.push(sibling.clone());
            if let Some(in_law) = self.marry(&sibling, Relation::Other, 60) {
                self.children(&sibling, Some(&in_law), OTHERS);
            }
        }
    }
}
