// One toolbox, several entries: the field app (index.html, shipped) and the gallery (`--mode gallery`, never shipped).
// The output runs under a strict CSP, so nothing is inlined: no data: fonts, no preload shim.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [svelte()],
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  server: { port: 5173, strictPort: true, fs: { allow: [".."] } },
  build: {
    target: ["es2022", "safari16"],
    outDir: mode === "gallery" ? "../out/gallery" : "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: mode === "gallery" ? "gallery.html" : "index.html" },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    env: { TZ: "Asia/Shanghai" },
  },
}));
