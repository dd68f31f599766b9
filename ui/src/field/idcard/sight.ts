// Where the head belongs in the camera's picture: the finished photo's frame, laid into it with room around. The numbers are the
// profile's own; what the profile leaves to the head (how far the eyes lie below the hair) is what the checks take as usual.
import { eyes_from_lower_edge_px, face_width_px, frame, head_top_from_upper_edge_px, limits, margin_px } from "../../../../crates/photo/profiles/ga461.json";

/** Distances between the pupils: the face's width, the hair above the eyes, the chin below them. */
const [WIDTH, HAIR, CHIN] = [2.13, 2.1, 1.98];
/** A little more than the least that gives no warning: a head that fills the oval is near enough. */
const SPARE = 1.06;
/** The frame takes no less and no more of the picture: room to breathe, but not to be lost in. */
const [LEAST, MOST] = [0.6, 0.85];
/** How much of the room lies above: less, for what is said stands below. */
const ABOVE = 0.3;
/** Source pixels that the whole frame wants, from top to bottom. */
const WANTED_PX = limits.source_scale.warn_below * frame.height_px;

export type Sight = {
  /** The finished photo in the camera's picture. */
  crop: { x: number; y: number; width: number; height: number };
  head: { cx: number; cy: number; rx: number; ry: number };
  /** Rows of the eyes and of the highest hair. */
  eyes: number;
  top: number;
};

export function sight(width: number, height: number): Sight {
  const share = Math.min(Math.max((SPARE * WANTED_PX) / height, LEAST), MOST, (MOST * width * frame.height_px) / (frame.width_px * height));
  const scale = (share * height) / frame.height_px;
  const crop = { width: frame.width_px * scale, height: frame.height_px * scale, x: 0, y: 0 };
  [crop.x, crop.y] = [(width - crop.width) / 2, (height - crop.height) * ABOVE];
  const apart = face_width_px.target / WIDTH;
  const top = head_top_from_upper_edge_px.target;
  const eyes = Math.min(top + HAIR * apart, frame.height_px - eyes_from_lower_edge_px.min - margin_px);
  const chin = eyes + CHIN * apart;
  const row = (px: number) => crop.y + px * scale;
  return {
    crop, eyes: row(eyes), top: row(top),
    head: { cx: width / 2, cy: row((top + chin) / 2), rx: (face_width_px.target / 2) * scale, ry: ((chin - top) / 2) * scale },
  };
}
