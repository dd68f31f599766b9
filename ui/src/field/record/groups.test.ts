import { describe, expect, it } from "vitest";
import type { State } from "../../lib/ipc";
import { asked } from "../../gallery/matters";
import { byState } from "./groups";

const of = (...states: State[]) => states.map((state, n) => ({ ...asked, id: `${n}`, state }));
const shown = (groups: ReturnType<typeof byState>) => groups.map((group) => [group.state, ...group.matters.map((matter) => matter.id)]);

describe("matters under headings", () => {
  it("stand_in_the_order_of_the_states_and_each_as_they_came", () => expect(shown(byState(of("measured", "open", "measured"), ["open", "measured", "told_back"]))).toEqual([["open", "1"], ["measured", "0", "2"]]));
  it("none_is_lost", () => expect(shown(byState(of("closed", "open"), ["open"]))).toEqual([["open", "1"], ["closed", "0"]]));
});
