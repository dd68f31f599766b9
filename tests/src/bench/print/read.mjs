// Reads every picture of a folder with jsQR; prints {jsqr: {picture: text}}. Set up by scripts/bench.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.NODE_PATH, "anything.js"));
const jsQR = require("jsqr");
const { PNG } = require("pngjs");

const [, , folder] = process.argv;
const jsqr = {};
for (const name of readdirSync(folder).filter((name) => name.endsWith(".png")).sort()) {
  const { data, width, height } = PNG.sync.read(readFileSync(join(folder, name)));
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  // Its own text takes the bytes for Latin letters; any page decodes them as UTF-8.
  if (found) jsqr[name] = new TextDecoder().decode(new Uint8Array(found.binaryData));
}
process.stdout.write(JSON.stringify({ jsqr }));
