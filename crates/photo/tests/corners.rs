//! Where a finished photo was cut out of its shot: what the desk lays one over the other by.

mod gallery;

use beibao_photo::{Profile, examine, keepsake};

/// The middle between the eyes lies in the finished photo where the profile wants it, when it is brought there by the corners
/// alone; and the shot as it is kept is small enough for a poor line.
#[test]
fn the_corners_bring_a_point_of_the_shot_to_its_place_in_the_photo() {
    let profile = Profile::ga461();
    let mut bytes = Vec::new();
    for portrait in gallery::all() {
        let examined = examine(portrait.bytes, &profile).unwrap();
        let (photo, truth) = (examined.portrait.unwrap(), &portrait.truth);
        let (width, height) = (f64::from(examined.report.source_width_px), f64::from(examined.report.source_height_px));
        let [corner, right, below] = photo.corners.map(|(x, y)| (f64::from(x) * width, f64::from(y) * height));
        let (across, down) = ((right.0 - corner.0, right.1 - corner.1), (below.0 - corner.0, below.1 - corner.1));
        let between = |i: usize| (truth.eye_left[i] + truth.eye_right[i]) / 2.0;
        let from = (between(0) - corner.0, between(1) - corner.1);
        let area = across.0 * down.1 - across.1 * down.0;
        let x = (from.0 * down.1 - from.1 * down.0) / area * f64::from(photo.width_px);
        let wanted = profile.face_centre_from_left_px.target;
        assert!((x - wanted).abs() < 2.0, "{}: the eyes lie at {x:.1}, not at {wanted}", portrait.name);
        bytes.push(keepsake(portrait.bytes).unwrap().len());
    }
    assert!(bytes.iter().all(|bytes| *bytes < 400_000), "{bytes:?}");
}
