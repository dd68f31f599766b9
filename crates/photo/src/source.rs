//! From bytes to pixels: what kind of file, how large, complete, decoded. The pixels stay as they were stored and are
//! turned window by window as their EXIF says, so a large photo is never held twice. Deliberately not here: anything
//! about faces, and anything that keeps EXIF beyond the orientation.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage};

use crate::complete::{is_animated, jpeg_channels, jpeg_reaches_its_end, png_reaches_its_end};
use crate::mip::Mip;
use crate::patch::Window;
use crate::refusal::Refusal;

/// The most pixels that are decoded: 50 MP is 150 MB of RGB, what a small tablet can spare for a moment.
pub const MAX_PIXELS: u64 = 50_000_000;

/// A decoded picture, spoken of in upright px.
pub struct Source {
    stored: Mip,
    orientation: Orientation,
    grey: bool,
}

impl Source {
    /// The picture in `bytes`. `smallest` is the least upright width and height in px that is of use.
    pub fn open(bytes: &[u8], smallest: (u32, u32)) -> Result<Self, Refusal> {
        let format = kind_of(bytes)?;
        let reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut decoder = reader.into_decoder().map_err(refusal_of)?;
        let (width_px, height_px) = decoder.dimensions();
        if u64::from(width_px) * u64::from(height_px) > MAX_PIXELS {
            return Err(Refusal::TooLarge { width_px, height_px });
        }
        let complete = match format {
            ImageFormat::Jpeg => jpeg_reaches_its_end(bytes),
            _ => png_reaches_its_end(bytes),
        };
        if !complete {
            return Err(Refusal::Truncated);
        }
        if format == ImageFormat::Jpeg && jpeg_channels(bytes) == Some(4) {
            return Err(unsupported("cmyk jpeg"));
        }
        if format == ImageFormat::Png && is_animated(bytes) {
            return Err(unsupported("animated png"));
        }
        let orientation = decoder.orientation().map_err(refusal_of)?;
        let (width_px, height_px) = if turned(orientation) { (height_px, width_px) } else { (width_px, height_px) };
        if width_px < smallest.0 || height_px < smallest.1 {
            return Err(Refusal::TooSmall { width_px, height_px });
        }
        let grey = matches!(decoder.color_type(), ColorType::L8 | ColorType::La8 | ColorType::L16 | ColorType::La16);
        let stored = DynamicImage::from_decoder(decoder).map_err(refusal_of)?.into_rgb8();
        Ok(Self { stored: Mip::of(stored), orientation, grey })
    }

    /// A picture that is already decoded and upright.
    pub fn upright(rgb: RgbImage) -> Self {
        Self { stored: Mip::of(rgb), orientation: Orientation::NoTransforms, grey: false }
    }

    /// True if the file holds no colours at all.
    pub fn is_grey(&self) -> bool {
        self.grey
    }

    /// Upright width, px.
    pub fn width(&self) -> u32 {
        if turned(self.orientation) { self.stored.dimensions().1 } else { self.stored.dimensions().0 }
    }

    /// Upright height, px.
    pub fn height(&self) -> u32 {
        if turned(self.orientation) { self.stored.dimensions().0 } else { self.stored.dimensions().1 }
    }

    /// `window` (inside the picture) at `width` × `height` px, quickly: for what needs no fine detail.
    pub fn shrunk(&self, window: Window, width: u32, height: u32) -> Option<RgbImage> {
        self.resampled(window, width, height, FilterType::Bilinear)
    }

    /// `window` (inside the picture) at `width` × `height` px, Lanczos over three lobes, antialiased when it shrinks.
    pub fn cut(&self, window: Window, width: u32, height: u32) -> Option<RgbImage> {
        self.resampled(window, width, height, FilterType::Lanczos3)
    }

    fn resampled(&self, window: Window, width: u32, height: u32, filter: FilterType) -> Option<RgbImage> {
        let stored = self.as_stored(window);
        let (w, h) = if turned(self.orientation) { (height, width) } else { (width, height) };
        let resampled = self.stored.cut(stored, w, h, filter)?;
        if self.orientation == Orientation::NoTransforms {
            return Some(resampled);
        }
        let mut upright = DynamicImage::ImageRgb8(resampled);
        upright.apply_orientation(self.orientation);
        Some(upright.into_rgb8())
    }

    /// An upright window in stored px.
    fn as_stored(&self, w: Window) -> Window {
        let right = f64::from(self.width()) - w.left - w.width;
        let bottom = f64::from(self.height()) - w.top - w.height;
        let (left, top) = match self.orientation {
            Orientation::NoTransforms => (w.left, w.top),
            Orientation::FlipHorizontal => (right, w.top),
            Orientation::Rotate180 => (right, bottom),
            Orientation::FlipVertical => (w.left, bottom),
            Orientation::Rotate90 => (w.top, right),
            Orientation::Rotate90FlipH => (w.top, w.left),
            Orientation::Rotate270 => (bottom, w.left),
            Orientation::Rotate270FlipH => (bottom, right),
        };
        let (width, height) = if turned(self.orientation) { (w.height, w.width) } else { (w.width, w.height) };
        Window { left: left.max(0.0), top: top.max(0.0), width, height }
    }
}

/// True if upright width is stored height.
fn turned(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate90FlipH | Rotate270 | Rotate270FlipH)
}

/// `window` of `from` at `width` × `height` px, antialiased when it shrinks. `None` if the window is not inside.
pub fn resample(from: &RgbImage, window: Window, width: u32, height: u32, filter: FilterType) -> Option<RgbImage> {
    let view = ImageRef::new(from.width(), from.height(), from.as_raw(), PixelType::U8x3).ok()?;
    let mut to = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).crop(
        window.left,
        window.top,
        window.width.min(f64::from(from.width()) - window.left),
        window.height.min(f64::from(from.height()) - window.top),
    );
    Resizer::new().resize(&view, &mut to, &options).ok()?;
    RgbImage::from_raw(width, height, to.into_vec())
}

/// JPEG or PNG by the first bytes; other known kinds of pictures are named in the refusal.
fn kind_of(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => Ok(format),
        Ok(other) => Err(unsupported(other.extensions_str().first().copied().unwrap_or("picture"))),
        Err(_) => match bytes.get(4..12) {
            // ISO base media file: the brand follows `ftyp` (ISO/IEC 23008-12).
            Some([b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's']) => Err(unsupported("avif")),
            Some([b'f', b't', b'y', b'p', b'h' | b'm', ..]) => Err(unsupported("heic")),
            _ => Err(Refusal::NotAnImage),
        },
    }
}

fn unsupported(format: &str) -> Refusal {
    Refusal::Unsupported { format: format.to_owned() }
}

/// Past the signature a file either asks for something the decoder lacks, or it is damaged.
fn refusal_of(error: ImageError) -> Refusal {
    match error {
        ImageError::Unsupported(_) => unsupported("an unusual kind of JPEG or PNG"),
        _ => Refusal::Truncated,
    }
}
