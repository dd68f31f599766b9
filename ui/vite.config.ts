// One toolbox, several entries: the field app (index.html), the station's desk (`--mode desk`), and the gallery
// (`--mode gallery`, never shipped).
// The output runs under a strict CSP, so nothing is inlined: no data: fonts, no preload shim.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const ENTRIES: Record<string, { input: string; outDir: string }> = {
  gallery: { input: "gallery.html", outDir: "../out/gallery" },
  desk: { input: "desk.html", outDir: "dist-desk" },
};
const FIELD = { input: "index.html", outDir: "dist" };

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [svelte()],
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  server: { port: 5173, strictPort: true, fs: { allow: [".."] } },
  build: {
    target: ["es2022", "safari16"],
    outDir: (ENTRIES[mode] ?? FIELD).outDir,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: (ENTRIES[mode] ?? FIELD).input },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    env: { TZ: "Asia/Shanghai" },
  },
}));
