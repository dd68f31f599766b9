import { expect, test } from "vitest";
import type { PrinterPage, Trouble } from "../../lib/ipc";
import { Printer } from "./printer.svelte";

test("a_paper_that_waits_is_printed_again_or_thrown_away_and_what_is_typed_stays", async () => {
  const waiting: PrinterPage["waiting"] = [1, 2].map((id) => ({ id, paper: "taken", at: "2026-11-24T01:10:00Z", trouble: "no_paper" }));
  const chosen: [string, string][] = [];
  let ends: Trouble | null = "gone";
  const without = (id: number) => void waiting.splice(waiting.findIndex((paper) => paper.id === id), 1);
  const printer = new Printer({
    printer: async () => ({ address: "/dev/usb/lp0", roll: "mm80", found: [], waiting: [...waiting] }),
    choosePrinter: async (address, roll) => (chosen.push([address, roll]), null),
    printAgain: async (id) => (ends === null && without(id), ends),
    dropPrint: async (id) => (without(id), null),
  });
  await printer.open();
  expect([printer.address, printer.roll]).toEqual(["/dev/usb/lp0", "mm80"]);
  printer.address = "192.168.1.50";
  await printer.again(1);
  expect([printer.printing.told, printer.page.value?.waiting.length]).toEqual([{ trouble: "gone" }, 2]);
  ends = null;
  await printer.again(1);
  expect([printer.printing.told, printer.page.value?.waiting.map((paper) => paper.id)]).toEqual([{ trouble: null }, [2]]);
  await printer.drop(2);
  expect([printer.printing.told, printer.page.value?.waiting]).toEqual([null, []]);
  expect([await printer.choose(), chosen]).toEqual([true, [["192.168.1.50", "mm80"]]]);
});
