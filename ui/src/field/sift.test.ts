import { describe, expect, it } from "vitest";
import { sifted } from "./sift";

describe("sifting", () => {
  it.each([
    ["nothing asked leaves all", "", ["身份证"], true],
    ["any part of the Chinese", "份证", ["身份证到期了吗"], true],
    ["every word, wherever it stands", "fraud 防范", ["防范电信诈骗", "FRAUD"], true],
    ["one word missing", "fraud 火", ["防范电信诈骗", "FRAUD"], false],
    ["Mongolian without its joiners", "ᠰᠠᠷ\u180eᠠ ᠶᠢᠨ", ["ᠰᠠᠷᠠ\u202fᠶᠢᠨ"], true],
    ["what is not there at all", "x", [null, undefined], false],
  ] as const)("%s", (_, asked, texts, found) => expect(sifted(asked, ...texts)).toBe(found));
});
