//! Activities: an event with a kind, a place, an audience, topics and materials.

use serde::{Deserialize, Serialize};

use crate::fault::{Faults, FieldFault, MAX_NOTE_CHARS};
use crate::picture::Picture;
use crate::visit::HandoutLine;

/// What kind of event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// 宣讲: a policy talk.
    #[default]
    Talk,
    /// 炕头会: a meeting on the warm kang.
    KangMeeting,
    /// 牧辅会: a herders' meeting.
    HerdersMeeting,
    /// 进校园: a lesson at school.
    School,
    /// 演出: a performance.
    Performance,
    /// 警营开放日: an open day.
    OpenDay,
    /// 培训: a training.
    Training,
    /// 联合巡防: a patrol together with volunteers.
    JointPatrol,
    /// 流动服务: a day at a service point, for whoever came.
    ServicePoint,
}

/// An event. Its time is the fact's.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Activity {
    /// What kind.
    #[serde(default)]
    pub kind: ActivityKind,
    /// What it was about.
    pub topic: String,
    /// How many came.
    pub audience: u32,
    /// Where.
    #[serde(default)]
    pub place: String,
    /// A word on it.
    #[serde(default)]
    pub note: String,
    /// What was handed out.
    #[serde(default)]
    pub handouts: Vec<HandoutLine>,
    /// Photos, as a rule without faces; blurred when they leave the tablet.
    #[serde(default)]
    pub pictures: Vec<Picture>,
}

crate::redacted!(Activity);

impl Activity {
    /// What is wrong with it.
    pub fn check(&self, faults: &mut Faults) {
        faults.words("topic", &self.topic, MAX_NOTE_CHARS);
        faults.count("audience", self.audience);
        faults.text("place", &self.place, MAX_NOTE_CHARS);
        faults.text("note", &self.note, MAX_NOTE_CHARS);
        faults.lines("handouts", self.handouts.len());
        for (i, line) in self.handouts.iter().enumerate() {
            faults.count(format!("handouts.{i}.count"), line.count);
        }
        if self.place.trim().is_empty() && self.kind == ActivityKind::ServicePoint {
            faults.found("place", FieldFault::Required);
        }
        faults.pictures("pictures", &self.pictures);
    }
}
