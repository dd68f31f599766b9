// Who comes in: the way to the desk, accounts, second factors.
import { afterEach, describe, expect, it, vi } from "vitest";
import { Accounts } from "./account/accounts.svelte";
import { OwnAccount } from "./account/own.svelte";
import { OwnPasskeys } from "./account/passkeys.svelte";
import { Entry } from "./entry/entry.svelte";
import type { Passkeys } from "./passkey";
import type { Account, PasskeyView, SessionView } from "./types";

const refuses = (code: string, params = {}) => async () => Promise.reject({ code, params });
const view = (stage: SessionView["stage"]): SessionView => ({ stage, factors: null, page_token: "", own: null, station: "", tablet_port: null, fingerprint: "" });
const nothing = async () => view("signed_out");
const asked = { challenge: "c", known: ["k"] };
const door = { session: nothing, signIn: nothing, secondFactor: nothing, askPasskey: async () => asked, passkey: nothing, setUp: nothing, signOut: nothing };
const signed = { id: "k", client_data: "", authenticator_data: "", signature: "s" };
const made = { name: "", client_data: "", authenticator_data: "", public_key: "p" };
const keys: Passkeys = { lack: null, make: async (_, name) => ({ ...made, name }), sign: async ({ challenge }) => ({ ...signed, client_data: challenge }) };
afterEach(() => void vi.useRealTimers());

describe("entry", () => {
  it("a_password_leads_to_the_second_factor_and_that_to_the_desk", async () => {
    const entry = new Entry({ ...door, signIn: async () => view("second_factor"), secondFactor: async () => view("open") });
    expect(await entry.signIn(" wang ", "x")).toBe(true);
    expect(entry.stage).toBe("second_factor");
    await entry.secondFactor("123456");
    expect(entry.stage).toBe("open");
  });
  it("a_passkey_is_offered_where_it_works_and_signs_what_the_station_asks", async () => {
    const half = (host: string): SessionView => ({ ...view("second_factor"), factors: { one_time_code: false, passkey_hosts: [host] } });
    const sent: unknown[] = [];
    const passkey = async (answer: unknown) => (sent.push(answer), view("open"));
    const entry = new Entry({ ...door, signIn: async () => half(location.hostname), passkey }, keys);
    await entry.signIn("wang", "x");
    expect(entry.passkeyHere).toBe(true);
    await entry.passkey();
    expect([entry.stage, sent]).toEqual(["open", [{ ...signed, client_data: "c" }]]);
    for (const [host, lack] of [["elsewhere", null], [location.hostname, "browser"]] as const) {
      const other = new Entry({ ...door, signIn: async () => half(host) }, { ...keys, lack });
      await other.signIn("wang", "x");
      expect([other.passkeyHere, other.passkeyIsOfHere]).toEqual([false, host === location.hostname]);
      await other.signOut();
      expect(other.stage).toBe("signed_out");
    }
  });
  it("a_passkey_that_is_not_given_is_told_and_nothing_is_sent", async () => {
    const sign = async () => Promise.reject({ code: "wrong_passkey", params: {} });
    const entry = new Entry({ ...door, passkey: async () => view("open") }, { ...keys, sign });
    await entry.session.load();
    expect([await entry.passkey(), entry.stage, entry.trying.problem?.code]).toEqual([false, "signed_out", "wrong_passkey"]);
  });
  it("too_many_tries_count_down_until_the_next_one", async () => {
    vi.useFakeTimers();
    const entry = new Entry({ ...door, signIn: refuses("too_many_tries", { wait_seconds: "2" }) });
    expect(await entry.signIn("wang", "x")).toBe(false);
    expect([entry.wait, entry.trying.problem?.code]).toEqual([2, "too_many_tries"]);
    vi.advanceTimersByTime(2000);
    expect([entry.wait, entry.trying.problem]).toEqual([0, null]);
    // Whoever comes next does not wait for whoever went.
    await entry.signIn("wang", "x");
    await entry.signOut();
    expect([entry.wait, entry.trying.problem]).toEqual([0, null]);
  });
  it("a_second_factor_that_comes_too_late_leads_back_to_the_password", async () => {
    const entry = new Entry({ ...door, secondFactor: refuses("signed_out") });
    await entry.secondFactor("123456");
    expect(entry.stage).toBe("signed_out");
  });
});

describe("accounts", () => {
  const account: Account = { id: "a", name: "li", shown: "李", role: "desk", second_factor: true, disabled_at: null };
  it("a_change_says_only_what_changed_and_stays_open_when_it_is_refused", async () => {
    const changes: unknown[] = [];
    const api = { accounts: async () => [account], makeAccount: async () => {}, changeAccount: async (_: string, change: object) => void changes.push(change) };
    const accounts = new Accounts(api);
    accounts.open(account);
    accounts.changing!.role = "chief";
    await accounts.change();
    expect([changes, accounts.changing]).toEqual([[{ role: "chief" }], null]);
    const last = new Accounts({ ...api, changeAccount: refuses("last_admin") });
    last.open(account);
    await last.disable(true);
    expect([last.changing?.account.id, last.saving.problem?.code]).toEqual(["a", "last_admin"]);
  });
  it("a_new_password_is_sent_only_when_it_was_typed_twice_the_same", async () => {
    const sent: string[][] = [];
    const own = new OwnAccount({
      changePassword: async (...given) => void sent.push(given), offerSecondFactor: async () => ({ secret: "", qr_svg: "" }),
      setSecondFactor: refuses("wrong_code"), removeSecondFactor: async () => {},
    });
    [own.old, own.chosen, own.again] = ["a", "b", "c"];
    expect([await own.change(), own.differs]).toEqual([false, true]);
    own.again = "b";
    expect([await own.change(), sent, own.old]).toEqual([true, [["a", "b"]], ""]);
    own.password = "x";
    await own.ask();
    expect([await own.confirm(), own.offer !== null]).toEqual([false, true]);
  });
  it("a_passkey_comes_onto_the_list_and_leaves_it_with_the_password", async () => {
    let list: PasskeyView[] = [];
    const here = (id: string, name: string): PasskeyView => ({ id, name, host: "localhost", made_at: "2026-11-29T08:00:00Z", used_at: null });
    const own = new OwnPasskeys({
      passkeys: async () => list, offerPasskey: async () => ({ challenge: "c", host: "localhost", account: "a", name: "li", shown: "李", known: [] }),
      addPasskey: async ({ name }) => void (list = [here("k", name)]),
      removePasskey: async (id, password) => (password === "x" ? void (list = list.filter((one) => one.id !== id)) : Promise.reject({ code: "wrong_login", params: {} })),
    }, keys);
    [own.name, own.again] = [" 内勤电脑 ", "x"];
    expect([await own.add(), own.name, own.again, own.list.value?.[0]?.name]).toEqual([true, "", "", "内勤电脑"]);
    own.begin(list[0]!);
    own.password = "y";
    expect([await own.remove(), own.leaving?.id, own.removing.problem?.code]).toEqual([false, "k", "wrong_login"]);
    own.password = "x";
    expect([await own.remove(), own.leaving, own.list.value]).toEqual([true, null, []]);
  });
});
