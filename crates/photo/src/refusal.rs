//! Why bytes could not be examined at all. Deliberately not: what is wrong with a portrait. A photo without a face or
//! one that is too dark is examined and gets a failed check with advice; a refusal means there is no picture to look at.

use thiserror::Error;

/// The bytes cannot be examined. [`Refusal::code`] is the key under `portrait.refusal.` in the word catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Not a picture. Choose another file.
    #[error("not an image")]
    NotAnImage,
    /// The file is cut off or damaged. Take the photo again, or copy the file again.
    #[error("the image is cut off or damaged")]
    Truncated,
    /// More pixels than are decoded; known from the header, before anything is allocated. Set the camera lower.
    #[error("{width_px} x {height_px} px is too large to decode")]
    TooLarge {
        /// Width in the file's header, px.
        width_px: u32,
        /// Height in the file's header, px.
        height_px: u32,
    },
    /// Fewer pixels than the finished photo has. Set the camera higher.
    #[error("{width_px} x {height_px} px is smaller than the finished photo")]
    TooSmall {
        /// Upright width, px.
        width_px: u32,
        /// Upright height, px.
        height_px: u32,
    },
    /// A picture, but of a kind that is not read here (HEIC, WebP, …). Set the camera to JPEG.
    #[error("{format} is not read; JPEG and PNG are")]
    Unsupported {
        /// Short name of what was found: `heic`, `avif`, `webp`, `jpeg of an unusual kind`.
        format: String,
    },
}

impl Refusal {
    /// One value of each kind, for catalogues and tests.
    pub fn one_of_each() -> [Self; 5] {
        let (width_px, height_px) = (0, 0);
        [
            Self::NotAnImage,
            Self::Truncated,
            Self::TooLarge { width_px, height_px },
            Self::TooSmall { width_px, height_px },
            Self::Unsupported { format: String::new() },
        ]
    }

    /// Stable code of the kind of refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnImage => "not_an_image",
            Self::Truncated => "truncated",
            Self::TooLarge { .. } => "too_large",
            Self::TooSmall { .. } => "too_small",
            Self::Unsupported { .. } => "unsupported",
        }
    }
}
