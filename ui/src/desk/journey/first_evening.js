// The first evening: from a station that nobody has opened to one that is in use.
import { holds, PASSWORD } from "./stage.js";

export const firstEvening = {
  async "the first start makes the first administrator"(stage) {
    const at = (id) => stage.page.getByTestId(id);
    await stage.page.goto(stage.address);
    await at("setup-code").fill(stage.code);
    await at("name").fill("wang");
    await at("shown").fill("王芳");
    await at("password").fill(PASSWORD);
    await at("password-again").fill(PASSWORD);
    await stage.look("set-up");
    await at("entry-submit").click();
    await at("recovery-missing").waitFor();
    await stage.look("keeping-first");
  },

  async "the recovery key is printed for a password"(stage) {
    const at = (id) => stage.page.getByTestId(id);
    await at("recovery").click();
    await at("recovery-password").fill(PASSWORD);
    await stage.page.keyboard.press("Enter");
    await at("recovery-sheet").waitFor();
    holds("eight groups of six digits", /^(\d{6}\s*){8}$/.test(await at("recovery-sheet").locator("ol").innerText()));
    await stage.look("recovery");
    await stage.paper("recovery");
    await stage.page.keyboard.press("Escape");
    await at("recovery-missing").waitFor({ state: "detached" });
    await at("nav-today").click();
    await stage.page.getByRole("main").locator("section").nth(2).waitFor();
    await stage.look("today");
  },

  async "a wrong password is told and the right one leads on"(stage) {
    const at = (id) => stage.page.getByTestId(id);
    await at("nav-own").click();
    await at("sign-out").click();
    await at("name").fill("wang");
    await at("password").fill("不是这一个");
    await at("entry-submit").click();
    await at("problem").waitFor();
    await stage.look("sign-in");
    await stage.signIn(stage.page, "wang");
  },

  async "a second factor is offered"(stage) {
    const at = (id) => stage.page.getByTestId(id);
    await at("nav-own").click();
    await at("offer-password").fill(PASSWORD);
    await at("offer-factor").click();
    await at("factor-qr").waitFor();
    await stage.look("own");
  },

  async "a passkey is the second factor where the desk is opened by its name"(stage) {
    const { page: first } = stage;
    await first.getByTestId("no-passkeys").waitFor();
    await stage.account("sarula", "desk");
    const page = await stage.withPasskey();
    const at = (id) => page.getByTestId(id);
    await stage.signIn(page, "sarula");
    await at("nav-own").click();
    await at("passkey-name").fill("内勤电脑");
    await at("passkey-again").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await at("passkey").waitFor();
    await stage.look("own-passkey", page);
    await at("sign-out").click();
    await at("name").fill("sarula");
    await at("password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await at("entry-back").waitFor();
    await stage.look("passkey-asked", page);
    await page.keyboard.press("Enter");
    await at("nav-own").click();
    await at("passkey").getByText(/\d{4}-\d\d-\d\d/).nth(1).waitFor();
    // By its numbers the desk is another place: the browser gives nothing there, and the page says where it would.
    const elsewhere = await stage.someone();
    await elsewhere.goto(stage.address);
    await elsewhere.getByTestId("name").fill("sarula");
    await elsewhere.getByTestId("password").fill(PASSWORD);
    await elsewhere.keyboard.press("Enter");
    await elsewhere.getByText(stage.byName.replace(/\/$/, "")).waitFor();
    await stage.look("passkey-elsewhere", elsewhere);
    await elsewhere.getByTestId("entry-back").click();
    await elsewhere.getByTestId("name").waitFor();
    await elsewhere.context().close();
    await at("remove-passkey").click();
    await at("passkey-password").fill(PASSWORD);
    await at("confirm-remove-passkey").click();
    await at("passkey").waitFor({ state: "detached" });
    await page.context().close();
  },

  async "a tablet is enrolled with the code of the page, and the code leads nowhere a second time"(stage) {
    const at = (id) => stage.page.getByTestId(id);
    await at("nav-tablets").click();
    await at("enrol").click();
    await at("enrol-make").click();
    await at("enrol-qr").waitFor();
    await stage.look("enrol");
    const code = await at("enrol-code").inputValue();
    stage.tablet("enrol", code);
    let again = "";
    try { stage.tabletOf("another", "enrol", code); } catch (error) { again = String(error.stderr); }
    holds("a code that was used lets a second tablet in", again.includes("EnrolmentUsed"));
    await stage.page.keyboard.press("Escape");
    await at("nav-today").click();
    await at("nav-tablets").click();
    await stage.page.getByRole("cell", { name: "000101" }).waitFor();
    stage.tablet("sync");
    await at("nav-today").click();
    await at("nav-tablets").click();
    await stage.page.locator('[data-testid^="condition-"]', { hasText: /0\.\d/ }).waitFor();
    await stage.look("tablets");
  },

  async "somebody is found by the last digits and a field is put right"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await page.keyboard.press("/");
    await at("search-box").fill("0014");
    await at("hit-0").waitFor();
    await stage.look("register");
    await page.keyboard.press("Enter");
    await at("edit-phone").click();
    await at("edit-value").fill("00055559999");
    await page.keyboard.press("Enter");
    await at("edit-value").waitFor({ state: "detached" });
    await at("field-phone").getByText("00055559999").waitFor();
    await at("show-history").click();
    await page.getByRole("cell", { name: "00055559999" }).waitFor();
    await stage.look("person");
  },

  async "a person is added to a household, and a number that somebody has is refused"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("to-household").click();
    await at("field-address").waitFor();
    await stage.look("household");
    await at("add-person").click();
    await at("new-name").fill("巴图");
    await at("new-id_number").fill("150599196803120014");
    await at("new-save").click();
    await page.getByRole("alert").first().waitFor();
    await at("new-id_number").fill("150599200105040034");
    await at("new-relation").selectOption("child");
    await stage.look("add-person");
    await at("new-save").click();
    await at("to-record").waitFor();
  },

  async "all that is recorded of somebody is shown, erased, and certified"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("to-record").click();
    await at("record-pdf").waitFor();
    await page.getByText("巴图").first().waitFor();
    await stage.look("record");
    await at("erase").click();
    await at("erase-sure").check();
    await stage.look("erasure");
    await at("erase-confirm").click();
    await at("erased").waitFor();
    await stage.look("erased");
    holds("the certificate is no PDF", (await saved(page, () => at("certificate").click())).subarray(0, 5).equals(Buffer.from("%PDF-")));
  },
};

/** The bytes of what the page gives to be kept. */
export async function saved(page, go) {
  const saving = page.waitForEvent("download");
  await go();
  const { readFileSync } = await import("node:fs");
  return readFileSync(await (await saving).path());
}
