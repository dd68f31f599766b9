// The gallery: ?section=<name> shows components, ?screen=<place> a whole screen; &theme= and &language= set the look.
import { mount } from "svelte";
import "../lib/design/tokens.css";
import "../lib/design/base.css";
import App from "../field/App.svelte";
import type { Language, Stage, Theme } from "../lib/ipc";
import { demo, type Scene } from "./demo";
import Gallery from "./Gallery.svelte";
import { places } from "./places";

const asked = new URLSearchParams(location.search);
const scene: Scene = {
  stage: (asked.get("stage") ?? "open") as Stage,
  language: (asked.get("language") ?? "zh") as Language,
  theme: (asked.get("theme") ?? "light") as Theme,
  running: asked.has("running"), failing: asked.has("failing"),
};
const target = document.getElementById("app") ?? document.body;
const screen = asked.get("screen");
if (screen !== null) mount(App, { target, props: { backend: demo(scene), start: places[screen] } });
else mount(Gallery, { target, props: { section: asked.get("section"), scene } });
