import { describe, expect, it } from "vitest";
import { whereNow } from "./where";

describe("where one is", () => {
  const coords = { latitude: 44.58213449, longitude: 116 } as GeolocationCoordinates;
  it("is_known_when_the_tablet_answers_at_once", async () =>
    expect(await whereNow({ getCurrentPosition: (found) => found({ coords } as GeolocationPosition) })).toEqual({ latitude: 44.582134, longitude: 116 }));
  it.each<[string, Parameters<typeof whereNow>[0]]>([["is not asked", undefined], ["never answers", { getCurrentPosition: () => undefined }],
    ["refuses", { getCurrentPosition: (_, failed) => failed?.({} as GeolocationPositionError) }]])(
    "is unknown when the tablet %s", async (_, source) => expect(await whereNow(source, 1)).toBeNull());
});
