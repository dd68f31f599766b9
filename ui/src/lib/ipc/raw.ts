// The commands that carry picture bytes. They go as raw bodies: the same bytes as JSON take ten times as long.
import { invoke } from "@tauri-apps/api/core";

import type { BundleAnswer, Examined, Finding, Picture } from "./bindings";

export type { Check, CheckName, Examined, Limit, Report } from "./bindings";

export const raw = {
  importBundle: (bundle: Uint8Array) => invoke<BundleAnswer>("import_bundle", bundle),
  examinePortrait: (picture: Uint8Array, whiten = false) => invoke<Examined>("examine_portrait", picture, { headers: { whiten: whiten ? "1" : "0" } }),
  livePortrait: (rgba: Uint8Array, width: number, cameraHeight: number) =>
    invoke<Finding[]>("live_portrait", rgba, { headers: { width: String(width), "camera-height": String(cameraHeight) } }),
  portraitImage: (token: string) => invoke<ArrayBuffer>("portrait_image", { token }),
  readCode: (grey: Uint8Array, width: number) => invoke<string | null>("read_code", grey, { headers: { width: String(width) } }),
  keepPicture: (picture: Uint8Array) => invoke<Picture>("keep_picture", picture),
  picture: (hash: string) => invoke<ArrayBuffer>("picture", { hash }),
};
