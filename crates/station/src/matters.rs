//! What the desk says of matters: decisions on applications, documents that came back from production, measures on
//! suggestions. The rules are the domain's; the author is the station.

use beibao_domain::application::{Progress, Step};
use beibao_domain::matter::admit;
use beibao_domain::suggestion::Measure;
use beibao_domain::{Fact, FactBody, FactId, OfficerId, Payload, Problem, ProblemCode};
use beibao_replica::matter::{self, Matter, Which};

use crate::station::{Result, Station, StationError, Tx};

impl Station {
    /// Matters, those that are due soonest first.
    pub fn matters(&self, which: &Which) -> Result<Vec<Matter>> {
        self.read(|sql| Ok(matter::list(sql, which)?))
    }

    /// One matter.
    pub fn matter(&self, id: FactId) -> Result<Matter> {
        self.read(|sql| Ok(matter::read(sql, id)?))
    }

    /// Decides on an application or says how far its document is. Refused, and told why, if it is not its turn: of two who
    /// decide at once, one does.
    pub fn decide(&self, application: FactId, step: Step) -> Result<FactId> {
        self.write(|tx| tx.step(application, step))
    }

    /// Says what was done about suggestions: one measure, said of each of them.
    pub fn measure(&self, suggestions: &[FactId], text: &str) -> Result<Vec<FactId>> {
        self.write(|tx| tx.measure(suggestions, text))
    }
}

impl Tx<'_> {
    /// Says a step of an application, by whatever fact of it somebody names it.
    pub(crate) fn step(&mut self, application: FactId, step: Step) -> Result<FactId> {
        let id = matter::name(&matter::facts(&self.sql, application)?.0.fact);
        self.say_of_matter(id, FactBody::Progress(Progress { application: id, step }))
    }

    /// Says one measure of each of these suggestions; those after the first name what was said of it.
    pub(crate) fn measure(&mut self, suggestions: &[FactId], text: &str) -> Result<Vec<FactId>> {
        let mut said: Vec<FactId> = Vec::new();
        for suggestion in suggestions {
            let measure = Measure { suggestion: *suggestion, text: text.to_owned(), same_as: said.first().copied() };
            said.push(self.say_of_matter(*suggestion, FactBody::Measure(measure))?);
        }
        Ok(said)
    }

    /// Says something of a matter, in its scope and about whom it is about.
    pub(crate) fn say_of_matter(&mut self, id: FactId, body: FactBody) -> Result<FactId> {
        body.check().map_err(invalid)?;
        let (opening, later) = matter::facts(&self.sql, id)?;
        let later: Vec<Fact> = later.into_iter().map(|told| told.fact).collect();
        let newest = later.last().map_or(opening.fact.happened_at, |fact| fact.happened_at);
        let said = Fact {
            id: FactId::new(self.world()),
            // A tablet's clock may be ahead; what follows is not told before what it follows.
            happened_at: self.world().now().max(newest),
            household: opening.fact.household,
            person: opening.fact.person,
            during: None,
            supersedes: None,
            first: None,
            body,
        };
        admit(&opening.fact, &later, &said, OfficerId(uuid::Uuid::nil()))
            .map_err(|refused| StationError::from(refused.code()))?;
        let id = said.id;
        self.say(opening.area, &Payload::Fact(said))?;
        Ok(id)
    }
}

fn invalid(faults: beibao_domain::fault::FieldFaults) -> StationError {
    let params = faults.into_iter().map(|(path, fault)| (path, fault.code().to_owned())).collect();
    StationError::Refused(Problem { code: ProblemCode::InvalidFields, params })
}
