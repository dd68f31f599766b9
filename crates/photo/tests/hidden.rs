//! A photo that leaves the tablet shows no face that could be found, at any size that a gathering has.

use beibao_photo::{Profile, RgbImage, examine, hide_faces};
use image::{ImageFormat, imageops};

fn portrait() -> RgbImage {
    let bytes = include_bytes!("../../../assets/portraits/sample.jpg");
    image::load_from_memory(bytes).expect("the sample").into_rgb8()
}

fn jpeg(photo: &RgbImage) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    photo.write_to(&mut file, ImageFormat::Jpeg).expect("a file");
    file.into_inner()
}

#[test]
fn a_portrait_that_was_hidden_has_no_face_any_more() {
    let hidden = hide_faces(include_bytes!("../../../assets/portraits/sample.jpg")).expect("a photo");
    assert_eq!(hidden.faces, 1);
    let looked_at = examine(&hidden.jpeg, &Profile::ga461()).expect("a picture");
    assert!(looked_at.report.measurements.is_none() && looked_at.portrait.is_none());
}

/// People who stand at the far end of a room, on a wall of one colour.
#[test]
fn small_faces_of_a_gathering_are_found_too() {
    let mut room = RgbImage::from_pixel(1_600, 1_000, image::Rgb([150, 150, 140]));
    let small = imageops::resize(&portrait(), 170, 170, imageops::FilterType::Triangle);
    let places = [(90, 90), (520, 400), (980, 150), (1_300, 700)];
    places.iter().for_each(|(x, y)| imageops::replace(&mut room, &small, *x, *y));
    let hidden = hide_faces(&jpeg(&room)).expect("a photo");
    assert_eq!(hidden.faces, places.len());
    // What lies beside the faces stays as it was.
    let after = image::load_from_memory(&hidden.jpeg).expect("a picture").into_rgb8();
    let far = |photo: &RgbImage| photo.get_pixel(800, 900).0.map(i16::from);
    assert!(far(&room).iter().zip(far(&after)).all(|(was, is)| (was - is).abs() < 8));
}
