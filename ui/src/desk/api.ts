// The one door to the station. Screens and controllers take an `Api`; only this file knows HTTP.
import type { Problem } from "../lib/ipc";
import type {
  Account, AccountChange, AreaView, AuditPage, CodeAsk, CodeView, ConflictView, FieldEditAsk, FirstStart, Found,
  HouseholdView, Judgement, NewAccount, NumbersView, OfficerView, PersonView, PortraitPage, SecretOffer, SessionView, Settlement,
  TabletView, TodayView, Written,
} from "./types";

const BASE = "/api/v1";
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Query = Record<string, string | number | null | undefined>;

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

export function connect(ask: typeof fetch = (...given) => fetch(...given)) {
  /** Given back with every write: a foreign page may send our cookie, and cannot read this. */
  let pageToken = "";
  const heard = { signedOut: () => {} };

  async function once(method: Method, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { "x-page-token": pageToken };
    if (body !== undefined) headers["content-type"] = "application/json";
    const init: RequestInit = { method, headers, credentials: "same-origin" };
    if (body !== undefined) init.body = JSON.stringify(body);
    return ask(BASE + path, init).catch(() => Promise.reject(refusal("station_unreachable")));
  }

  async function send(method: Method, path: string, body?: unknown): Promise<Response> {
    let answer = await once(method, path, body);
    if (answer.ok) return answer;
    let problem = await problemOf(answer);
    if (problem.code === "page_outdated" && method !== "GET") {
      // Another tab signed in anew: the token is fetched once and the same is asked again.
      await session();
      answer = await once(method, path, body);
      if (answer.ok) return answer;
      problem = await problemOf(answer);
    }
    if (problem.code === "signed_out") heard.signedOut();
    return Promise.reject(problem);
  }

  const get = async <T>(path: string): Promise<T> => (await send("GET", path)).json() as Promise<T>;
  const post = async <T>(path: string, body: unknown): Promise<T> => (await send("POST", path, body)).json() as Promise<T>;
  const done = async (method: Method, path: string, body?: unknown): Promise<void> => void (await send(method, path, body));

  async function begun(answer: Promise<SessionView>): Promise<SessionView> {
    const view = await answer;
    pageToken = view.page_token;
    return view;
  }
  const session = () => begun(get<SessionView>("/session"));

  return {
    /** Tells whoever listens that the session is over. */
    onSignedOut: (listener: () => void) => void (heard.signedOut = listener),
    session,
    signIn: (name: string, password: string) => begun(post<SessionView>("/session", { name, password })),
    secondFactor: (code: string) => begun(post<SessionView>("/session/second-factor", { code })),
    setUp: (first: FirstStart) => begun(post<SessionView>("/setup", first)),
    signOut: async () => begun((await send("DELETE", "/session")).json() as Promise<SessionView>),
    changePassword: (old: string, chosen: string) => done("PUT", "/own/password", { old, new: chosen }),
    offerSecondFactor: () => post<SecretOffer>("/own/second-factor", {}),
    setSecondFactor: (code: string) => done("PUT", "/own/second-factor", { code }),
    removeSecondFactor: (password: string) => done("DELETE", "/own/second-factor", { password }),
    accounts: () => get<Account[]>("/accounts"),
    makeAccount: (account: NewAccount) => done("POST", "/accounts", account),
    changeAccount: (id: string, change: AccountChange) => done("PATCH", `/accounts/${id}`, change),
    audit: (filter: Query) => get<AuditPage>(`/audit${query(filter)}`),
    tablets: () => get<TabletView[]>("/tablets"),
    officers: () => get<OfficerView[]>("/officers"),
    enrolmentCode: (wanted: CodeAsk) => post<CodeView>("/enrolment-codes", wanted),
    revoke: (id: string) => done("POST", `/tablets/${id}/revocation`, {}),
    today: () => get<TodayView>("/today"),
    conflicts: () => get<ConflictView[]>("/conflicts"),
    settle: (chosen: Settlement) => done("POST", "/conflicts/settlements", chosen),
    search: (q: string, area: string | null) => get<Found>(`/register${query({ q, area })}`),
    areas: () => get<AreaView[]>("/areas"),
    household: (id: string) => get<HouseholdView>(`/households/${id}`),
    person: (id: string) => get<PersonView>(`/people/${id}`),
    history: (row: string) => get<Written[]>(`/rows/${row}/history`),
    edit: (correction: FieldEditAsk) => done("POST", "/edits", correction),
    portraits: (all: boolean, after: string | null) => get<PortraitPage>(`/portraits${query({ all: all ? "true" : null, after })}`),
    judge: (portrait: string, judgement: Judgement) => done("POST", `/portraits/${portrait}/judgement`, judgement),
    picture: async (portrait: string) => (await send("GET", `/portraits/${portrait}/picture`)).arrayBuffer(),
    numbers: (from: string, to: string) => get<NumbersView>(`/numbers${query({ from, to })}`),
    /** Where the browser itself fetches the numbers as a file. */
    numbersFile: (from: string, to: string, language: string) => `${BASE}/numbers.csv${query({ from, to, language })}`,
  };
}

export type Api = ReturnType<typeof connect>;
