import { describe, expect, it } from "vitest";
import type { Agreement, Backend, Entry, FactBody, HouseholdPage, Matter, State } from "../../lib/ipc";
import { agreement, mediation, signature } from "./kind";
import { PartyPicker, withParty } from "./party_picker.svelte";
import { hasGap, partyLabel, usualTerms, withTerm } from "./terms";
import { afterDispute, isSealed, lastAgreement, under, unsigned } from "./thread";

const entry = (id: string, body: FactBody): Entry => ({
  id, at: "2026-11-20T02:00:00Z", officer_id: "o", officer_name: "苏和", area_id: "a", household_id: "h1", household_code: "", head_name: "",
  person_id: null, person_name: "", corrects: null, body,
});
const parties = [{ person: "m1", name: "巴特尔" }, { person: null, name: "朝鲁" }];
const written = (over: Partial<Agreement> = {}): FactBody => ({ kind: "agreement", body: { dispute: "d", parties, facts: "围栏挪了", terms: [{ text: "一家一半", until: null }], follow_up_on: null, ...over } });
const signed = (of: string, party: number): FactBody => ({ kind: "signature", body: { dispute: "d", agreement: of, party, strokes: [[[1, 1]]] } });
const matter = (later: Entry[], state: State = "open"): Matter => ({
  id: "d", later, state, open: true, due_on: null, custody: null,
  opening: entry("d2", { kind: "dispute", body: { kind: "debt", outcome: "open", note: "草料钱", parties, place: "机井", points: [], pictures: [] } }),
});
const said = (one: Matter) => afterDispute(one).map(({ kind, as }) => (as === undefined ? kind : `${kind} ${as}`));

describe("what comes next", () => {
  it.each([
    ["open", ["mediation", "agreement", "outcome"]], ["mediating", ["agreement", "mediation", "outcome"]],
    ["settled", ["outcome", "mediation", "agreement"]], ["broken", ["mediation", "agreement", "outcome"]],
  ] as [State, string[]][])("%s", (state, steps) => expect(said(matter([], state))).toEqual(steps));
  it("everybody_who_has_not_signed_the_last_agreement_may", () => {
    const half = matter([entry("g1", written()), entry("s0", signed("g1", 0))], "agreed");
    expect(said(half)).toEqual(["signature 1", "outcome", "mediation", "agreement"]);
    expect(afterDispute(half)[0]).toMatchObject({ params: { name: "朝鲁" } });
  });
  it("a_new_agreement_is_signed_by_all_anew", () => {
    const anew = matter([entry("g1", written()), entry("s0", signed("g1", 0)), entry("s1", signed("g1", 1)), entry("g2", written())], "agreed");
    expect(unsigned(anew).map(({ party }) => party)).toEqual([0, 1]);
    expect([isSealed(entry("g1", written()), anew), isSealed(entry("g2", written()), anew)]).toEqual([true, false]);
  });
  it("who_has_not_signed_may_do_so_even_after_an_outcome", () => {
    expect(said(matter([entry("g1", written()), entry("s0", signed("g1", 0))], "settled"))).toContain("signature 1");
  });
});

describe("what stands in a form at first", () => {
  it("an_agreement_begins_with_the_parties_and_the_claim_of_the_dispute", () => {
    expect(agreement.blank({ kind: "agreement", about: "d" }, matter([]))).toMatchObject({ dispute: "d", parties, facts: "草料钱", terms: [] });
  });
  it("a_new_agreement_begins_with_the_one_before_and_leaves_that_alone", () => {
    const before = matter([entry("g1", written())]);
    const blank = agreement.blank({ kind: "agreement", about: "d" }, before);
    blank.terms[0]!.text = "changed";
    expect(blank.facts).toBe("围栏挪了");
    expect(lastAgreement(before)?.agreement.terms[0]?.text).toBe("一家一半");
  });
  it("a_signature_names_the_last_agreement_and_the_party_who_signs", () => {
    const about = matter([entry("g1", written()), entry("g2", written())]);
    expect(signature.blank({ kind: "signature", about: "d", as: "1" }, about)).toEqual({ dispute: "d", agreement: "g2", party: 1, strokes: [] });
  });
  it("what_was_drawn_under_another_text_is_dropped", () => {
    const kept = { dispute: "d", agreement: "g1", party: 1, strokes: [[[1, 1]]] as [number, number][][] };
    expect(under("g1", kept)).toBe(kept);
    expect(under("g2", kept)).toEqual({ dispute: "d", agreement: "g2", party: 1, strokes: [] });
  });
  it("a_session_is_held_where_the_dispute_is", () => expect(mediation.blank({ kind: "mediation", about: "d" }, matter([])).place).toBe("机井"));
});

describe("terms", () => {
  it("usual_ones_name_the_parties", () => {
    const texts = usualTerms("debt", parties);
    expect(texts.length).toBeGreaterThanOrEqual(3);
    expect(texts[0]).toContain("巴特尔欠朝鲁");
    expect(usualTerms("debt", [])[0]).toContain("甲方欠乙方");
  });
  it.each(["grassland_boundary", "livestock", "debt", "family", "neighbours"] as const)("no name is left open in those of %s", (kind) => {
    expect(usualTerms(kind, parties).join("")).not.toMatch(/[{}]/);
  });
  it("a_gap_is_seen_until_it_is_filled", () => {
    expect([hasGap({ text: "欠＿＿元", until: null }), hasGap({ text: "欠300元", until: null })]).toEqual([true, false]);
  });
  it("an_empty_term_is_filled_before_another_one_is_added", () => {
    expect(withTerm([{ text: " ", until: "2026-12-01" }], "甲")).toEqual([{ text: "甲", until: "2026-12-01" }]);
    expect(withTerm([{ text: "甲", until: null }], "乙")).toHaveLength(2);
  });
  it("parties_are_called_in_order", () => expect([partyLabel(1), partyLabel(6)].map(({ key }) => key)).toEqual(["party.1", "party.other"]));
});

describe("choosing parties", () => {
  const member = { id: "m1", name: "巴特尔", name_mn: null, relation: "head", age: 57, phone: "", language: null } as const;
  const register = {
    household: async (id: string) => ({ members: id === "h1" ? [member] : [{ ...member, id: "m9", name: "其其格" }] }) as unknown as HouseholdPage,
    searchRegister: async () => ({ hits: [{ kind: "household", id: "h2", household_id: "h2", title: "其其格", title_mn: null, subtitle: "", matched: "name" }], more: false }),
  } as unknown as Pick<Backend, "household" | "searchRegister">;

  it("offers_the_households_members_until_they_are_parties", async () => {
    const picker = new PartyPicker(register, "h1");
    await picker.members.load();
    expect(picker.offered([]).map(({ id }) => id)).toEqual(["m1"]);
    expect(picker.offered(parties)).toEqual([]);
  });
  it("offers_nobody_where_there_is_no_household", async () => {
    const picker = new PartyPicker(register, null);
    await picker.members.load();
    expect(picker.offered([])).toEqual([]);
  });
  it("a_household_that_was_found_offers_its_members", async () => {
    const picker = new PartyPicker(register, "h1");
    picker.query = "qqg";
    await picker.search();
    expect(picker.hits).toHaveLength(1);
    await picker.open("h2");
    expect([picker.query, picker.hits.length, picker.offered([])[0]?.id]).toEqual(["", 0, "m9"]);
  });
  it("a_name_that_is_in_no_register_is_a_party_too", () => {
    const picker = new PartyPicker(register, null);
    expect(picker.unknown).toBeNull();
    picker.query = " 朝鲁 ";
    expect(picker.unknown).toEqual({ person: null, name: "朝鲁" });
  });
  it("nobody_is_a_party_twice", () => expect(withParty(parties, { person: "m1", name: "巴特尔" })).toHaveLength(2));
});
