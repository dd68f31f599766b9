// design ← features ← app, held by reading every import. words and ipc stand below design and know nothing of it.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|svelte|css)$/.test(name) && !name.endsWith(".test.ts"));
const text = (name: string) => readFileSync(join(root, name), "utf8");

const imports = files.flatMap((from) =>
  [...text(from).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, to = ""]) => ({
    from, to: to.startsWith(".") ? relative(root, resolve(root, dirname(from), to)) : to,
  })),
);
const breaking = (from: string, to: RegExp) => imports.filter((one) => one.from.startsWith(from) && to.test(one.to));

describe("tiers", () => {
  it("finds the imports at all", () => expect(imports.length).toBeGreaterThan(150));
  it("words_import_no_other_room", () => expect(breaking("lib/words", /^(lib\/(design|ipc)|field|desk|gallery|@)/)).toEqual([]));
  it("ipc_imports_no_other_room", () => expect(breaking("lib/ipc", /^(lib\/(design|words)|field|desk|gallery)/)).toEqual([]));
  it("design_imports_no_feature_and_no_backend", () => expect(breaking("lib/design", /^(lib\/ipc|field|desk|gallery|@)/)).toEqual([]));
  it("nothing_shipped_imports_the_gallery", () => expect(breaking("field", /^gallery/).concat(breaking("desk", /^gallery/))).toEqual([]));
  it("field_and_desk_know_nothing_of_each_other", () => expect(breaking("field", /^desk/).concat(breaking("desk", /^field/))).toEqual([]));
  it("only_the_desks_api_talks_to_the_network", () => {
    const talking = files.filter((name) => /\bfetch\(|XMLHttpRequest|EventSource|WebSocket|sendBeacon/.test(text(name)));
    expect(talking).toEqual([join("desk", "api.ts")]);
  });
  it("only_ipc_imports_tauri", () =>
    expect(imports.filter(({ from, to }) => to.startsWith("@tauri-apps") && !from.startsWith("lib/ipc"))).toEqual([]));
  it("a_feature_imports_no_other_feature", () => {
    const feature = (path: string) => /^((?:field|desk)\/[a-z]+)\//.exec(path)?.[1];
    expect(imports.filter(({ from, to }) => feature(from) && feature(to) && feature(from) !== feature(to))).toEqual([]);
  });
  it("colours_stand_in_tokens_css_only", () => {
    const coloured = files.filter((name) => name !== join("lib", "design", "tokens.css"))
      .filter((name) => /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i.test(text(name)));
    expect(coloured).toEqual([]);
  });
  it("no_word_for_a_person_stands_outside_the_catalogue", () => {
    const spoken = files.filter((name) => !name.startsWith("gallery"))
      .filter((name) => /[\u3400-\u9fff\u1820-\u18aa]/.test(text(name).replace(/<!--[\s\S]*?-->|\/\/.*|\/\*[\s\S]*?\*\//g, "")));
    expect(spoken).toEqual([]);
  });
});
