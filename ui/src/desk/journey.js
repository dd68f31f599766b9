// The desk's journeys, in a real browser against the real server, one after the other at one station: each goes on where the
// one before it ended. Exits non-zero at the first that does not, at an error of a page, at anything that the content policy
// refuses, and at anything that axe finds on any place, light or dark.
//
// Needs `npm run build:desk` and then `cargo build -p beibao-station -p beibao-tests` (or $BEIBAO_STATION_PROGRAM and
// $BEIBAO_TABLET_PROGRAM). Pictures of each place go to ../out/desk.
import { aDay } from "./journey/a_day.js";
import { firstEvening } from "./journey/first_evening.js";
import { Stage } from "./journey/stage.js";
import { theRest } from "./journey/the_rest.js";

const stage = new Stage();
try {
  await stage.open();
  const journeys = Object.entries({ ...firstEvening, ...aDay, ...theRest });
  for (const [name, go] of journeys) {
    await go(stage).catch(async (error) => {
      await stage.failed();
      throw new Error(name, { cause: error });
    });
    console.log(`  ${name}`);
  }
  if (stage.faults.size) throw new Error([...stage.faults].join("\n"));
  console.log(`${journeys.length} journeys: passed`);
} finally {
  await stage.close();
}
