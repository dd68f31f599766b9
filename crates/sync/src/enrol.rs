//! From an enrolment code to a tablet that the station knows.

use std::path::Path;
use std::sync::Arc;

use beibao_domain::enrolment::{Offer, OfferError};
use beibao_domain::{DeviceId, DeviceKey, Problem, ProblemCode, World};
use beibao_store::{Enrolment, Store, StoreError, vault};
use beibao_wire::{Enrol, Enrolled, SyncApi};

use crate::HttpStation;

/// Reads a code without asking anybody.
pub fn read_code(code: &str, world: &dyn World) -> Result<Offer, Problem> {
    Offer::read(code, world.now()).map_err(|error| {
        match error {
            OfferError::Malformed => ProblemCode::EnrolmentMalformed,
            OfferError::Forged => ProblemCode::EnrolmentForged,
            OfferError::Expired => ProblemCode::EnrolmentExpired,
        }
        .into()
    })
}

/// Makes this tablet known to the station and makes its encrypted database. If either fails, nothing is left behind on
/// the tablet; the station may have used the code up.
pub async fn enrol(folder: &Path, code: &str, passphrase: &str, world: Arc<dyn World>) -> Result<Arc<Store>, Problem> {
    let offer = read_code(code, &*world)?;
    // Told before the code is used up.
    if passphrase.chars().count() < vault::LEAST_PASSPHRASE_CHARS {
        return Err(StoreError::PassphraseTooShort.into());
    }
    if Store::exists(folder) {
        return Err(StoreError::AlreadyEnrolled.into());
    }
    let enrolment = introduce(offer, &*world, over_https).await?;
    let (folder, passphrase) = (folder.to_owned(), passphrase.to_owned());
    // Deriving the key takes a good part of a second of one core.
    let made = tokio::task::spawn_blocking(move || Store::create(&folder, &passphrase, enrolment, world)).await;
    match made {
        Ok(Ok(store)) => Ok(Arc::new(store)),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(ProblemCode::Internal.into()),
    }
}

/// Gives a tablet that was shut out, or whose identity somebody else uses too, a new one, with all that is on it. What the
/// station has not heard, or would not hear, is said again in the new name. The store must be opened anew afterwards.
pub async fn enrol_anew(store: Arc<Store>, code: &str) -> Result<(), Problem> {
    let offer = read_code(code, store.world())?;
    let before = &store.identity().enrolment;
    // What is on it belongs to its station and is said in its officer's name.
    if (offer.station, offer.station_key) != (before.station, before.station_key) {
        return Err(ProblemCode::EnrolmentOther.into());
    }
    let enrolment = introduce(offer, store.world(), over_https).await?;
    if enrolment.officer != before.officer {
        return Err(ProblemCode::EnrolmentOther.into());
    }
    match tokio::task::spawn_blocking(move || store.change_identity(&enrolment)).await {
        Ok(changed) => Ok(changed?),
        Err(_) => Err(ProblemCode::Internal.into()),
    }
}

fn over_https(offer: &Offer, device: DeviceId, device_seed: &[u8; 32]) -> Result<HttpStation, Problem> {
    HttpStation::new(&offer.url, offer.certificate, device, device_seed)
}

/// Makes a new device known to the station of an offer. `line` reaches that station in the name of the device.
pub async fn introduce<A: SyncApi>(
    offer: Offer,
    world: &dyn World,
    line: impl FnOnce(&Offer, DeviceId, &[u8; 32]) -> Result<A, Problem>,
) -> Result<Enrolment, Problem> {
    let mut device_seed = [0; 32];
    world.fill(&mut device_seed);
    let device = DeviceId::new(world);
    let key = DeviceKey::from_seed(&device_seed).public();
    let station = line(&offer, device, &device_seed)?;
    let enrolled = ask(&station, Enrol { token: offer.token, device, key }).await?;
    Ok(Enrolment {
        device,
        device_seed,
        officer: enrolled.officer,
        station: offer.station,
        station_key: offer.station_key,
        station_name: offer.station_name,
        url: offer.url,
        certificate: offer.certificate,
        bundle_key: enrolled.bundle_key,
    })
}

/// Asks again when the answer got lost: the station gives the same tablet the same answer.
async fn ask<A: SyncApi>(station: &A, request: Enrol) -> Result<Enrolled, Problem> {
    for _ in 0..2 {
        match station.enrol(request.clone()).await {
            Err(problem) if problem.code == ProblemCode::Interrupted => {}
            answer => return answer,
        }
    }
    station.enrol(request).await
}
