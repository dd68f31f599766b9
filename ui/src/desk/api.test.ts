import { describe, expect, it } from "vitest";
import { connect, query } from "./api";

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": status < 400 ? "application/json" : "application/problem+json" } });
const session = (page_token: string) => ({ stage: "open", page_token, own: null, station: "", tablet_port: null, fingerprint: "" });

/** A station that gives these answers one after the other, and remembers what it was asked. */
function station(...answers: (Response | Error)[]) {
  const asked: { path: string; method: string | undefined; token: string | undefined }[] = [];
  const ask = async (path: string, init: RequestInit) => {
    asked.push({ path, method: init.method, token: (init.headers as Record<string, string>)["x-page-token"] });
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error("asked too often");
    return answer;
  };
  return { asked, api: connect(ask as unknown as typeof fetch) };
}

describe("api", () => {
  it("gives_the_page_token_back_with_every_request", async () => {
    const { api, asked } = station(json(200, session("t1")), new Response(null, { status: 204 }));
    await api.session();
    await api.revoke("a");
    expect(asked[1]).toEqual({ path: "/api/v1/tablets/a/revocation", method: "POST", token: "t1" });
  });
  it("asks_once_more_when_another_tab_changed_the_session", async () => {
    const outdated = () => json(403, { code: "page_outdated", params: {} });
    const { api, asked } = station(outdated(), json(200, session("t2")), new Response(null, { status: 204 }));
    await api.revoke("a");
    expect(asked.map(({ path, token }) => [path, token])).toEqual([
      ["/api/v1/tablets/a/revocation", ""], ["/api/v1/session", ""], ["/api/v1/tablets/a/revocation", "t2"],
    ]);
    const again = station(outdated(), json(200, session("t2")), outdated());
    await expect(again.api.revoke("a")).rejects.toMatchObject({ code: "page_outdated" });
  });
  it("tells_that_the_session_is_over_and_still_rejects", async () => {
    const { api } = station(json(401, { code: "signed_out", params: {} }));
    let told = 0;
    api.onSignedOut(() => (told += 1));
    await expect(api.today()).rejects.toMatchObject({ code: "signed_out" });
    expect(told).toBe(1);
  });
  it.each([
    ["a station that does not answer", new Error("refused"), "station_unreachable"],
    ["something else that answers", new Response("<html>", { status: 502 }), "station_refused"],
  ])("%s is a problem with words", async (_, answer, code) => {
    await expect(station(answer).api.today()).rejects.toMatchObject({ code });
  });
  it("shows_the_tag_of_what_it_has_and_forgets_all_of_it_with_the_session", async () => {
    const tags: (string | undefined)[] = [];
    const answers = [
      new Response('["a"]', { headers: { etag: '"1"' } }), new Response(null, { status: 304, headers: { etag: '"1"' } }),
      new Response('["b"]', { headers: { etag: '"2"' } }), json(401, { code: "signed_out", params: {} }), new Response("[]"),
    ];
    const api = connect((async (_: string, init: RequestInit) => {
      tags.push((init.headers as Record<string, string>)["if-none-match"]);
      return answers.shift();
    }) as unknown as typeof fetch);
    expect([await api.areas(), await api.areas(), await api.areas()]).toEqual([["a"], ["a"], ["b"]]);
    await expect(api.areas()).rejects.toMatchObject({ code: "signed_out" });
    await api.areas();
    expect(tags).toEqual([undefined, '"1"', '"1"', '"2"', undefined]);
  });
  it("leaves_out_what_is_nothing_and_escapes_the_rest", () => {
    expect(query({ q: "王 &", area: null, before: undefined, deed: "" })).toBe("?q=%E7%8E%8B+%26");
    expect(query({ a: "" })).toBe("");
  });
});
