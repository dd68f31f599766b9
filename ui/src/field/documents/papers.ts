// The papers that were seen: a kind is there or not, and may have any number of photos (a booklet has several pages).
import type { Paper, PaperKind, Picture, ApplicationKind } from "../../lib/ipc";

export const PAPER_KINDS = ["old_id_card", "booklet", "birth_certificate", "marriage_certificate", "proof_of_residence", "mandate", "other"] as const satisfies PaperKind[];

/** What is usually shown for each kind of document. */
export const USUAL: Record<ApplicationKind, PaperKind[]> = {
  renewal: ["old_id_card"], replacement: ["booklet"], first: ["booklet"],
  booklet: ["booklet", "birth_certificate", "marriage_certificate"], residence_permit: ["old_id_card", "proof_of_residence"],
};

export const has = (papers: Paper[], kind: PaperKind): boolean => papers.some((paper) => paper.kind === kind);

export const toggled = (papers: Paper[], kind: PaperKind): Paper[] =>
  has(papers, kind) ? papers.filter((paper) => paper.kind !== kind) : [...papers, { kind, picture: null }];

export const picturesOf = (papers: Paper[], kind: PaperKind): Picture[] =>
  papers.flatMap((paper) => (paper.kind === kind && paper.picture ? [paper.picture] : []));

/** The kind keeps its place in the list; without a photo it is still seen. */
export function withPictures(papers: Paper[], kind: PaperKind, pictures: Picture[]): Paper[] {
  const first = papers.findIndex((paper) => paper.kind === kind);
  const lines: Paper[] = pictures.length ? pictures.map((picture) => ({ kind, picture })) : [{ kind, picture: null }];
  const others = (part: Paper[]) => part.filter((paper) => paper.kind !== kind);
  return first < 0 ? [...papers, ...lines] : [...others(papers.slice(0, first)), ...lines, ...others(papers.slice(first))];
}
