// The stage of the desk's journeys: the real server with a small register, browsers, and a tablet that is played by the
// crates it is made of. Everybody in it is made up: 150599 is no place, 000 no phone.
import { execFileSync, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const pictures = join(root, "out/desk");
const built = (name) => process.env[`${name.toUpperCase().replaceAll("-", "_")}_PROGRAM`] ?? join(root, "target/debug", name);
/** axe-core, evaluated by the browser itself, past the content policy. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core")), "utf8");

export const PASSWORD = "草原上的一匹白马";
const REGISTER = {
  station: "name,name_mn,duty_phone,emergency_phone\n云雀滩派出所,,00012345678,110\n",
  areas: "code,kind,name,name_mn,parent\n01,sub_farm,乌兰分场,,\n01-01,gacha,呼和嘎查,,01\n",
  officers: "badge,name,name_mn,phone,areas\n000101,孟和巴图,,00000000101,01\n",
  materials: "code,kind,title,title_mn,language,version\nFZ-01,leaflet,防诈骗手册,,zh,1\n",
  households: "code,area,address,latitude,longitude,access_notes,phone\n01-0001,01-01,乌兰分场1号,44.1,116.2,过了敖包往东三公里有一扇红门,00044440417\n01-0002,01-01,乌兰分场2号,44.2,116.35,,00044440418\n",
  people: "household,relation,name,name_mn,id_number,born_on,phone,language\n" +
    "01-0001,head,阿拉坦苏和,ᠠᠯᠲᠠᠨᠰᠦᠬᠡ,150599196803120014,1968-03-12,00055550101,mn\n" +
    "01-0001,spouse,其其格,,150599197007210021,1970-07-21,00055550102,mn\n" +
    "01-0002,head,巴特尔,,150599198512010012,1985-12-01,00055550103,zh\n",
};

export class Stage {
  /** What went wrong that nobody waited for: errors of a page, what the content policy refused, what axe found. */
  faults = new Set();
  #folder = mkdtempSync(join(tmpdir(), "beibao-desk-"));
  #server;
  #browser;
  /** @type {import("playwright-core").Page} */
  page;
  address = "";
  code = "";

  /** A place for files. */
  beside = (name) => join(this.#folder, name);

  async open() {
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
    const env = { ...process.env, BEIBAO_STATION: this.beside("station"), BEIBAO_LANGUAGE: "en" };
    execFileSync(built("beibao-station"), ["init"], { env });
    for (const [name, text] of Object.entries(REGISTER)) writeFileSync(this.beside(`${name}.csv`), text);
    execFileSync(built("beibao-station"), ["import", ...Object.keys(REGISTER).map((name) => this.beside(`${name}.csv`))], { env });
    this.#server = spawn(built("beibao-station"), ["serve", "--listen", "127.0.0.1:0", "--desk", "127.0.0.1:0"], { env });
    Object.assign(this, await new Promise((resolve, reject) => {
      let text = "";
      this.#server.stdout.on("data", (piece) => {
        text += piece;
        const address = /page opens at (https:\S+)/.exec(text)?.[1];
        const code = /open the page: (\S+)/.exec(text)?.[1];
        if (address && code) resolve({ address, code });
      });
      this.#server.on("exit", (status) => reject(new Error(`the server ended with ${status}: ${text}`)));
    }));
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP beibao-station 127.0.0.1", `--ignore-certificate-errors-spki-list=${await this.#key()}`, "--disable-quic", "--no-first-run", "--disable-background-networking"];
    this.#browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
    this.page = await this.someone();
  }

  /** A browser of its own. The station's certificate is its own; whoever sits at the desk has been told its fingerprint. */
  async someone() {
    const context = await this.#browser.newContext({ ignoreHTTPSErrors: true, locale: "zh-CN", reducedMotion: "reduce", viewport: { width: 1280, height: 800 } });
    return this.#watched(context);
  }

  async #watched(context) {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("pageerror", (error) => this.faults.add(error.message));
    // A refusal is part of many journeys; what the content policy refuses is part of none.
    page.on("console", (message) => message.type() === "error" && !/status of 4\d\d/.test(message.text()) && this.faults.add(message.text()));
    return page;
  }

  /** The same with a passkey of its own, in a browser that trusts the station's certificate: one that does not gives no passkeys. */
  async withPasskey() {
    const context = await this.#browser.newContext({ locale: "zh-CN", reducedMotion: "reduce", viewport: { width: 1280, height: 800 } });
    const page = await this.#watched(context);
    const devtools = await context.newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    const options = { protocol: "ctap2", transport: "internal", hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
    await page.goto(this.byName);
    return page;
  }

  /** The desk by a name of its certificate: passkeys belong to names. */
  get byName() {
    return this.address.replace("127.0.0.1", "beibao-station");
  }

  /** SHA-256 of the station's public key. */
  #key = () => new Promise((resolve, reject) => {
    const { hostname, port } = new URL(this.address);
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const { publicKey } = new X509Certificate(socket.getPeerCertificate().raw);
      resolve(createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("base64"));
      socket.end();
    });
    socket.on("error", reject);
  });

  /** Signs somebody in at a page. */
  async signIn(page, name) {
    if (!page.url().startsWith("https:")) await page.goto(this.address);
    await page.getByTestId("name").fill(name);
    await page.getByTestId("password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByTestId("nav-own").waitFor();
  }

  /** Makes an account, by an administrator's page. */
  async account(name, role) {
    const at = (id) => this.page.getByTestId(id);
    await at("nav-accounts").click();
    await at("new-account").click();
    await at("account-name").fill(name);
    await at("account-shown").fill(`${role} ${name}`);
    await at("account-role").selectOption(role);
    await at("account-password").fill(PASSWORD);
    await at("account-save").click();
    await at(`account-${name}`).waitFor();
  }

  /** What the tablet does, and what it says of it. */
  tablet = (...command) => this.tabletOf("tablet", ...command);
  tabletOf = (name, ...command) => execFileSync(built("beibao-tablet"), [this.beside(name), ...command], { encoding: "utf8", stdio: "pipe" }).trim();

  /** Pictures of a place, and what axe finds there: small and large, light and dark. */
  async look(name, page = this.page) {
    await page.evaluate(() => document.fonts.ready);
    for (const [theme, width, height] of [["light", 1280, 800], ["dark", 1280, 800], ["light", 1920, 1080], ["dark", 1920, 1080]]) {
      await page.setViewportSize({ width, height });
      await page.evaluate((wanted) => (document.documentElement.dataset.theme = wanted), theme);
      // Colours fade from one theme to the other, element by element.
      await page.waitForFunction(() => document.getAnimations().every((one) => !(one instanceof CSSTransition)));
      await page.screenshot({ path: join(pictures, `${name}-${theme}-${width}.png`) });
      if (width === 1280) await this.#audit(page, `${name} ${theme}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate(() => (document.documentElement.dataset.theme = "light"));
  }

  /** What the printer gets. */
  paper = (name, page = this.page) => page.pdf({ path: join(pictures, `${name}.pdf`), format: "A4" });

  async #audit(page, name) {
    const found = await page.evaluate(AXE + ';axe.run(document, { resultTypes: ["violations"] })');
    for (const { id, nodes } of found.violations) this.faults.add(`${name}: ${id} ${nodes.map((node) => node.target).join(", ")}`);
  }

  failed = () => this.page?.screenshot({ path: join(pictures, "failed.png") });

  async close() {
    await this.#browser?.close();
    this.#server?.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What a step ends with that must hold. */
export function holds(what, truth) {
  if (!truth) throw new Error(what);
}
