// The one door to the station. Screens and controllers take an `Api`; only this file knows HTTP.
import type { Problem } from "../lib/ipc";
import type { Given } from "./save";
import type {
  Account, AccountChange, AddedRow, AreaView, AreasAsk, AuditPage, BackupPlan, BackupRun, BatchView, BehindView,
  CardsAsk, CodeAsk, CodeView, ConflictView, ErasureView, EventPage, FieldEditAsk, FirstStart, FormView, Found, HouseholdView,
  Judgement, KeepingView, LooksView, MadeTaken, MatterPage, MatterView, MeasureAsk, MergeAsk, MergeView, NewAccount, NewPasskey, NewRow,
  NumbersView, OfficerCardView, OfficerView, OutdatedCardView, PasskeyAnswer, PasskeyAsk, PasskeyOffer, PasskeyView, PasskeyWish, PersonView, PortraitPage, ProductionView, QuestionnaireView, RecheckView, RecordView, RecoveryView, RehearsalView,
  ResultsView, SecretOffer, SessionView, Settlement, SheetView, ShelfView, StepAsk, TabletView, TodayView,
  UnvisitedView, WorkbookView, Written,
} from "./types";

const BASE = "/api/v1";
/** Answers that are kept to be compared: the lists between which one goes to and fro. */
const MOST_KEPT = 40;
/** After so long a file that the browser fetches has begun to be made, in milliseconds. */
const FETCHED_MS = 3_000;
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Query = Record<string, string | number | null | undefined>;

const refusal = (code: string): Problem => ({ code: code as Problem["code"], params: {} });

/** What a page says behind the question mark; what is nothing is left out. */
export function query(asked: Query): string {
  const given = Object.entries(asked).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}` : "";
}

async function problemOf(answer: Response): Promise<Problem> {
  const kind = answer.headers.get("content-type") ?? "";
  if (!kind.startsWith("application/problem+json")) return refusal("station_refused");
  return (await answer.json()) as Problem;
}

/** What the station tells for as long as there is something to tell; it comes again by itself when it was ended. */
export type Stream = Pick<EventSource, "onmessage" | "onerror" | "close" | "readyState">;

export function connect(ask: typeof fetch = (...given) => fetch(...given)) {
  /** Given back with every write: a foreign page may send our cookie, and cannot read this. */
  let pageToken = "";
  const heard = { signedOut: () => {}, working: (_answer: Promise<unknown>) => {} };
  /** The last answers with their tags, in this page's memory only: what has not changed is not sent again. */
  const kept = new Map<string, { tag: string; text: string }>();

  async function once(method: Method, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { "x-page-token": pageToken };
    const tag = method === "GET" ? kept.get(path)?.tag : undefined;
    if (tag) headers["if-none-match"] = tag;
    const init: RequestInit = { method, headers, credentials: "same-origin" };
    if (body instanceof Blob) {
      // What a file is, is seen by whoever reads it.
      headers["content-type"] = "application/octet-stream";
      init.body = body;
    } else if (body !== undefined) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    return ask(BASE + path, init).catch(() => Promise.reject(refusal("station_unreachable")));
  }

  async function send(method: Method, path: string, body?: unknown): Promise<Response> {
    let answer = await once(method, path, body);
    if (answer.ok || answer.status === 304) return answer;
    let problem = await problemOf(answer);
    if (problem.code === "page_outdated" && method !== "GET") {
      // Another tab signed in anew: the token is fetched once and the same is asked again.
      await session();
      answer = await once(method, path, body);
      if (answer.ok) return answer;
      problem = await problemOf(answer);
    }
    if (problem.code === "signed_out") {
      kept.clear();
      heard.signedOut();
    }
    return Promise.reject(problem);
  }

  async function get<T>(path: string): Promise<T> {
    const answer = await send("GET", path);
    const tag = answer.headers.get("etag");
    const text = answer.status === 304 ? (kept.get(path)?.text ?? "null") : await answer.text();
    kept.delete(path);
    // The oldest makes room.
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value ?? "");
    if (tag) kept.set(path, { tag, text });
    return JSON.parse(text) as T;
  }
  const post = async <T>(path: string, body: unknown): Promise<T> => (await send("POST", path, body)).json() as Promise<T>;
  const done = async (method: Method, path: string, body?: unknown): Promise<void> => void (await send(method, path, body));

  /** What may take long: whoever shows how far it is, is told. */
  function long<T>(answer: Promise<T>): Promise<T> {
    heard.working(answer);
    return answer;
  }

  /** A file with the name that the station gave it. */
  async function file(method: Method, path: string, otherwise: string): Promise<Given> {
    const answer = await send(method, path, method === "GET" ? undefined : {});
    const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? otherwise;
    return { name, bytes: await answer.blob() };
  }

  async function begun(answer: Promise<SessionView>): Promise<SessionView> {
    const view = await answer;
    pageToken = view.page_token;
    return view;
  }
  const session = () => begun(get<SessionView>("/session"));

  return {
    /** Tells whoever listens that the session is over. */
    onSignedOut: (listener: () => void) => void (heard.signedOut = listener),
    onWork: (listener: (answer: Promise<unknown>) => void) => void (heard.working = listener),
    /** The browser fetches a file by itself, and answers nobody: for a while it is looked whether that takes long. */
    fetched: () => void long(new Promise((resolve) => setTimeout(resolve, FETCHED_MS))),
    /** How far long work is, told for as long as any goes on. */
    work: (): Stream => new EventSource(`${BASE}/work`),
    session,
    signIn: (name: string, password: string) => begun(post<SessionView>("/session", { name, password })),
    secondFactor: (code: string) => begun(post<SessionView>("/session/second-factor", { code })),
    askPasskey: () => post<PasskeyAsk>("/session/passkey/challenge", {}),
    passkey: (answer: PasskeyAnswer) => begun(post<SessionView>("/session/passkey", answer)),
    setUp: (first: FirstStart) => begun(post<SessionView>("/setup", first)),
    signOut: async () => {
      kept.clear();
      return begun((await send("DELETE", "/session")).json() as Promise<SessionView>);
    },
    changePassword: (old: string, chosen: string) => done("PUT", "/own/password", { old, new: chosen }),
    offerSecondFactor: (password: string) => post<SecretOffer>("/own/second-factor", { password }),
    setSecondFactor: (code: string) => done("PUT", "/own/second-factor", { code }),
    removeSecondFactor: (password: string) => done("DELETE", "/own/second-factor", { password }),
    passkeys: () => get<PasskeyView[]>("/own/passkeys"),
    offerPasskey: (wish: PasskeyWish) => post<PasskeyOffer>("/own/passkeys/challenge", wish),
    addPasskey: (passkey: NewPasskey) => done("POST", "/own/passkeys", passkey),
    removePasskey: (id: string, password: string) => done("DELETE", "/own/passkeys", { id, password }),
    accounts: () => get<Account[]>("/accounts"),
    makeAccount: (account: NewAccount) => done("POST", "/accounts", account),
    changeAccount: (id: string, change: AccountChange) => done("PATCH", `/accounts/${id}`, change),
    audit: (filter: Query) => get<AuditPage>(`/audit${query(filter)}`),
    tablets: () => get<TabletView[]>("/tablets"),
    officers: () => get<OfficerView[]>("/officers"),
    cards: () => get<OfficerCardView[]>("/cards"),
    cardSheets: async (ask: CardsAsk): Promise<Given> => ({ name: "beibao-contact-cards.pdf", bytes: await (await send("POST", "/cards/sheets", ask)).blob() }),
    outdatedCards: () => get<OutdatedCardView[]>("/cards/outdated"),
    /** Where the browser itself fetches the other side; `seen` changes when what stands on it may have. */
    cardBack: (officer: string, seen: number) => `${BASE}/cards/${officer}/back${query({ seen })}`,
    setCardPhoto: (officer: string, photo: Blob) => done("POST", `/cards/${officer}/photo`, photo),
    endCardPhoto: (officer: string) => done("DELETE", `/cards/${officer}/photo`, {}),
    enrolmentCode: (wanted: CodeAsk) => post<CodeView>("/enrolment-codes", wanted),
    revoke: (id: string) => done("POST", `/tablets/${id}/revocation`, {}),
    orderWipe: (id: string) => done("POST", `/tablets/${id}/wipe`, {}),
    today: () => get<TodayView>("/today"),
    conflicts: () => get<ConflictView[]>("/conflicts"),
    settle: (chosen: Settlement) => done("POST", "/conflicts/settlements", chosen),
    search: (q: string, area: string | null) => get<Found>(`/register${query({ q, area })}`),
    areas: () => get<AreaView[]>("/areas"),
    household: (id: string) => get<HouseholdView>(`/households/${id}`),
    person: (id: string) => get<PersonView>(`/people/${id}`),
    history: (row: string) => get<Written[]>(`/rows/${row}/history`),
    mergeView: (stays: string, goes: string) => get<MergeView>(`/rows/${stays}/merge${query({ goes })}`),
    merge: (stays: string, ask: MergeAsk) => done("POST", `/rows/${stays}/merge`, ask),
    unmerge: (goes: string) => done("DELETE", `/rows/${goes}/merge`, {}),
    edit: (correction: FieldEditAsk) => done("POST", "/edits", correction),
    portraits: (all: boolean, after: string | null) => get<PortraitPage>(`/portraits${query({ all: all ? "true" : null, after })}`),
    judge: (portrait: string, judgement: Judgement) => done("POST", `/portraits/${portrait}/judgement`, judgement),
    recheck: (portrait: string) => get<RecheckView>(`/portraits/${portrait}/recheck`),
    original: async (portrait: string) => (await send("GET", `/portraits/${portrait}/original`)).arrayBuffer(),
    picture: async (portrait: string) => (await send("GET", `/portraits/${portrait}/picture`)).arrayBuffer(),
    numbers: (asked: Query) => get<NumbersView>(`/numbers${query(asked)}`),
    /** Where the browser itself fetches the numbers as a file. */
    giveAreas: (officer: string, ask: AreasAsk) => done("PUT", `/officers/${officer}/areas`, ask),
    addRow: (row: NewRow) => post<AddedRow>("/rows", row),
    record: (person: string) => get<RecordView>(`/people/${person}/record`),
    recordFile: (person: string, kind: "pdf" | "json") => `${BASE}/people/${person}/record.${kind}`,
    erasure: (person: string) => get<ErasureView>(`/people/${person}/erasure`),
    /** The certificate; nobody has it afterwards but who asked. */
    erase: async (person: string, seen: string) => (await send("POST", `/people/${person}/erasure`, { seen })).blob(),
    trySheet: (sheet: Blob) => long(post<SheetView>("/sheets/trial", sheet)),
    takeSheet: (sheet: Blob, seen: string) => long(post<SheetView>(`/sheets${query({ seen })}`, sheet)),
    registerFile: (register: string, kind: "csv" | "xlsx") => `${BASE}/register.${kind}${query({ register })}`,
    retention: () => get<KeepingView>("/retention"),
    setPeriod: (kind: string, months: number) => done("PUT", "/retention", { kind, months }),
    looks: (asked: Query) => get<LooksView>(`/looks${query(asked)}`),
    backupPlan: () => get<BackupPlan | null>("/backups/plan"),
    planBackups: (plan: BackupPlan) => done("PUT", "/backups/plan", plan),
    endBackups: () => done("DELETE", "/backups/plan"),
    backups: () => get<BackupRun[]>("/backups"),
    backUp: () => long(done("POST", "/backups", {})),
    recovery: (password: string) => post<RecoveryView>("/recovery", { password }),
    rehearse: () => long(post<RehearsalView>("/backups/rehearsals", {})),
    numbersFile: (asked: Query, kind: "csv" | "xlsx") => `${BASE}/numbers.${kind}${query(asked)}`,
    behind: (asked: Query) => get<BehindView>(`/numbers/behind${query(asked)}`),
    unvisited: (asked: Query) => get<UnvisitedView[]>(`/numbers/unvisited${query(asked)}`),
    matters: (filter: Query) => get<MatterPage>(`/matters${query(filter)}`),
    matter: (id: string) => get<MatterView>(`/matters/${id}`),
    step: (id: string, step: StepAsk) => done("POST", `/matters/${id}/steps`, step),
    entryPicture: async (entry: string, hash: string) => (await send("GET", `/entries/${entry}/pictures/${hash}`)).arrayBuffer(),
    measure: (measure: MeasureAsk) => done("POST", "/measures", measure),
    events: (after: string | null) => get<EventPage>(`/events${query({ after })}`),
    production: () => get<ProductionView>("/production"),
    makeBatch: (applications: string[]) => post<BatchView>("/production/batches", { applications }),
    batchFile: (id: string) => long(file("POST", `/production/batches/${id}/downloads`, "beibao-production.zip")),
    takeMade: (sheet: Blob) => post<MadeTaken>("/production/results", sheet),
    shelf: (register: string) => get<ShelfView>(`/shelf/${register}`),
    libraryFile: (row: string, name: string) => `${BASE}/library/${row}/file${query({ name })}`,
    enclose: (row: string, name: string, file: Blob) => done("PUT", `/library/${row}/file${query({ name })}`, file),
    withdrawFile: (row: string, name: string) => done("DELETE", `/library/${row}/file${query({ name })}`),
    questionnaires: () => get<QuestionnaireView[]>("/questionnaires"),
    previewWorkbook: (workbook: Blob) => post<WorkbookView>("/questionnaires/preview", workbook),
    keepWorkbook: (workbook: Blob) => post<WorkbookView>("/questionnaires", workbook),
    form: (id: string) => get<FormView>(`/questionnaires/${id}`),
    withdraw: (id: string, withdrawn: boolean) => done("PUT", `/questionnaires/${id}/withdrawal`, { withdrawn }),
    results: (id: string, version: string) => get<ResultsView>(`/questionnaires/${id}/results${query({ version })}`),
    resultsFile: (id: string, version: string, language: string, kind: "csv" | "xlsx") =>
      `${BASE}/questionnaires/${id}/results.${kind}${query({ version, language })}`,
  };
}

export type Api = ReturnType<typeof connect>;
