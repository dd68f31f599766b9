//! Registers: what the station knows, and how two edits of the same field meet.
//!
//! An edit names the versions of the field that its author had seen. One that had seen the other wins, whatever the
//! clocks say. Two that had not seen each other are a conflict: every replica picks the same winner (the greater
//! [`Stamp`]), keeps the other value and shows it until an edit that has seen both settles it.
//!
//! Some fields never settle by themselves: while two edits of a person's ID number, name or death had not seen each other,
//! the value that both had seen stands, and somebody chooses.
//!
//! A row is a function of the *set* of its edits ([`merge`]), so the order in which they came cannot matter.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use crate::Stamp;

/// The field of a household or a person that names the row that it is the same as, and to which it gives way.
pub const SAME_AS: &str = "same_as";

/// The registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterKind {
    /// The station itself: name, phones.
    Station,
    /// Sub-farms, gachas, sumus.
    Area,
    /// Officers.
    Officer,
    /// The library of materials.
    Material,
    /// Service points.
    ServicePoint,
    /// The phrasebook.
    Phrase,
    /// Questionnaires.
    Questionnaire,
    /// Households.
    Household,
    /// Members of households.
    Person,
}

impl RegisterKind {
    /// All of them, in the order in which rows refer to each other.
    pub const ALL: [RegisterKind; 9] = [
        RegisterKind::Station,
        RegisterKind::Area,
        RegisterKind::Officer,
        RegisterKind::Material,
        RegisterKind::ServicePoint,
        RegisterKind::Phrase,
        RegisterKind::Questionnaire,
        RegisterKind::Household,
        RegisterKind::Person,
    ];

    /// Its name on the wire and on the disk.
    pub fn name(self) -> &'static str {
        match self {
            RegisterKind::Station => "station",
            RegisterKind::Area => "area",
            RegisterKind::Officer => "officer",
            RegisterKind::Material => "material",
            RegisterKind::ServicePoint => "service_point",
            RegisterKind::Phrase => "phrase",
            RegisterKind::Questionnaire => "questionnaire",
            RegisterKind::Household => "household",
            RegisterKind::Person => "person",
        }
    }

    /// The register of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Sets fields of one row; the row comes into being with its first edit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Which register.
    pub register: RegisterKind,
    /// Which row.
    pub row: Uuid,
    /// The new values.
    pub set: BTreeMap<String, FieldEdit>,
}

/// A new value of one field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldEdit {
    /// The value.
    pub value: Value,
    /// The versions that its author had before his eyes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Stamp>,
}

crate::redacted!(Edit, FieldEdit, Field, Row);

impl Edit {
    /// A new row with these fields; `fields` must serialise to an object, and its nulls are left out.
    pub fn new_row(register: RegisterKind, row: Uuid, fields: &impl Serialize) -> Self {
        let set = match serde_json::to_value(fields) {
            Ok(Value::Object(fields)) => fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, FieldEdit { value, seen: Vec::new() }))
                .collect(),
            _ => BTreeMap::new(),
        };
        Self { register, row, set }
    }

    /// One field of a row, by somebody who had seen `seen`.
    pub fn field(register: RegisterKind, row: Uuid, name: &str, value: Value, seen: Vec<Stamp>) -> Self {
        Self { register, row, set: BTreeMap::from([(name.to_owned(), FieldEdit { value, seen })]) }
    }
}

/// A field as all its edits leave it.
#[derive(Clone, PartialEq, Eq)]
pub struct Field {
    /// The value that every replica shows.
    pub value: Value,
    /// The versions that no edit has seen yet, the winner first: what the next edit must name.
    pub heads: Vec<Stamp>,
    /// Values that lost without having been seen, other than the winner's.
    pub others: Vec<Value>,
}

/// A row as all its edits leave it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its fields by name, unknown ones included.
    pub fields: BTreeMap<String, Field>,
}

impl Row {
    /// The row as its type. Fields that do not read as they should count as missing, so that one bad value cannot
    /// hide a row.
    pub fn read<T: DeserializeOwned + Default>(&self) -> T {
        let object = |names: &mut dyn Iterator<Item = (&String, &Field)>| {
            Value::Object(names.map(|(name, field)| (name.clone(), field.value.clone())).collect())
        };
        let whole = object(&mut self.fields.iter());
        serde_json::from_value(whole).unwrap_or_else(|_| {
            let mut readable = self.fields.iter().filter(|(name, field)| {
                let alone = Value::Object(std::iter::once(((*name).clone(), field.value.clone())).collect());
                serde_json::from_value::<T>(alone).is_ok()
            });
            serde_json::from_value(object(&mut readable)).unwrap_or_default()
        })
    }

    /// Whether some field awaits a person's decision.
    pub fn in_conflict(&self) -> bool {
        self.fields.values().any(|field| !field.others.is_empty())
    }
}

/// The fields of which no replica picks a winner: who somebody is, and whether they live.
pub fn never_settles_by_itself(register: RegisterKind, field: &str) -> bool {
    field == SAME_AS || register == RegisterKind::Person && matches!(field, "id_number" | "name" | "died_on")
}

/// What the edits of one row, in any order, leave.
pub fn merge(edits: &[(Stamp, Edit)]) -> Row {
    let mut versions: BTreeMap<&str, BTreeMap<Stamp, &FieldEdit>> = BTreeMap::new();
    for (stamp, edit) in edits {
        for (name, field) in &edit.set {
            versions.entry(name).or_default().insert(*stamp, field);
        }
    }
    let fields = versions
        .into_iter()
        .filter_map(|(name, versions)| {
            // A version cannot have seen itself; such a claim is ignored. Two that claim to have seen each other leave
            // no head, and then the greatest stamp stands.
            let seen: BTreeSet<Stamp> =
                versions.iter().flat_map(|(own, v)| v.seen.iter().copied().filter(move |s| s != own)).collect();
            let mut heads: Vec<Stamp> = versions.keys().copied().filter(|stamp| !seen.contains(stamp)).rev().collect();
            if heads.is_empty() {
                heads = versions.keys().next_back().copied().into_iter().collect();
            }
            let mut value = versions[heads.first()?].value.clone();
            let differs = heads.iter().any(|stamp| versions[stamp].value != value);
            if differs && edits.iter().any(|(_, edit)| never_settles_by_itself(edit.register, name)) {
                let seen_by_all = |stamp: &Stamp| heads.iter().all(|head| versions[head].seen.contains(stamp));
                if let Some((_, before)) = versions.iter().rev().find(|(stamp, _)| seen_by_all(stamp)) {
                    value = before.value.clone();
                }
            }
            let mut others: Vec<Value> = Vec::new();
            for other in heads.iter().map(|stamp| &versions[stamp].value) {
                if *other != value && !others.contains(other) {
                    others.push(other.clone());
                }
            }
            Some((name.to_owned(), Field { value, heads, others }))
        })
        .collect();
    Row { fields }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DeviceId, Hlc};
    use proptest::prelude::*;

    fn stamp(at: u64, device: u128) -> Stamp {
        Stamp { at: Hlc(at), device: DeviceId(Uuid::from_u128(device)) }
    }

    fn phone(value: &str, seen: &[Stamp]) -> Edit {
        Edit::field(RegisterKind::Household, Uuid::nil(), "phone", value.into(), seen.to_vec())
    }

    #[test]
    fn a_name_that_two_changed_stands_as_both_had_seen_it_until_somebody_chooses() {
        let name = |value: &str, seen: &[Stamp]| {
            Edit::field(RegisterKind::Person, Uuid::nil(), "name", value.into(), seen.to_vec())
        };
        let first = (stamp(1, 1), name("其其格", &[]));
        let two = [(stamp(5, 2), name("琪琪格", &[first.0])), (stamp(9, 3), name("齐齐格", &[first.0]))];
        let row = merge(&[first.clone(), two[0].clone(), two[1].clone()]);
        assert_eq!(row.fields["name"].value, "其其格");
        assert_eq!(row.fields["name"].others, ["齐齐格", "琪琪格"]);
        let settled = (stamp(2, 4), name("琪琪格", &row.fields["name"].heads));
        let row = merge(&[first, two[0].clone(), two[1].clone(), settled]);
        assert_eq!((row.fields["name"].value.clone(), row.in_conflict()), ("琪琪格".into(), false));
    }

    #[test]
    fn an_edit_that_saw_the_other_wins_whatever_the_clocks_said() {
        let first = (stamp(9_000, 1), phone("00011112222", &[]));
        let second = (stamp(5, 2), phone("00033334444", &[first.0]));
        let row = merge(&[first, second]);
        assert_eq!(row.fields["phone"].value, "00033334444");
        assert!(!row.in_conflict());
    }

    #[test]
    fn two_that_had_not_seen_each_other_are_both_kept_until_somebody_settles_it() {
        let mut edits = vec![(stamp(5, 1), phone("A", &[])), (stamp(7, 2), phone("B", &[]))];
        let row = merge(&edits);
        assert_eq!((&row.fields["phone"].value, &row.fields["phone"].others), (&"B".into(), &vec!["A".into()]));
        edits.push((stamp(6, 3), phone("A", &row.fields["phone"].heads)));
        let settled = merge(&edits);
        assert_eq!(settled.fields["phone"].value, "A");
        assert!(!settled.in_conflict());
    }

    #[test]
    fn one_unreadable_field_does_not_hide_the_row() {
        #[derive(Default, Deserialize)]
        struct Named {
            #[serde(default)]
            name: String,
            #[serde(default)]
            born: Option<u32>,
        }
        let mut edit = phone("A", &[]);
        edit.set.insert("name".into(), FieldEdit { value: "巴特尔".into(), seen: vec![] });
        edit.set.insert("born".into(), FieldEdit { value: "nonsense".into(), seen: vec![] });
        let named: Named = merge(&[(stamp(1, 1), edit)]).read();
        assert_eq!((named.name.as_str(), named.born), ("巴特尔", None));
    }

    prop_compose! {
        fn edits()(steps in prop::collection::vec((0u64..50, 0u128..4, 0u8..3, any::<prop::sample::Index>(), any::<bool>()), 1..12))
            -> Vec<(Stamp, Edit)> {
            let mut edits: Vec<(Stamp, Edit)> = Vec::new();
            for (at, device, value, saw, sees) in steps {
                if edits.iter().any(|(known, _)| *known == stamp(at, device)) {
                    continue;
                }
                let seen = if sees && !edits.is_empty() { vec![saw.get(&edits).0] } else { vec![] };
                edits.push((stamp(at, device), phone(&value.to_string(), &seen)));
            }
            edits
        }
    }

    proptest! {
        #[test]
        fn the_order_of_edits_does_not_matter_nor_do_doubles(
            (edits, shuffled) in edits().prop_flat_map(|e| (Just(e.clone()), Just(e).prop_shuffle())), again in 0usize..12,
        ) {
            let mut doubled = shuffled.clone();
            doubled.extend(shuffled.get(again).cloned());
            prop_assert_eq!(merge(&edits), merge(&doubled));
        }

        #[test]
        fn an_edit_that_names_every_head_settles_the_field(edits in edits(), at in 0u64..1_000) {
            let row = merge(&edits);
            let mut settled = edits;
            settled.push((stamp(at, 99), phone("settled", &row.fields["phone"].heads)));
            let row = merge(&settled);
            prop_assert_eq!(&row.fields["phone"].value, &Value::from("settled"));
            prop_assert!(!row.in_conflict());
        }
    }
}
