// A first evening at the desk, in a real browser against the real server: set up, sign in, enrol a tablet, find somebody and
// put a field right, and read all of it in the trail. Exits non-zero at the first step that does not go on.
//
// Needs `npm run build:desk` and then `cargo build -p beibao-station` (or $BEIBAO_STATION_PROGRAM). Pictures of each place go to
// ../out/desk. $BEIBAO_STATION serves a folder of your own instead of a fresh one, if nobody has an account in it yet.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const program = process.env.BEIBAO_STATION_PROGRAM ?? join(root, "target/debug/beibao-station");
const pictures = join(root, "out/desk");
const PASSWORD = "草原上的一匹白马";
/** Nobody in it exists: 150599 is no place, 000 no phone. */
const REGISTER = {
  station: "name,name_mn,duty_phone,emergency_phone\n云雀滩派出所,,00012345678,110\n",
  areas: "code,kind,name,name_mn,parent\n01,sub_farm,乌兰分场,,\n01-01,gacha,呼和嘎查,,01\n",
  officers: "badge,name,name_mn,phone,areas\n000101,孟和巴图,,00000000101,01\n",
  households: "code,area,address,latitude,longitude,access_notes,phone\n01-0001,01-01,乌兰分场1号,44.1,116.2,过了敖包往东三公里有一扇红门,00044440417\n",
  people: "household,relation,name,name_mn,id_number,born_on,phone,language\n" +
    "01-0001,head,阿拉坦苏和,ᠠᠯᠲᠠᠨᠰᠦᠬᠡ,150599196803120014,1968-03-12,00055550101,mn\n01-0001,spouse,其其格,,150599197007210021,1970-07-21,00055550102,mn\n",
};

/** axe-core, which looks at each place as a screen reader would; evaluated by the browser itself, past the content policy. */
const axe = await import("axe-core").then((module) => module.default.source).catch(() => null);

const fresh = process.env.BEIBAO_STATION === undefined ? mkdtempSync(join(tmpdir(), "beibao-desk-")) : null;
/** Where backups go. */
const scratch = mkdtempSync(join(tmpdir(), "beibao-backups-"));
const folder = process.env.BEIBAO_STATION ?? join(fresh, "station");
const environment = { ...process.env, BEIBAO_STATION: folder, BEIBAO_LANGUAGE: "en" };

function makeStation() {
  execFileSync(program, ["init"], { env: environment });
  for (const [name, text] of Object.entries(REGISTER)) {
    writeFileSync(join(fresh, `${name}.csv`), text);
    execFileSync(program, ["import", join(fresh, `${name}.csv`)], { env: environment });
  }
}

/** Starts the server; resolves with the page's address and the code of the terminal. */
function serve() {
  const server = spawn(program, ["serve", "--listen", "127.0.0.1:0", "--desk", "127.0.0.1:0"], { env: environment });
  const said = new Promise((resolve, reject) => {
    let text = "";
    server.stdout.on("data", (piece) => {
      text += piece;
      const address = /page opens at (https:\S+)/.exec(text)?.[1];
      const code = /open the page: (\S+)/.exec(text)?.[1];
      if (address && code) resolve({ address, code });
    });
    server.on("exit", (status) => reject(new Error(`the server ended with ${status}: ${text}`)));
  });
  return { server, said };
}

/** What axe finds wrong with a page, if it is installed. */
const barriers = [];
async function audit(page, name) {
  if (!axe) return;
  const found = await page.evaluate(axe + ';axe.run(document, { resultTypes: ["violations"] })');
  const told = found.violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map((node) => node.target).join(", ")}`);
  barriers.push(...told);
}

async function look(page, name) {
  await page.evaluate(() => document.fonts.ready);
  for (const [theme, width, height] of [["light", 1280, 800], ["dark", 1280, 800], ["light", 1920, 1080]]) {
    await page.setViewportSize({ width, height });
    await page.evaluate((wanted) => (document.documentElement.dataset.theme = wanted), theme);
    // Colours fade from one theme to the other, element by element.
    await page.waitForFunction(() => document.getAnimations().every((one) => !(one instanceof CSSTransition)));
    await page.screenshot({ path: join(pictures, `${name}-${theme}-${width}.png`) });
    if (width === 1280) await audit(page, `${name} ${theme}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => (document.documentElement.dataset.theme = "light"));
}

async function journey(page, { address, code }) {
  const at = (id) => page.getByTestId(id);
  const step = async (name, go) => {
    await go();
    await look(page, name);
    console.log(`  ${name}`);
  };
  await step("set-up", async () => {
    await page.goto(address);
    await at("setup-code").fill(code);
    await at("name").fill("wang");
    await at("shown").fill("王芳");
    await at("password").fill(PASSWORD);
    await at("password-again").fill(PASSWORD);
  });
  await step("today", async () => {
    await at("entry-submit").click();
    await at("nav-today").waitFor();
    await page.getByRole("main").locator("section").nth(2).waitFor();
  });
  await step("sign-in", async () => {
    await at("nav-own").click();
    await at("sign-out").click();
    await at("name").fill("wang");
    await at("password").fill("不是这一个");
    await at("entry-submit").click();
    await at("problem").waitFor();
  });
  await step("own", async () => {
    await at("password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await at("nav-own").click();
    await at("offer-factor").click();
    await at("factor-qr").waitFor();
  });
  await step("enrol", async () => {
    await at("nav-tablets").click();
    await at("enrol").click();
    await at("enrol-make").click();
    await at("enrol-qr").waitFor();
    if ((await at("enrol-code").inputValue()).length < 100) throw new Error("no enrolment code is shown");
  });
  await step("register", async () => {
    await page.keyboard.press("Escape");
    await at("nav-tablets").click();
    await page.keyboard.press("/");
    await at("search-box").fill("0014");
    await at("hit-0").waitFor();
  });
  await step("person", async () => {
    await page.keyboard.press("Enter");
    await at("edit-phone").click();
    await at("edit-value").fill("00055559999");
    await page.keyboard.press("Enter");
    await at("edit-value").waitFor({ state: "detached" });
    await at("field-phone").getByText("00055559999").waitFor();
    await at("show-history").click();
    await page.getByRole("cell", { name: "00055559999" }).waitFor();
  });
  await step("household", async () => {
    await at("to-household").click();
    await at("field-address").waitFor();
  });
  await step("add-person", async () => {
    await at("add-person").click();
    await at("new-name").fill("巴图");
    await at("new-id_number").fill("150599196803120014");
    await at("new-save").click();
    await page.getByRole("alert").first().waitFor();
    await at("new-id_number").fill("150599200105040034");
    await at("new-relation").selectOption("child");
  });
  await step("record", async () => {
    await at("new-save").click();
    await at("to-record").click();
    await at("record-pdf").waitFor();
    await page.getByText("巴图").first().waitFor();
  });
  await step("erasure", async () => {
    await at("erase").click();
    await at("erase-sure").check();
  });
  await step("erased", async () => {
    await at("erase-confirm").click();
    await at("erased").waitFor();
    const saving = page.waitForEvent("download");
    await at("certificate").click();
    const file = await (await saving).path();
    if (!readFileSync(file).subarray(0, 5).equals(Buffer.from("%PDF-"))) throw new Error("the certificate is no PDF");
  });
  await step("sheets", async () => {
    await at("nav-register").click();
    await at("to-sheets").click();
    const sheet = "household,relation,name,name_mn,id_number,born_on,phone,language\n01-0001,head,阿拉坦苏和,,150599196803120014,1968-03-12,00011112222,mn\n01-9999,head,巴特尔,,,,,\n";
    await at("sheet-file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await at("sheet-trial").waitFor();
    await page.getByRole("cell", { name: "00011112222" }).waitFor();
  });
  await step("sheet-taken", async () => {
    await at("sheet-take").click();
    await at("sheet-taken").waitFor();
  });
  await step("keeping", async () => {
    await at("nav-keeping").click();
    await at("nothing-ends").waitFor();
    await at("backup-folder").fill(join(scratch, "backups"));
    await at("backup-plan").click();
    await at("backup-now").click();
    await page.getByRole("cell", { name: /beibao-/ }).first().waitFor();
    await at("rehearse").click();
    await at("rehearsed").waitFor();
  });
  await step("portraits", async () => {
    await at("nav-portraits").click();
    await page.getByRole("main").locator("section").first().waitFor();
    await page.waitForLoadState("networkidle");
  });
  await step("documents", async () => {
    await at("nav-documents").click();
    await at("production").click();
    // What production never made is refused with its line, and nothing else happens.
    await at("results-file").setInputFiles({ name: "results.csv", mimeType: "text/csv", buffer: Buffer.from("application,result\nFFFFFFFF,ready\n") });
    await at("made").waitFor();
  });
  await step("matters", async () => {
    await at("nav-matters").click();
    await at("kind-suggestion").click();
    await page.getByRole("main").locator("section").first().waitFor();
  });
  await step("shelf", async () => {
    await at("nav-shelf").click();
    await at("phrases").click();
    await at("to-sheets").click();
    await at("sheet-file").setInputFiles({ name: "phrases.csv", mimeType: "text/csv", buffer: Buffer.from("code,topic,zh,mn,sounds\nP1,问候,您好,,sain uu\n,问候,再见,,\n") });
    await at("sheet-take").click();
    await at("sheet-taken").waitFor();
    await at("nav-shelf").click();
    await at("phrases").click();
    await at("edit-0").click();
    await at("field-sounds").fill("sain baina uu");
    await at("row-save").click();
    await page.getByRole("cell", { name: "sain baina uu" }).waitFor();
    await at("questionnaires").click();
    await at("workbook-file").setInputFiles({ name: "form.xlsx", mimeType: "", buffer: Buffer.from("no workbook") });
    await at("refusals").waitFor();
  });
  await step("numbers", async () => {
    await at("nav-numbers").click();
    await at("unvisited").click();
    await at("unvisited-0").waitFor();
  });
  await step("accounts", async () => {
    await at("nav-accounts").click();
    await at("account-wang").waitFor();
  });
  await step("audit", async () => {
    await at("nav-audit").click();
    for (const deed of ["set_up", "sign_in_failed", "code_made", "person_seen", "history_seen", "field_edited", "household_seen", "results_taken", "register_imported", "unvisited_seen", "person_erased", "backup_rehearsed"]) {
      await at(`audit-${deed}`).first().waitFor({ timeout: 5000 });
    }
  });
  // The browser's own way back leads where one was.
  await page.goBack();
  await at("account-wang").waitFor();
}

rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });
if (fresh) makeStation();
const { server, said } = serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
try {
  // The station's certificate is its own; whoever sits at the desk has been told its fingerprint.
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "zh-CN", reducedMotion: "reduce", viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  // What the content policy refuses is told here. That a wrong password, and a number that somebody has, are refused is part of the journey.
  page.on("console", (message) => message.type() === "error" && !/status of 40[013]/.test(message.text()) && faults.push(message.text()));
  await journey(page, await said).catch(async (error) => {
    await page.screenshot({ path: join(pictures, "failed.png") });
    throw error;
  });
  if (!axe) console.log("axe-core is not installed: nobody looked at the places as a screen reader would");
  faults.push(...new Set(barriers));
  if (faults.length) throw new Error(faults.join("\n"));
  console.log("journey: passed");
} finally {
  await browser.close();
  server.kill();
  rmSync(scratch, { recursive: true, force: true });
  if (fresh) rmSync(fresh, { recursive: true, force: true });
}
