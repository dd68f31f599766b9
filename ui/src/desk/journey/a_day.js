// A day: the tablet goes out without a line, comes home, and what it brought goes its way, to the card that is handed over at
// the door.
import { holds, PASSWORD } from "./stage.js";
import { saved } from "./first_evening.js";

/** The queue as the page has it now. */
async function queue(page, count) {
  await page.getByTestId("nav-today").click();
  await page.getByTestId("nav-portraits").click();
  await page.getByTestId(`portrait-${count - 1}`).waitFor();
}

export const aDay = {
  async "a day without a line is there in the evening"(stage) {
    const { page } = stage;
    stage.tablet("visit", "01-0001", "看了炉子和烟道，老人问换证的事。");
    stage.tablet("visit", "01-0002", "雪大，路不好走。");
    stage.tablet("portrait", "阿拉坦苏和");
    stage.tablet("portrait", "其其格");
    await page.getByTestId("nav-today").click();
    await page.getByTestId("nothing-yet").waitFor();
    stage.tablet("sync");
    await page.getByTestId("reload").click();
    await page.getByRole("cell", { name: "孟和巴图" }).waitFor();
    await stage.look("evening");
  },

  async "one portrait is accepted and one goes back with a reason"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await queue(page, 2);
    await at("picture").waitFor();
    await page.keyboard.press("g");
    await at("geometry").waitFor();
    await at("recheck-agrees").waitFor();
    await stage.look("portraits");
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await at("original").waitFor();
    await stage.look("portrait-original");
    await at("shown-whole").click();
    await stage.look("portrait-original-whole");
    await page.keyboard.press("o");
    await at("original").waitFor({ state: "detached" });
    await page.keyboard.press("a");
    await at("portrait-1").waitFor({ state: "detached" });
    await page.keyboard.press("r");
    await at("reason").fill("眼镜反光，请摘下再照");
    await stage.look("return");
    await at("send-back").click();
    await at("portrait-0").waitFor({ state: "detached" });
    stage.tablet("sync");
    holds("the officer in the field does not read why", stage.tablet("tell", "其其格") === "returned 眼镜反光，请摘下再照");
    holds("the other one was not accepted", stage.tablet("tell", "阿拉坦苏和").startsWith("accepted"));
  },

  async "of two at one portrait the first decides and the other is told"(stage) {
    const { page } = stage;
    stage.tablet("portrait", "其其格");
    stage.tablet("sync");
    await stage.account("li", "desk");
    const other = await stage.someone();
    await stage.signIn(other, "li");
    await queue(page, 1);
    await queue(other, 1);
    await page.getByTestId("accept").click();
    await page.getByTestId("portrait-0").waitFor({ state: "detached" });
    await other.getByTestId("return").click();
    await other.getByTestId("reason").fill("再照一张");
    await other.getByTestId("send-back").click();
    await other.getByTestId("problem").waitFor();
    await stage.look("overtaken", other);
    await other.context().close();
    stage.tablet("sync");
    holds("the second one won", stage.tablet("tell", "其其格").startsWith("accepted"));
  },

  async "what was accepted is sent to be made, and a second copy says so"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-documents").click();
    await at("production").click();
    await at("waiting-1").waitFor();
    await stage.look("production");
    const zip = await saved(page, () => at("send-batch").click());
    holds("the batch is no ZIP", zip.subarray(0, 2).equals(Buffer.from("PK")));
    const text = zip.toString("utf8");
    stage.marks = [...text.matchAll(/\b([0-9A-F]{8}),/g)].map((found) => found[1]);
    holds("the manifest names two applications", new Set(stage.marks).size === 2);
    const saving = page.waitForEvent("download");
    await at("download-0").click();
    holds("the second copy is named like the first", (await saving).suggestedFilename().includes("again"));
  },

  async "what came back is taken row by row, and a wrong row is named"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    const csv = `application,result\n${stage.marks[0]},ready\n${stage.marks[1]},完成\nFFFFFFFF,ready\n`;
    await at("results-file").setInputFiles({ name: "results.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await at("made").waitFor();
    await stage.look("results");
    await at("results-file").setInputFiles({ name: "results.xlsx", mimeType: "", buffer: Buffer.from("PK\u0003\u0004 no workbook") });
    await at("sheet-why").waitFor();
  },

  async "the card is carried to the door, and the desk sees it handed over the next day"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-today").click();
    await at("nav-documents").click();
    await at("state").selectOption("ready");
    await at("document-1").waitFor();
    await page.getByRole("button", { name: "阿拉坦苏和" }).click();
    await at("step-taken-along").click();
    await at("give").click();
    await at("step-taken-along").waitFor({ state: "detached" });
    stage.tablet("sync");
    stage.tablet("deliver", "阿拉坦苏和");
    stage.tablet("sync");
    await at("nav-documents").click();
    await at("state").selectOption("delivered");
    await at("document-0").waitFor();
    await page.getByRole("button", { name: "阿拉坦苏和" }).click();
    await at("signature").waitFor();
    await stage.look("delivered");
  },

  async "a field that two wrote is settled with one click, and the tablet hears it"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    stage.tablet("phone", "01-0002", "00044441111");
    await at("nav-register").click();
    await at("search-box").fill("01-0002");
    await at("hit-0").click();
    await at("edit-phone").click();
    await at("edit-value").fill("00044442222");
    await page.keyboard.press("Enter");
    await at("edit-value").waitFor({ state: "detached" });
    stage.tablet("sync");
    await at("nav-today").click();
    await at("conflict-phone").waitFor();
    await stage.look("conflict");
    await at("conflict-phone").getByRole("button", { name: "00044441111" }).click();
    await at("conflict-phone").waitFor({ state: "detached" });
  },

  async "a session that ends in the middle of a form loses nothing that was typed"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-register").click();
    await at("search-box").fill("01-0002");
    await at("hit-0").click();
    await at("edit-access_notes").click();
    await at("edit-value").fill("过了河往北，第二个敖包");
    // The same person signs out in another tab of the same browser.
    const tab = await page.context().newPage();
    await tab.goto(stage.address);
    await tab.getByTestId("nav-own").click();
    await tab.getByTestId("sign-out").click();
    await tab.getByTestId("password").waitFor();
    await tab.close();
    await at("edit-save").click();
    await at("password").waitFor();
    await stage.look("ended");
    await at("name").fill("wang");
    await at("password").fill(PASSWORD);
    await at("password").press("Enter");
    await at("entry-submit").waitFor({ state: "detached" });
    holds("what was typed is gone", (await at("edit-value").inputValue()) === "过了河往北，第二个敖包");
    await at("edit-save").click();
    await at("field-access_notes").getByText("第二个敖包").waitFor();
  },
};
