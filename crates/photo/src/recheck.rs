//! A finished portrait judged again by its own bytes, with the checks that first judged it: whoever gets a file need not
//! believe the numbers that came with it. Deliberately not asked: what only the source could tell (its pixels and its
//! compression, how the cloth hung), and sharpness, for which the finished photo has too few pixels.

use image::{ImageFormat, ImageReader};

use crate::examine::{drop_consequences, of_the_face};
use crate::frame::Frame;
use crate::matte::Matte;
use crate::profile::Profile;
use crate::report::Check;
use crate::source::Source;
use crate::{checks, detect, head};

/// Everything that `jpeg`, a finished photo, can be asked again, in the order of the names. Never refuses: what is no
/// picture at all fails the check of the file.
pub fn recheck(jpeg: &[u8], profile: &Profile) -> Vec<Check> {
    let mut made = vec![checks::file::check(jpeg, profile)];
    let wanted = (u32::from(profile.frame.width_px), u32::from(profile.frame.height_px));
    // By the header: a picture of any other size is not decoded.
    match ImageReader::with_format(std::io::Cursor::new(jpeg), ImageFormat::Jpeg).into_dimensions() {
        Ok(size) if size == wanted => {
            made.extend(Source::open(jpeg, wanted).iter().flat_map(|of| picture(of, profile)))
        }
        Ok(size) => made.push(checks::geometry::of_another_size(size, profile)),
        Err(_) => {}
    }
    drop_consequences(&mut made);
    made.sort_by_key(|check| check.name);
    made
}

fn picture(source: &Source, profile: &Profile) -> Vec<Check> {
    let Some((face, faces)) = detect::sitter(source) else { return vec![checks::single_face::nobody()] };
    let mut made = vec![checks::single_face::check(&faces, Some(&face))];
    made.extend(of_the_face(source, &face, profile));
    let matte = Matte::of(source, &face);
    made.extend(matte.as_ref().and_then(|matte| checks::background::check(matte, false, profile)));
    let hair = matte.as_ref().and_then(|matte| head::above_the_eyes(matte, &Frame::axes(&face)));
    made.push(checks::geometry::of_file(&face, hair, profile));
    made
}
