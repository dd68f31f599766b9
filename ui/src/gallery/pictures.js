// Compares the built gallery with the pictures that were looked at and committed: a change of look is seen, not guessed.
// `--update` takes new ones. Differences are written to out/pictures; it exits non-zero when there is one.
import { createReadStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import { chromium } from "playwright-core";
import { PNG } from "pngjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const kept = join(here, "pictures");
const built = join(here, "../../../out/gallery");
const found = join(here, "../../../out/pictures");
const update = process.argv.includes("--update");
/** What the standard of this house asks of every place to tap, in CSS px. */
const LEAST_PX = 48;
/** The share of pixels that may differ: antialiasing of another machine, not a moved button. */
const TOLERATED = 0.002;
const THEMES = ["light", "dark", "sunlight"];
const PAGES = [
  ...["controls", "lists", "marks", "frames", "overlays"].flatMap((section) =>
    THEMES.map((theme) => ({ name: `${section}-${theme}`, query: `section=${section}&theme=${theme}` })),
  ),
  { name: "controls-mongolian", query: "section=controls&language=mn" },
  { name: "marks-mongolian", query: "section=marks&language=mn" },
  { name: "screen-unlock", query: "screen=unlock&stage=locked" },
  { name: "screen-emptied", query: "screen=unlock&stage=emptied" },
  { name: "screen-emptied-mongolian", query: "screen=unlock&stage=emptied&language=mn" },
  { name: "screen-today", query: "screen=today" },
  { name: "screen-today-mongolian", query: "screen=today&language=mn" },
  { name: "screen-today-upright", query: "screen=today", upright: true },
  { name: "screen-household-upright", query: "screen=household", upright: true },
];
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };

function serve() {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = join(built, path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** What a gloved finger could miss: each place to tap that is lower or narrower than `least`. Runs in the page. */
function tooSmall(least) {
  const places = document.querySelectorAll("button, input:not(.unseen), textarea, select, label:has(input.unseen), a[href]");
  return [...places].filter((place) => place.offsetParent !== null).flatMap((place) => {
    const { width, height } = place.getBoundingClientRect();
    if (Math.round(width) >= least && Math.round(height) >= least) return [];
    return [`${place.dataset.testid ?? place.textContent.trim().slice(0, 20)} ${Math.round(width)}×${Math.round(height)}`];
  });
}

async function take(browser, base, query, upright) {
  const page = await browser.newPage({
    viewport: upright ? { width: 800, height: 1280 } : { width: 1280, height: 800 }, reducedMotion: "reduce", locale: "zh-CN", timezoneId: "Asia/Shanghai",
  });
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.clock.setFixedTime(new Date("2026-11-23T12:31:00+08:00"));
  await page.goto(`${base}/gallery.html?${query}`);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  await page.addStyleTag({ content: "*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }" });
  const picture = await page.screenshot({ fullPage: true });
  const small = await page.evaluate(tooSmall, LEAST_PX);
  if (small.length) faults.push(`under ${LEAST_PX} px: ${small.join(", ")}`);
  await page.close();
  if (faults.length) throw new Error(`${query}: ${faults.join("; ")}`);
  return picture;
}

function differs(name, picture) {
  const file = join(kept, `${name}.png`);
  if (!existsSync(file)) return "no picture is kept";
  const [before, after] = [PNG.sync.read(readFileSync(file)), PNG.sync.read(picture)];
  const { width, height } = before;
  if (after.width !== width || after.height !== height) return `${width}×${height} became ${after.width}×${after.height}`;
  const diff = new PNG({ width, height });
  const pixels = pixelmatch(before.data, after.data, diff.data, width, height, { threshold: 0.15 });
  if (pixels / (width * height) <= TOLERATED) return null;
  writeFileSync(join(found, `${name}.diff.png`), PNG.sync.write(diff));
  return `${pixels} pixels differ`;
}

rmSync(found, { recursive: true, force: true });
mkdirSync(found, { recursive: true });
mkdirSync(kept, { recursive: true });
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});
let [passed, failed] = [0, 0];
try {
  for (const { name, query, upright = false } of PAGES) {
    const picture = await take(browser, `http://127.0.0.1:${server.address().port}`, query, upright);
    if (update) writeFileSync(join(kept, `${name}.png`), picture);
    const difference = update ? null : differs(name, picture);
    if (difference === null) passed += 1;
    else {
      failed += 1;
      writeFileSync(join(found, `${name}.png`), picture);
      console.log(`${name}: ${difference}`);
    }
  }
} finally {
  await browser.close();
  server.close();
}
console.log(`pictures: ${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
