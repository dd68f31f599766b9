//! The three nets and how one is run: a square picture in, rows of numbers out. `nets/README.md` says where they come
//! from. Deliberately no meaning: what the numbers say is read by `detect`, `landmarks` and `matte::person`.

use std::sync::{Arc, LazyLock};

use image::RgbImage;
use rten::{Model, ModelOptions, OpRegistry, RunOptions, ThreadPool, op_types};
use rten_tensor::{NdTensor, Tensor};

/// Boxes and six points of faces: 128 px, values -1 to 1.
pub static DETECTION: LazyLock<Net> = LazyLock::new(|| Net::read(include_bytes!("../nets/face_detection.onnx")));
/// 468 points of one face: 192 px, values 0 to 1.
pub static LANDMARKS: LazyLock<Net> = LazyLock::new(|| Net::read(include_bytes!("../nets/face_landmarks.onnx")));
/// Where a person is: 256 px, values 0 to 1.
pub static SEGMENTATION: LazyLock<Net> =
    LazyLock::new(|| Net::read(include_bytes!("../nets/person_segmentation.onnx")));

/// One thread for all nets: they are small, and a tablet's other cores have a preview to show.
static THREAD: LazyLock<Arc<ThreadPool>> = LazyLock::new(|| Arc::new(ThreadPool::with_num_threads(1)));

/// A net that is ready to run, or nothing if its file cannot be read; then it finds nothing.
pub struct Net(Option<Model>);

impl Net {
    fn read(onnx: &'static [u8]) -> Self {
        let operators = OpRegistry::with_ops(&[
            &op_types::Add,
            &op_types::AveragePool,
            &op_types::Clip,
            &op_types::Concat,
            &op_types::Conv,
            &op_types::ConvTranspose,
            &op_types::HardSwish,
            &op_types::MaxPool,
            &op_types::Mul,
            &op_types::PRelu,
            &op_types::Pad,
            &op_types::Relu,
            &op_types::Reshape,
            &op_types::Resize,
            &op_types::Sigmoid,
            &op_types::Transpose,
        ]);
        Self(ModelOptions::with_ops(operators).prepack_weights(true).load_static_slice(onnx).ok())
    }

    /// All outputs in the order of the file, each as one row. `picture` has the net's size; a byte becomes
    /// `byte / 255 * scale + offset`. `None` if the net cannot be run.
    pub fn run(&self, picture: &RgbImage, scale: f32, offset: f32) -> Option<Vec<Vec<f32>>> {
        let model = self.0.as_ref()?;
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let mut planes = vec![0.0; 3 * width * height];
        for (i, pixel) in picture.pixels().enumerate() {
            for (c, byte) in pixel.0.into_iter().enumerate() {
                planes[c * width * height + i] = f32::from(byte) * (scale / 255.0) + offset;
            }
        }
        let input = NdTensor::from_data([1, 3, height, width], planes);
        let inputs = vec![(*model.input_ids().first()?, input.into())];
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&THREAD)));
        let outputs = model.run(inputs, model.output_ids(), Some(options)).ok()?;
        outputs.into_iter().map(|value| Some(Tensor::<f32>::try_from(value).ok()?.into_data())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACE: &[u8] = include_bytes!("../nets/vectors/face.png");

    fn face() -> RgbImage {
        image::load_from_memory(FACE).unwrap().into_rgb8()
    }

    /// The largest difference between every `step`th number and the reference, where a number above 1 counts relatively.
    fn apart(ours: &[(&Vec<f32>, usize)], reference: &[u8]) -> f32 {
        let ours: Vec<f32> = ours.iter().flat_map(|(row, step)| row.iter().step_by(*step)).copied().collect();
        let theirs: Vec<f32> =
            reference.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        assert_eq!(ours.len(), theirs.len());
        let apart = |(a, b): (&f32, &f32)| (a - b).abs() / b.abs().max(1.0);
        ours.iter().zip(&theirs).map(apart).fold(0.0, f32::max)
    }

    #[test]
    fn all_nets_agree_with_the_reference_runtime() {
        let face = face();
        let half = RgbImage::from_fn(128, 128, |x, y| *face.get_pixel(2 * x, 2 * y));
        let middle = image::imageops::crop_imm(&face, 32, 32, 192, 192).to_image();
        let boxes = DETECTION.run(&half, 2.0, -1.0).unwrap();
        let points = LANDMARKS.run(&middle, 1.0, 0.0).unwrap();
        let person = SEGMENTATION.run(&face, 1.0, 0.0).unwrap();
        let detection = apart(&[(&boxes[0], 7), (&boxes[1], 7)], include_bytes!("../nets/vectors/face_detection.f32"));
        let landmarks =
            apart(&[(&points[0], 3), (&points[1], 1)], include_bytes!("../nets/vectors/face_landmarks.f32"));
        let segmentation = apart(&[(&person[0], 61)], include_bytes!("../nets/vectors/person_segmentation.f32"));
        assert!(detection < 1e-3 && landmarks < 1e-3 && segmentation < 1e-3, "{detection} {landmarks} {segmentation}");
    }

    #[test]
    fn the_nets_are_the_files_whose_origin_is_told() {
        let note = include_str!("../nets/README.md");
        let nets: [&[u8]; 3] = [
            include_bytes!("../nets/face_detection.onnx"),
            include_bytes!("../nets/face_landmarks.onnx"),
            include_bytes!("../nets/person_segmentation.onnx"),
        ];
        for net in nets {
            let digest = ring::digest::digest(&ring::digest::SHA256, net);
            let digest: String = digest.as_ref().iter().map(|b| format!("{b:02x}")).collect();
            assert!(note.contains(&digest), "{digest}");
        }
    }
}
