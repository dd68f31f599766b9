//! The Chinese words that the shell itself puts on paper, from the one catalogue. Screens have their own way to it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct Word {
    zh: String,
}

fn catalogue() -> &'static BTreeMap<String, Word> {
    static CATALOGUE: OnceLock<BTreeMap<String, Word>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let files = [
            include_str!("../../assets/words/problem.json"),
            include_str!("../../assets/words/ui.json"),
            include_str!("../../assets/words/matter.json"),
            include_str!("../../assets/words/documents.json"),
            include_str!("../../assets/words/dispute.json"),
            include_str!("../../assets/words/helping.json"),
            include_str!("../../assets/words/outreach.json"),
            include_str!("../../assets/words/papers.json"),
        ];
        let read = |text| serde_json::from_str::<BTreeMap<String, Word>>(text).unwrap_or_default();
        files.into_iter().flat_map(read).collect()
    })
}

/// What a key says; the key itself where the catalogue has no such word, so that nothing is left out of a sheet.
pub fn chinese(key: &str) -> String {
    catalogue().get(key).map_or(key, |word| &word.zh).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_reads_and_what_it_lacks_is_not_left_out() {
        assert_eq!(chinese("sync.title"), "同步");
        assert_ne!(chinese("problem.change_out_of_scope"), "problem.change_out_of_scope");
        assert_eq!(chinese("problem.from_the_future"), "problem.from_the_future");
        for key in ["card.kind.renewal", "response.taken_over", "helps.shelter", "hazard.wire", "activity.kind.talk"] {
            assert_ne!(chinese(key), key);
        }
    }
}
