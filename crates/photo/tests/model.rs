//! The detector's model is the file whose origin `models/README.md` tells.

#[test]
fn the_model_has_the_size_and_the_digest_of_its_note() {
    let note = include_str!("../models/README.md");
    let model = include_bytes!("../models/seeta_fd_frontal_v1.0.bin");
    let digest: String =
        ring::digest::digest(&ring::digest::SHA256, model).as_ref().iter().map(|b| format!("{b:02x}")).collect();
    assert!(note.contains(&digest), "{digest}");
    assert_eq!(model.len(), 1_209_904);
}
