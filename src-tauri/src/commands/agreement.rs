//! An agreement on paper.

use beibao_domain::picture::Strokes;
use beibao_print::Signature;
use beibao_print::agreement::{Agreement, Party};
use beibao_replica::agreement::{AgreementWords, Signer};
use beibao_replica::table::word;

use crate::words::chinese;

pub(super) fn paper(words: AgreementWords) -> Agreement {
    // Who lives nowhere that is known, or speaks for nobody, has a dash where the paper wants a word.
    let from = |text: String| if text.trim().is_empty() { "—".to_owned() } else { text };
    let signer = |Signer { name, name_mn, from: home, strokes }| Party {
        name,
        name_mn,
        from: from(home),
        signature: strokes.map(signature),
    };
    Agreement {
        station: words.station,
        station_mn: words.station_mn,
        number: words.number,
        on: words.on.to_string(),
        place: words.place,
        parties: words.parties.into_iter().map(signer).collect(),
        matter: from(words.matter),
        terms: words
            .terms
            .into_iter()
            .map(|(text, until)| match until {
                Some(day) => format!("{text}（{day}）"),
                None => text,
            })
            .collect(),
        mediators: words
            .mediators
            .into_iter()
            .map(|(name, role)| Party {
                name,
                name_mn: None,
                from: chinese(&format!("role.{}", word(&role))),
                signature: None,
            })
            .collect(),
    }
}

fn signature(Strokes(strokes): Strokes) -> Signature {
    Signature { strokes }
}
