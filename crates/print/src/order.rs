//! What the desk sends to the printer: so many cards of this officer, so many of that one, on as few sheets as they need.

use crate::back::CardBack;
use crate::card::ContactCard;
use crate::error::PrintError;
use crate::fault::{CardFault, Field};
use crate::paper;
use crate::scene::Scene;
use serde::{Deserialize, Serialize};

/// How many cards one order may ask for, all officers together: five hundred sheets, a ream.
pub const COPIES_LIMIT: u32 = 5_000;

/// Cards of one officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The card.
    pub card: ContactCard,
    /// Its other side; without one it is blank.
    #[serde(default)]
    pub back: Option<CardBack>,
    /// How many: at least one, and with all other orders no more than [`COPIES_LIMIT`].
    pub copies: u32,
    /// Print [`crate::FALLBACK`] for a character that no font has, to be filled in by hand, rather than refuse the order.
    #[serde(default)]
    pub mark_missing: bool,
}

impl Order {
    pub(crate) fn front(&self) -> Result<Scene, PrintError> {
        paper::card::scene(self.card.marking(self.mark_missing))
    }

    pub(crate) fn back(&self) -> Option<Result<Scene, PrintError>> {
        self.back.as_ref().map(|back| paper::back::scene(self.card.marking(self.mark_missing), back))
    }

    /// What is wrong with the card, each thing once though it may show on both sides.
    fn faults(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        for side in [Some(self.front()), self.back()] {
            let Some(Err(PrintError::Faults(found))) = side else { continue };
            for fault in found {
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
        faults
    }
}

/// A fault of one of several orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFault {
    /// Which order, counted from nought.
    pub order: usize,
    /// What is wrong with it.
    pub fault: CardFault,
}

/// Everything that keeps these orders from being printed, all at once; empty when they can be.
pub fn check(orders: &[Order]) -> Vec<OrderFault> {
    let all: u64 = orders.iter().map(|order| u64::from(order.copies)).sum();
    let too_many = all > u64::from(COPIES_LIMIT);
    let faults_of = |(index, order): (usize, &Order)| {
        let mut faults = order.faults();
        if order.copies == 0 || too_many {
            faults.push(CardFault::CopiesOutOfRange { field: Field::Copies, copies: all, limit: COPIES_LIMIT.into() });
        }
        faults.into_iter().map(move |fault| OrderFault { order: index, fault }).collect::<Vec<_>>()
    };
    orders.iter().enumerate().flat_map(faults_of).collect()
}
