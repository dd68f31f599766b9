// The rest of the desk: sheets, backups, the backpack, numbers, roles, the trail, and a tablet that is lost.
import { holds } from "./stage.js";

export const theRest = {
  async "a sheet shows what it would change and is then taken in"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-register").click();
    await at("to-sheets").click();
    const sheet = "household,relation,name,name_mn,id_number,born_on,phone,language\n01-0001,head,阿拉坦苏和,,150599196803120014,1968-03-12,00011112222,mn\n01-9999,head,巴特尔,,,,,\n";
    await at("sheet-file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await at("sheet-trial").waitFor();
    await page.getByRole("cell", { name: "00011112222" }).waitFor();
    await stage.look("sheet");
    await at("sheet-take").click();
    await at("sheet-taken").waitFor();
    await stage.look("sheet-taken");
  },

  async "a file that is none is answered with a sentence"(stage) {
    const at = (id) => stage.page.getByTestId(id);
    await at("sheet-file").setInputFiles({ name: "people.xlsx", mimeType: "", buffer: Buffer.from("PK\u0003\u0004 no workbook") });
    await at("sheet-why").waitFor();
    await stage.look("sheet-refused");
  },

  async "long work tells how far it is wherever one goes, and after the page is loaded anew"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    const rows = Array.from({ length: 15000 }, (_, n) => `01-0002,other,某某${n},,,,,\n`).join("");
    const sheet = `household,relation,name,name_mn,id_number,born_on,phone,language\n${rows}`;
    await at("sheet-file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await at("work").getByText("/ 15000").waitFor();
    await at("nav-keeping").click();
    holds("the bar is there at another place", await at("work").isVisible());
    await stage.look("work");
    await page.reload();
    await at("work").getByText("/ 15000").waitFor();
    await at("work").waitFor({ state: "detached", timeout: 60_000 });
  },

  async "a duplicate is merged, read with the one that stays, and taken back"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    const search = async (typed) => {
      await at("nav-register").click();
      await at("search-box").fill(typed);
      await at("hit-0").waitFor();
    };
    await search("01-0002");
    await at("hit-0").click();
    await at("add-person").click();
    await at("new-name").fill("阿拉坦苏赫");
    await at("new-relation").selectOption("other");
    await at("new-phone").fill("00066660001");
    await at("new-save").click();
    await at("merge").waitFor();
    await search("150599196803120014");
    await at("hit-0").click();
    await at("merge").click();
    await at("merge-find").fill("阿拉坦苏赫");
    await at("merge-hit-0").click();
    await at("merge-phone").waitFor();
    await stage.look("merge");
    await at("take-phone").check();
    await at("merge-save").click();
    await at("merged-0").waitFor();
    await at("field-phone").getByText("00066660001").waitFor();
    await stage.look("merged");
    await at("to-merged-0").click();
    await at("gave-way").waitFor();
    await stage.look("gave-way");
    await at("to-stays").click();
    await at("unmerge-0").click();
    await at("merged-0").waitFor({ state: "detached" });
    await search("阿拉坦苏赫");
    await page.getByRole("option", { name: "阿拉坦苏赫" }).waitFor();
  },

  async "backups are planned, made and tried out"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-keeping").click();
    await at("nothing-ends").waitFor();
    await at("backup-folder").fill(stage.beside("backups"));
    await at("backup-plan").click();
    await at("backup-now").click();
    await page.getByRole("cell", { name: /beibao-/ }).first().waitFor();
    await at("rehearse").click();
    await at("rehearsed").waitFor();
    await stage.look("keeping");
  },

  async "matters are listed by kind"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-matters").click();
    for (const kind of ["activity", "suggestion", "dispute"]) await at(`kind-${kind}`).click();
    await page.getByRole("main").locator("section").first().waitFor();
    await stage.look("matters");
  },

  async "a leaflet gets a file and another edition, and one that no tablet opens is refused"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-shelf").click();
    await at("enclose-0").setInputFiles({ name: "游戏.exe", mimeType: "", buffer: Buffer.from("MZ") });
    await at("foreign").waitFor();
    await at("enclose-0").setInputFiles({ name: "防诈骗手册.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 made up") });
    await page.getByRole("link", { name: "防诈骗手册.pdf" }).waitFor();
    await at("edit-0").click();
    await at("field-version").fill("2");
    await stage.look("material");
    await at("row-save").click();
    await page.getByRole("cell", { name: "2", exact: true }).waitFor();
    await at("add-row").click();
    await at("field-code").fill("FZ-01");
    await at("field-title").fill("反诈顺口溜");
    await at("row-save").click();
    await page.getByRole("alert").first().waitFor();
    await at("field-code").fill("FZ-02");
    await at("row-save").click();
    await page.getByRole("cell", { name: "反诈顺口溜" }).waitFor();
    await stage.look("materials");
  },

  async "how long a kind is kept is set within what the law asks"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-keeping").click();
    await at("set-dispute").click();
    await at("months").fill("12");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").first().waitFor();
    await stage.look("period");
    await at("months").fill("84");
    await page.keyboard.press("Enter");
    await at("period-dispute").getByRole("cell", { name: "84" }).waitFor();
    await stage.look("keeping-periods");
  },

  async "who holds an outdated card is found where the cards are printed"(stage) {
    const at = (id) => stage.page.getByTestId(id);
    await at("nav-cards").click();
    await stage.page.getByRole("main").locator("section").first().waitFor();
    await stage.page.getByText("孟和巴图").first().waitFor();
    await stage.look("cards");
  },

  async "phrases come from a file and are put right, and a workbook that is none is refused"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
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
    await stage.look("shelf");
    await at("questionnaires").click();
    await at("workbook-file").setInputFiles({ name: "form.xlsx", mimeType: "", buffer: Buffer.from("no workbook") });
    await at("refusals").waitFor();
    await stage.look("questionnaires");
  },

  async "numbers lead to what is behind them, and to who was not visited"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-numbers").click();
    await at("total-visits").click();
    await at("behind-0").waitFor();
    await stage.look("behind");
    await page.keyboard.press("Escape");
    await stage.look("numbers");
    await at("unvisited").click();
    await page.getByRole("main").locator("section").first().waitFor();
    await stage.look("unvisited");
  },

  async "each role sees its places and no others"(stage) {
    const places = {
      chief: ["today", "register", "portraits", "documents", "matters", "shelf", "cards", "numbers", "keeping", "own"],
      auditor: ["audit", "own"],
    };
    for (const [role, shown] of Object.entries(places)) {
      await stage.account(role, role);
      const page = await stage.someone();
      await stage.signIn(page, role);
      const seen = await page.locator('[data-testid^="nav-"]').evaluateAll((all) => all.map((one) => one.dataset.testid.slice(4)));
      holds(`${role} sees ${seen}`, seen.join() === shown.join());
      await stage.look(`role-${role}`, page);
      // What is not offered is refused as well, and noted.
      const refused = await page.evaluate(async () => (await fetch("/api/v1/accounts")).status);
      holds(`${role} may read the accounts`, refused === 403);
      await page.context().close();
    }
  },

  async "a stolen cookie and a foreign page lead nowhere"(stage) {
    const statuses = await stage.page.evaluate(async () => {
      const headers = { "content-type": "application/json" };
      const write = await fetch("/api/v1/enrolment-codes", { method: "POST", headers, body: "{}" });
      return [write.status, document.cookie];
    });
    holds(`a write without the page's token: ${statuses}`, statuses[0] === 403 || statuses[0] === 409);
    holds("a script reads the cookie", statuses[1] === "");
  },

  async "a lost tablet is shut out at once"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-tablets").click();
    await page.getByTestId(/^revoke-/).click();
    await stage.look("revoke");
    await at("revoke-confirm").click();
    await at("revoke-confirm").waitFor({ state: "detached" });
    let told = "";
    try { stage.tablet("sync"); } catch (error) { told = String(error.stderr); }
    holds("a tablet that was shut out still syncs", told !== "");
  },

  async "a lost tablet empties itself when it comes, and the desk sees that it did"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at(/^wipe-order-/).click();
    await stage.look("wipe");
    await at("wipe-confirm").click();
    await at(/^wipe-(?!order|confirm)/).getByText("还没有执行").waitFor();
    await stage.look("wipe-ordered");
    let told = "";
    try { stage.tablet("sync"); } catch (error) { told = String(error.stderr); }
    holds(`the tablet does not say that it was emptied: ${told}`, told.includes("TabletEmptied"));
    await at("nav-today").click();
    await at("nav-tablets").click();
    await at(/^wipe-(?!order|confirm)/).getByText("已清空").waitFor();
    await stage.look("wipe-obeyed");
  },

  async "the trail tells all of it"(stage) {
    const { page } = stage;
    const at = (id) => page.getByTestId(id);
    await at("nav-accounts").click();
    await at("account-wang").waitFor();
    await stage.look("accounts");
    await at("nav-audit").click();
    await at("audit-tablet_revoked").first().waitFor();
    await stage.look("audit");
    for (const deed of ["set_up", "sign_in_failed", "code_made", "person_seen", "history_seen", "field_edited", "household_seen",
      "results_taken", "register_imported", "unvisited_seen", "person_erased", "backup_rehearsed", "portrait_accepted", "original_seen", "recovery_seen", "file_enclosed", "period_set",
      "wipe_ordered", "portrait_returned", "batch_made", "conflict_settled", "refused"]) {
      await at("deed").selectOption(deed);
      await at(`audit-${deed}`).first().waitFor();
    }
    await at("tablet-looks").click();
    await page.getByTestId(/^look-0$|no-looks/).first().waitFor();
    await stage.look("looks");
    // The browser's own way back leads where one was.
    await page.goBack();
    await at("account-wang").waitFor();
  },
};
