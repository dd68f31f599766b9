import { mount } from "svelte";
import "../lib/design/tokens.css";
import "../lib/design/base.css";
import "./print.css";
import { connect } from "./api";
import App from "./App.svelte";

mount(App, { target: document.getElementById("app") ?? document.body, props: { api: connect() } });
