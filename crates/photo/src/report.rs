//! What an examination says: measurements, checks with numbers and limits, and advice as codes. Deliberately no
//! sentences: the words for each code live in `assets/words/portrait.json`, in every language of the officer.
//! Lengths are px of the upright source unless a name says otherwise; pixel centres lie at +0.5.

use serde::{Deserialize, Serialize};

/// A closed set of codes that is stored and sent in snake case, with the list of all its values.
macro_rules! codes {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $value:ident,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $value,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];
        }
    };
}

/// The full account of one photo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Report {
    /// Name of the profile that judged.
    pub profile: String,
    /// Its version.
    pub profile_version: u32,
    /// True if no check failed: the portrait may be attached to an application.
    pub accepted: bool,
    /// Width after EXIF orientation.
    pub source_width_px: u32,
    /// Height after EXIF orientation.
    pub source_height_px: u32,
    /// True if the officer chose to whiten the cloth and it was done; recorded with the photo.
    pub whitened: bool,
    /// What no measuring tells and the officer answers.
    pub asks: Vec<Ask>,
    /// One entry for each check that could be made, in the order of [`CheckName::ALL`].
    pub checks: Vec<Check>,
    /// Where things are; `None` unless there is exactly one face.
    pub measurements: Option<Measurements>,
}

/// Where the parts of the face were found, upright source px.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Measurements {
    /// Pupil of the subject's left eye (to the right in the picture).
    pub eye_left: Point,
    /// Pupil of the subject's right eye.
    pub eye_right: Point,
    /// Tilt of the eye line, degrees, clockwise in the picture is positive.
    pub roll_deg: f64,
    /// How far the head is turned, degrees; towards the right of the picture is positive.
    pub yaw_deg: f64,
    /// How far it is lifted, degrees.
    pub pitch_deg: f64,
    /// Lowest point of the chin.
    pub chin: Point,
    /// False if a pupil could not be told (closed, hidden by glare) and the eyes are only where the face mesh has them.
    pub eyes_seen: bool,
    /// Row of the highest hair; `None` if no cloth was found above it.
    pub head_top_y: Option<f64>,
    /// Cheek to cheek without ears.
    pub face_width: f64,
    /// Source pixels per pixel of the finished photo.
    pub source_scale: f64,
}

/// A point in px, x to the right and y downwards.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// One judged question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Check {
    /// Which question.
    pub name: CheckName,
    /// Its answer.
    pub verdict: Verdict,
    /// The measured number, in the unit of `limit`.
    pub measured: Option<f64>,
    /// The number it was held against.
    pub limit: Limit,
    /// What the officer does now.
    pub advice: Advice,
}

/// The range without a complaint, in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Limit {
    /// Least, if there is one.
    pub min: Option<f64>,
    /// Most, if there is one.
    pub max: Option<f64>,
    /// Unit of both and of the measured number.
    pub unit: Unit,
}

codes! {
    /// What is checked. Later checks join at the end.
    CheckName {
        /// Exactly one face in the frame.
        SingleFace,
        /// The face has enough pixels and fills enough of the frame.
        FaceSize,
        /// The head looks straight ahead and is not tilted.
        FrontalPose,
        /// Both eyes are open and seen.
        EyesOpen,
        /// The lips are closed.
        MouthClosed,
        /// Neither out of focus nor moved.
        Sharpness,
        /// Neither too dark nor too bright nor flat nor lit from one side.
        Exposure,
        /// Skin has the colour of skin: no cast.
        NeutralColour,
        /// Cloth, or the sitter, wherever the frame is.
        ClothCoversFrame,
        /// Nothing and nobody else in the frame.
        NoForeignObject,
        /// No strong shadow on the cloth.
        NoStrongShadow,
        /// No light on glasses over the eyes.
        NoGlare,
        /// No red pupils.
        NoRedEye,
        /// The source was not compressed too hard.
        SourceQuality,
        /// The background of the finished photo is white.
        WhiteBackground,
        /// The finished crop meets the profile's windows, measured again on the decoded file.
        Geometry,
        /// The finished file meets the profile: bytes, size, density, colour.
        File,
    }
}

codes! {
    /// The answer of a check.
    Verdict {
        /// Nothing to do.
        Pass,
        /// Can be used; could be better.
        Warn,
        /// Cannot be used.
        Fail,
    }
}

codes! {
    /// What only the officer can tell; ticked by hand.
    Ask {
        /// Nothing on the head.
        Bareheaded,
        /// No hands, and nobody else's, at the face or shoulders.
        HandsAway,
        /// A natural expression.
        NaturalExpression,
        /// No uniform.
        NoUniform,
        /// Who always wears glasses keeps them; nobody else has any.
        UsualGlasses,
    }
}

codes! {
    /// Unit of a measured number.
    Unit {
        /// Whole things.
        Count,
        /// A plain ratio.
        Ratio,
        /// Luma steps, 0–255.
        Luma,
        /// Degrees.
        Deg,
        /// CIELAB steps.
        Lab,
        /// Pixels of the finished frame.
        Px,
        /// Bytes.
        Bytes,
    }
}

codes! {
    /// What the officer does now; the sentence is looked up by code.
    Advice {
        /// Nothing.
        None,
        /// No face was found: turn to the camera, uncover the face.
        NoFaceLookAtCamera,
        /// Only one person may be in the frame.
        MoreThanOneFace,
        /// The face is too small.
        ComeCloser,
        /// The head and shoulders do not fit.
        StepBack,
        /// Blurred: hold still, wipe the lens, focus on the eyes.
        HoldStill,
        /// Too dark.
        MoreLight,
        /// Too bright.
        LessLight,
        /// One cheek is much darker: turn towards the light or put it in front.
        EvenLight,
        /// There is no room above the head.
        LiftCamera,
        /// There is no room below the shoulders.
        LowerCamera,
        /// The face is too far to one side.
        CentreFace,
        /// The eyes cannot be seen: open them, push up the hair, turn glasses out of the light.
        ShowEyes,
        /// The head is turned or tilted: look straight ahead.
        LookStraight,
        /// The eyes are shut: open them.
        OpenEyes,
        /// The mouth is open: close it.
        CloseMouth,
        /// The picture is flat: wipe the lens, turn from the light behind.
        WipeLens,
        /// Skin has a cast: switch off coloured lamps, set white balance to automatic.
        MendColour,
        /// The cloth does not fill the frame: hang it wider, come closer.
        SpreadCloth,
        /// Something or somebody else is in the frame.
        ClearFrame,
        /// A shadow on the cloth: step away from the cloth, turn the lamp.
        LeaveShadow,
        /// Light on the glasses: lower the chin, turn the glasses or the lamp.
        TurnGlasses,
        /// Red pupils: switch the flash off.
        NoFlash,
        /// The camera's files are compressed too hard: set it to a finer quality.
        FinerQuality,
        /// The camera's whole picture has too few pixels: a larger size, or another camera.
        FinerCamera,
        /// The cloth is not white: use the white cloth, or choose to whiten.
        WhiteCloth,
        /// The picture has no colours.
        ColourPhoto,
        /// The face found second is small and on the clothes: cover it.
        CoverPrint,
        /// The profile cannot be met with this photo: take another.
        TakeAgain,
    }
}
