// Made from the station's OpenAPI document by crates/station/tests/desk_types.rs; not written by hand.

/** An account as the administrator sees it. */
export type Account = {
  /** Since when nobody can sign in with it. */
  disabled_at: string | null;
  /** Its id. */
  id: string;
  /** By which somebody signs in. */
  name: string;
  /** What they are. */
  role: Role;
  /** Whether a second factor is in force. */
  second_factor: boolean;
  /** By which the others know them. */
  shown: string;
};

/** What an administrator changes; what is left out stays. */
export type AccountChange = {
  /** Whether nobody may sign in with it. */
  disabled?: boolean | null;
  /** A new password; the second factor is taken away with the old one. */
  password?: string | null;
  role?: Role | null;
};

/** An area. */
export type AreaView = {
  /** Its code. */
  code: string;
  /** Households in it. */
  households: number;
  /** Its id. */
  id: string;
  /** Its name. */
  name: string;
  /** The area that it is part of. */
  parent: string | null;
};

/** What came in from one tablet. */
export type Arrived = {
  /** Applications for cards. */
  applications: number;
  /** Disputes. */
  disputes: number;
  /** Corrections of the register. */
  edits: number;
  /** When the last of it came. */
  last_at: string | null;
  /** Who works with it. */
  officer: string;
  /** Of another kind. */
  other: number;
  /** Portraits. */
  portraits: number;
  /** Talks. */
  talks: number;
  /** Visits, corrections included. */
  visits: number;
};

/** A change that is kept and not applied. */
export type AsideView = {
  /** Its kind. */
  kind: string;
  /** The station's number. */
  number: number;
  /** Who works with the tablet that said it. */
  officer: string;
  /** Why: a problem's code. */
  reason: string;
  /** When it came. */
  received_at: string;
};

/** One line of the trail. */
export type AuditEntry = {
  /** Whose account, as it is shown; empty if nobody's. */
  account: string;
  /** From which address. */
  address: string;
  /** When. */
  at: string;
  /** What. */
  deed: Deed;
  /** A field, a right: see [`Deed`]. */
  detail: string;
  /** Its number, the newest the greatest. */
  number: number;
  /** The row that it was done to. */
  row: string | null;
  /** What that row is called now. */
  title: string;
};

/** A page of the trail. */
export type AuditPage = {
  /** The newest first. */
  entries: AuditEntry[];
  /** What `before` is for the next page; none at the end. */
  next: number | null;
};

/** A check of a portrait, as the tablet judged it. */
export type CheckView = {
  /** The most that is allowed. */
  max: number | null;
  /** What was measured. */
  measured: number | null;
  /** The least that is allowed. */
  min: number | null;
  /** Which question. */
  name: string;
  /** Unit of the three. */
  unit: string;
  /** `pass`, `warn` or `fail`. */
  verdict: string;
};

/** One of the values. */
export type ChoiceView = {
  /** As it is shown. */
  shown: string;
  /** As it is given back. */
  value: string;
};

/** What an enrolment code is asked for with. */
export type CodeAsk = {
  /** Whether it gets all areas, not only the officer's. */
  all_areas: boolean;
  /** Whose tablet it will be. */
  badge: string;
  /** Where the tablet finds the station, such as `https://192.168.1.10:8443`. */
  url: string;
};

/** An enrolment code. */
export type CodeView = {
  /** Until when it works. */
  expires_at: string;
  /** For whom. */
  officer: string;
  /** As a QR code, to be scanned. */
  qr_svg: string;
  /** As text, to be pasted. */
  text: string;
};

/** A field that two people wrote without having seen each other's. */
export type ConflictView = {
  /** What can be chosen; the first stands meanwhile. */
  choices: ChoiceView[];
  /** Which field. */
  field: string;
  /** The household to look at. */
  household_id: string | null;
  /** Which register. */
  register: string;
  /** The row. */
  row: string;
  /** To be given back with the choice. */
  seen: string;
  /** What the row is called. */
  title: string;
};

/** What was done. */
export type Deed = "set_up" | "set_up_failed" | "signed_in" | "sign_in_failed" | "second_factor_failed" | "signed_out" | "refused" | "household_seen" | "person_seen" | "portrait_seen" | "portrait_accepted" | "portrait_returned" | "history_seen" | "field_edited" | "conflict_settled" | "code_made" | "tablet_revoked" | "numbers_taken" | "account_made" | "account_changed" | "password_changed" | "second_factor_set" | "second_factor_removed";

/** A correction of one field. */
export type FieldEditAsk = {
  /** The field. */
  field: string;
  /** `household` or `person`. */
  register: string;
  /** The row. */
  row: string;
  /** The versions that its author had seen. */
  seen: string;
  /** The new value as it was typed. */
  value: string;
};

/** A field of a row. */
export type FieldView = {
  /** What can be chosen, where it is a choice. */
  choices: string[];
  /** Its name. */
  name: string;
  /** What somebody else wrote without having seen this. */
  others: string[];
  /** The versions that whoever looks has seen; to be given back with an edit. */
  seen: string;
  /** How it is typed. */
  shape: Shape;
  /** Its value as it is typed; empty if there is none. */
  value: string;
};

/** What the first start asks for. */
export type FirstStart = {
  /** The code that the terminal shows. */
  code: string;
  /** By which the administrator signs in. */
  name: string;
  /** The password. */
  password: string;
  /** By which the others know them. */
  shown: string;
  /** The station's name; nothing if it has one. */
  station: string;
};

/** What was found. */
export type Found = {
  /** The best first. */
  hits: HitView[];
  /** Whether there are more. */
  more: boolean;
};

/** A household or person that was found. */
export type HitView = {
  /** Its id. */
  id: string;
  /** `household` or `person`. */
  kind: string;
  /** What matched, such as `phone`. */
  matched: string;
  /** Code, area, address. */
  subtitle: string;
  /** The person's name, or that of the household's head. */
  title: string;
  /** The same in Mongolian. */
  title_mn: string | null;
};

/** A household, whole. */
export type HouseholdView = {
  /** The area it lies in. */
  area: string;
  /** Its code. */
  code: string;
  /** Its fields. */
  fields: FieldView[];
  /** The name of its head. */
  head: string;
  /** Its id. */
  id: string;
  /** Its members, the head first. */
  members: MemberView[];
  /** The last visits, the newest first. */
  visits: VisitView[];
};

/** What somebody decided. */
export type Judgement = {
  /** Whether it is in order. */
  accepted: boolean;
  /** If not, why: what the officer in the field reads. */
  reason: string;
  /** How the application stood when they looked at it, as the queue said. */
  seen: string;
};

/** A member of a household. */
export type MemberView = {
  /** Age in years today. */
  age: number | null;
  /** Whether the register knows that they died. */
  died: boolean;
  /** The person. */
  id: string;
  /** Name. */
  name: string;
  /** Name in Mongolian. */
  name_mn: string | null;
  /** What the person is to the head. */
  relation: string;
};

/** An account to be made. */
export type NewAccount = {
  /** By which they sign in. */
  name: string;
  /** The first password. */
  password: string;
  /** What they are. */
  role: Role;
  /** By which the others know them. */
  shown: string;
};

/** The figures of an area and a month, or of everything. */
export type NumbersLine = {
  /** The area's name; households of a gacha count for the sub-farm or sumu that it lies in. */
  area: string;
  /** The figures by name; what is not there is 0. */
  figures: Record<string, number>;
  /** Households that were visited, each once. */
  households: number;
  /** The month in China, `2026-11`. */
  month: string;
  /** People who live in them, each once. */
  people: number;
};

/** The numbers. */
export type NumbersView = {
  /** Every figure by name, in the order in which a chief reads them. */
  figures: string[];
  /** One line for each area and month. */
  lines: NumbersLine[];
  /** One line for each month, all areas together. */
  months: NumbersLine[];
  /** Everything together. */
  total: NumbersLine;
};

/** An officer for whom a tablet may be enrolled. */
export type OfficerView = {
  /** Badge number. */
  badge: string;
  /** Name. */
  name: string;
};

/** A one-time code. */
export type OneTimeCode = {
  /** Its six digits. */
  code: string;
};

/** Somebody's own account, as the page shows it. */
export type Own = {
  /** By which they sign in. */
  name: string;
  /** What they are. */
  role: Role;
  /** Whether the second factor is in force. */
  second_factor: boolean;
  /** By which the others know them. */
  shown: string;
};

/** The password, asked for once more. */
export type PasswordAgain = {
  /** It. */
  password: string;
};

/** The password that was, and the one that shall be. */
export type PasswordChange = {
  /** The one that shall be. */
  new: string;
  /** The one that was. */
  old: string;
};

/** A person, whole. */
export type PersonView = {
  /** Age in years today. */
  age: number | null;
  /** Its fields. */
  fields: FieldView[];
  /** Its code. */
  household_code: string;
  /** The household. */
  household_id: string | null;
  /** Its id. */
  id: string;
  /** What is wrong with the ID number. */
  id_number_fault: string | null;
  /** Name. */
  name: string;
  /** Name in Mongolian. */
  name_mn: string | null;
};

/** A page of the queue. */
export type PortraitPage = {
  /** What `after` is for the next page; none at the end. */
  next: string | null;
  /** What must be decided first stands first: the oldest. */
  portraits: PortraitView[];
};

/** A portrait of an application. */
export type PortraitView = {
  /** What is applied for, such as `renewal`. */
  application_kind: string;
  /** The day of the application. */
  applied_on: string | null;
  /** What its checks measured. */
  checks: CheckView[];
  /** Days until then; negative when it is over. */
  days_left: number | null;
  /** The last day for the card. */
  due_on: string | null;
  /** The household's code. */
  household_code: string;
  /** The portrait. */
  id: string;
  /** By whom. */
  officer: string;
  /** Whose. */
  person_id: string;
  /** Their name. */
  person_name: string;
  /** The same in Mongolian. */
  person_name_mn: string | null;
  /** Whether the picture is here. */
  picture_here: boolean;
  /** What judged it, such as `ga461 1`. */
  profile: string;
  /** How far the application has come, such as `complete`; empty if it is not here. */
  state: string;
  /** When it was taken. */
  taken_at: string;
};

/** What every refusal looks like. */
export type Problem = {
  /** What happened, of the closed list. */
  code: string;
  /** What the sentence needs. */
  params: Record<string, string>;
};

/** What somebody at the desk is. */
export type Role = "desk" | "chief" | "admin" | "auditor";

/** What an authenticator is given. */
export type SecretOffer = {
  /** A QR code of the same, as SVG. */
  qr_svg: string;
  /** The secret in base 32, to be typed. */
  secret: string;
};

/** What a page needs to know before it shows anything. */
export type SessionView = {
  own: Own | null;
  /** To be given back with every write, as `x-page-token`. */
  page_token: string;
  /** How far whoever sits there has come. */
  stage: Stage;
  /** The station's name; empty if it has none yet. */
  station: string;
  /** The port at which tablets are answered, if they are. */
  tablet_port: number | null;
};

/** What somebody chose. */
export type Settlement = {
  /** Its field. */
  field: string;
  /** The row. */
  row: string;
  /** What they had seen. */
  seen: string;
  /** One of the values that were offered. */
  value: string;
};

/** How a field is typed. */
export type Shape = "line" | "text" | "mongolian" | "day" | "choice";

/** A name and a password. */
export type SignIn = {
  /** The name. */
  name: string;
  /** The password. */
  password: string;
};

/** How far somebody has come. */
export type Stage = "set_up" | "signed_out" | "second_factor" | "open";

/** Whether a tablet may speak. */
export type Standing = "active" | "cloned" | "revoked";

/** A tablet. */
export type TabletView = {
  /** That officer's badge number. */
  badge: string;
  /** When it was enrolled. */
  enrolled_at: string;
  /** Its id. */
  id: string;
  /** Six characters by which people tell it from another. */
  mark: string;
  /** Who works with it. */
  officer: string;
  /** When it was last here. */
  seen_at: string | null;
  /** Whether it may speak. */
  standing: Standing;
};

/** What somebody must look at today. */
export type TodayView = {
  /** What came in, by officer. */
  arrived: Arrived[];
  /** What is kept and not applied, the newest first. */
  aside: AsideView[];
  /** Changes that came under a number that another one has. */
  forks: number;
  /** The day in China. */
  on: string;
};

/** A visit at a household. */
export type VisitView = {
  /** When. */
  at: string;
  /** What was written down. */
  diary: string;
  /** The visit. */
  id: string;
  /** Who came. */
  officer: string;
};

/** A value that somebody wrote. */
export type Written = {
  /** When, by the hybrid clock of whoever wrote it. */
  at: string;
  /** The field. */
  field: string;
  /** Whether nobody who had seen it wrote anything else. */
  newest: boolean;
  /** Which officer's tablet; empty for the station itself. */
  officer: string;
  /** The value. */
  value: string;
};
