//! Names of rows and facts: UUIDv7 newtypes, so that an id of one thing cannot stand for another.

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::World;

/// A new UUIDv7: ids made later sort later, which keeps their index pages warm.
pub fn new_uuid(world: &dyn World) -> Uuid {
    let mut random = [0u8; 10];
    world.fill(&mut random);
    let now_ms = u64::try_from(world.now().timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(now_ms, &random).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh one.
            pub fn new(world: &dyn World) -> Self {
                Self(new_uuid(world))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(self.0.as_bytes())?;
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Uuid::from_slice(d.bytes()?).map(Self).map_err(|_| minicbor::decode::Error::message("an id has 16 bytes"))
            }
        }
    )*};
}

ids! {
    /// An area (sub-farm, gacha, sumu): also the scope that a change belongs to.
    AreaId,
    /// A household.
    HouseholdId,
    /// A member of a household.
    PersonId,
    /// An officer: the author of a change.
    OfficerId,
    /// A leaflet, handbook, jingle, video or contact card in the library.
    MaterialId,
    /// A service point.
    ServicePointId,
    /// A quiz or survey.
    QuestionnaireId,
    /// A fact.
    FactId,
    /// A tablet or a station: whoever signs changes.
    DeviceId,
    /// One installation on a device. It is also kept outside the database, so that another one's file is noticed.
    Epoch,
}

impl DeviceId {
    /// Six characters by which people tell one tablet from another.
    pub fn mark(self) -> String {
        let hex = self.0.simple().to_string();
        hex[hex.len() - 6..].to_owned()
    }
}

impl AreaId {
    /// The scope of what every tablet may have: areas, officers, materials, the station itself.
    pub const STATION: AreaId = AreaId(Uuid::nil());
}
