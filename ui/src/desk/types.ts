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
  /** A new password; every second factor is taken away with the old one. */
  password?: string | null;
  role?: Role | null;
};

/** A row that was added. */
export type AddedRow = {
  /** Its id. */
  id: string;
};

/** A choice of a question. */
export type AnswerChoice = {
  /** What is read, by language. */
  label: Record<string, string>;
  /** What is kept. */
  name: string;
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

/** Other areas for an officer. */
export type AreasAsk = {
  /** All that the officer shall have. */
  areas: string[];
  /** What [`OfficerView::seen`] said. */
  seen: string;
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

/** When and where backups are made. */
export type BackupPlan = {
  /** A folder of the station's machine, whole from its root. */
  folder: string;
  /** From which hour of the day on, in China. */
  hour: number;
  /** How many are kept. */
  keep: number;
  /** Whether `station.json` goes along, without which nobody opens it. */
  with_key: boolean;
};

/** A backup or a rehearsal. */
export type BackupRun = {
  /** When. */
  at: string;
  /** Its bytes. */
  bytes: number;
  /** Which of the two. */
  kind: RunKind;
  /** The backup's name. */
  name: string;
  /** Pictures in it. */
  pictures: number;
  /** What went wrong, as a problem's code. */
  problem: string | null;
};

/** Which applications go together. */
export type BatchAsk = {
  /** Them. */
  applications: string[];
};

/** What was sent at once. */
export type BatchView = {
  /** How many applications are in it. */
  applications: number;
  /** When last. */
  downloaded_at: string | null;
  /** How often its file was taken. */
  downloads: number;
  /** Its id. */
  id: string;
  /** When it was made. */
  made_at: string;
  /** Its number, the first 1. */
  number: number;
  /** How many of them are not finished yet. */
  unfinished: number;
};

/** What is behind a number. */
export type BehindView = {
  /** The newest first. */
  entries: EntryView[];
  /** Whether there are more than are shown. */
  more: boolean;
};

/** What keeps a card from being printed. */
export type CardFaultView = {
  /** What is wrong with it, as `paper.fault` names it. */
  code: string;
  /** The field, as `paper.field` names it. */
  field: string;
  /** What that sentence names. */
  params: Record<string, string>;
};

/** Cards of one officer. */
export type CardOrder = {
  /** How many. */
  copies: number;
  /** Whether a mark is printed for each character that no font has. */
  mark_missing: boolean;
  /** The officer. */
  officer: string;
};

/** Which cards to print. */
export type CardsAsk = {
  /** Of whom, and how many. */
  orders: CardOrder[];
  /** Whether the other side is printed too. */
  two_sided: boolean;
};

/** A cell that changes. */
export type CellView = {
  /** What would. */
  after: string;
  /** What stands there. */
  before: string;
  /** The column. */
  column: string;
  /** The line in the file. */
  line: number;
  /** The row; none if it is new. */
  row: string | null;
  /** By what the row is called. */
  title: string;
};

/** A check of a portrait, as it was judged. */
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
  /** When it was last written, by the clock of whoever wrote it. */
  at: string | null;
  /** On which officer's tablet; empty for the station itself. */
  officer: string;
  /** As it is shown. */
  shown: string;
  /** As it is given back. */
  value: string;
};

/** How often something was chosen. */
export type ChosenView = {
  /** How often. */
  count: number;
  /** What is read, by language; empty for one that only an earlier edition had. */
  label: Record<string, string>;
  /** What is kept. */
  name: string;
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

/** What a tablet says of itself; whatever it does not say is nothing. */
export type ConditionView = {
  /** The app's version. */
  app: string | null;
  /** What the battery held, in percent. */
  battery_percent: number | null;
  /** Free bytes on its disk. */
  free_bytes: number | null;
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

/** By what the lines are told apart. */
export type Counting = "area" | "officer" | "month";

/** What was done. */
export type Deed = "set_up" | "set_up_failed" | "signed_in" | "sign_in_failed" | "second_factor_failed" | "signed_out" | "refused" | "household_seen" | "person_seen" | "portrait_seen" | "original_seen" | "portrait_accepted" | "portrait_returned" | "matter_seen" | "picture_seen" | "volunteers_seen" | "step_said" | "measure_said" | "batch_made" | "batch_taken" | "results_taken" | "register_imported" | "questionnaire_set" | "questionnaire_withdrawn" | "results_seen" | "behind_seen" | "unvisited_seen" | "history_seen" | "field_edited" | "conflict_settled" | "code_made" | "tablet_revoked" | "wipe_ordered" | "numbers_taken" | "account_made" | "account_changed" | "password_changed" | "second_factor_set" | "second_factor_removed" | "passkey_added" | "passkey_removed" | "record_seen" | "record_taken" | "erasure_seen" | "person_erased" | "retention_run" | "backup_planned" | "backup_made" | "backup_failed" | "backup_rehearsed" | "row_added" | "import_seen" | "register_taken" | "areas_changed" | "cards_printed" | "outdated_seen" | "file_enclosed" | "file_withdrawn" | "period_set" | "looks_seen" | "recovery_seen" | "merge_seen" | "rows_merged" | "merge_undone" | "portrait_rechecked";

/** Facts of a kind that end. */
export type EndingView = {
  /** What happened before this day is erased. */
  before: string;
  /** How many that are today. */
  count: number;
  /** When it will be. */
  erased_on: string;
  /** The kind. */
  kind: string;
};

/** Something that was said of a matter, or an event. */
export type EntryView = {
  /** When it happened. */
  at: string;
  /** Whether it corrects an earlier one. */
  corrected: boolean;
  /** Its code. */
  household_code: string;
  /** The household, if it concerns one. */
  household_id: string | null;
  /** The fact. */
  id: string;
  /** Of which kind. */
  kind: string;
  /** What was said. */
  lines: LineView[];
  /** The matter that it begins or belongs to. */
  matter: string | null;
  /** The name of whom it concerns: a person, or the household's head. */
  name: string;
  /** Who said it; empty for the station itself. */
  officer: string;
  /** Its pictures. */
  pictures: PictureView[];
  signature: SignatureView | null;
};

/** Yes, this and nothing else. */
export type ErasureAsk = {
  /** What [`ErasureView::seen`] said. */
  seen: string;
};

/** What an erasure would take, and what stands against it. */
export type ErasureView = {
  /** Facts by kind; edits of the register count as `register`. */
  erased: Record<string, number>;
  /** The name. */
  name: string;
  /** What stands against it; nothing may. */
  obstacles: ObstacleView[];
  /** Pictures whose bytes are destroyed. */
  pictures: number;
  /** To be given back with the erasure. */
  seen: string;
  /** Tablets that hear of it. */
  tablets: number;
  /** Visits of the household that stay. */
  visits_left: number;
};

/** A page of events. */
export type EventPage = {
  /** The newest first. */
  events: EntryView[];
  /** What `after` is for the next page; none at the end. */
  next: string | null;
};

/** What is asked for after the password: any one of these. */
export type Factors = {
  /** A one-time code. */
  one_time_code: boolean;
  /** A passkey, where the desk is opened by one of these names. */
  passkey_hosts: string[];
};

/** A correction of one field. */
export type FieldEditAsk = {
  /** The field. */
  field: string;
  /** Which register, such as `household` or `officer`. */
  register: string;
  /** The row. */
  row: string;
  /** The versions that its author had seen. */
  seen: string;
  /** The new value as it was typed. */
  value: string;
};

/** A field with what stood there before. */
export type FieldPast = {
  /** What stood there. */
  before: string[];
  /** The field. */
  field: string;
  /** What stands there. */
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

/** Figures that belong together. */
export type FigureGroup = {
  /** Their names, in the order in which a chief reads them. */
  figures: string[];
  /** What they are about. */
  name: string;
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

/** A form, whole. */
export type FormView = {
  /** Its code. */
  code: string;
  /** `quiz` or `survey`. */
  kind: string;
  /** Its questions, notes included. */
  questions: QuestionView[];
  /** Its title. */
  title: string;
  /** The same in Mongolian. */
  title_mn: string | null;
  /** Its edition. */
  version: string;
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
  /** Households that gave way to this one. */
  merged: MergedRow[];
  stays: MergedRow | null;
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

/** What ends and what is kept. */
export type KeepingView = {
  /** What ends by itself within the week. */
  endings: EndingView[];
  /** The last day on which the server looked for it. */
  looked_on: string | null;
  /** How long each kind is kept. */
  periods: PeriodView[];
  /** When the recovery key was last shown; none, and nobody has a sheet of it from here. */
  recovery_seen_at: string | null;
};

/** One line of what was said. */
export type LineView = {
  /** What it is, under `desk.line.` in the catalogue. */
  label: string;
  /** What was typed, a number or a day; after the word if there is one. */
  text: string;
  /** A word of the catalogue: its key, or its key after `desk.word.`. */
  word: string | null;
};

/** A look on a tablet. */
export type LookView = {
  /** When. */
  at: string;
  /** The household's code, if one was looked at. */
  household: string;
  /** The list that was looked at, such as `search`; empty of a page. */
  list: string;
  /** Whose tablet. */
  officer: string;
  /** The person, if one was looked at and is not erased since. */
  person: string;
};

/** The looks. */
export type LooksView = {
  /** The newest first. */
  looks: LookView[];
  /** Whether there are more than are shown. */
  more: boolean;
};

/** What is wrong with a row. */
export type MadeFault = "empty" | "unknown" | "several" | "double" | "not_finished" | "not_now" | "width" | "formula" | "lost_digits" | "unreadable";

/** A row that was not taken. */
export type MadeRemark = {
  /** The column as the file calls it. */
  column: string;
  /** What is wrong. */
  fault: MadeFault;
  /** Its line in the file, 1 for the heading. */
  line: number;
};

/** What became of a file. */
export type MadeTaken = {
  /** Documents that are at the station now. */
  ready: number;
  /** Rows that were not taken. */
  refused: MadeRemark[];
  /** Those that were there already. */
  unchanged: number;
};

/** A matter in a list. */
export type MatterLine = {
  /** What it is about. */
  about: LineView[];
  /** When it began. */
  at: string;
  /** Why it was brought back, if that was the last that happened. */
  brought_back: string;
  /** Days until then; negative when it is over. */
  days_left: number | null;
  /** Until when. */
  due_on: string | null;
  /** In whose backpack. */
  holder: string;
  /** The household's code. */
  household_code: string;
  /** The matter. */
  id: string;
  /** Its kind. */
  kind: string;
  /** The name of the person or of the household's head. */
  name: string;
  /** Who wrote it down. */
  officer: string;
  /** Whether somebody has still to see to it. */
  open: boolean;
  /** Where the finished document is: `none`, `station`, `backpack` or `handed_over`; empty if it is about none. */
  place: string;
  /** How far it has come. */
  state: string;
};

/** A page of matters. */
export type MatterPage = {
  /** The open ones first, those that are due soonest before the others; then the newest. */
  matters: MatterLine[];
  /** What `after` is for the next page; none at the end. */
  next: string | null;
};

/** A matter, whole. */
export type MatterView = {
  /** The household, if it concerns one. */
  household_id: string | null;
  /** What a list says of it. */
  line: MatterLine;
  /** The person, likewise. */
  person_id: string | null;
  /** Hours from a request to its first answer. */
  response_hours: number | null;
  /** Everything that was said, in the order in which it happened. */
  thread: EntryView[];
};

/** One measure on several suggestions. */
export type MeasureAsk = {
  /** The suggestions. */
  suggestions: string[];
  /** What was done. */
  text: string;
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

/** Yes, as it was looked at. */
export type MergeAsk = {
  /** The row that gives way. */
  goes: string;
  /** What [`MergeView::seen`] said. */
  seen: string;
  /** Fields that are taken over from it. */
  take: string[];
};

/** A field of both. */
export type MergeField = {
  /** What stands in the other. */
  goes: string;
  /** Its name. */
  name: string;
  /** How it is typed. */
  shape: Shape;
  /** What stands in the one that stays. */
  stays: string;
};

/** One of them. */
export type MergeSide = {
  /** Its id. */
  id: string;
  /** What is recorded under it, by kind. */
  recorded: Record<string, number>;
  /** A person's name, a household's code and head. */
  title: string;
};

/** Two rows side by side. */
export type MergeView = {
  /** Their fields. */
  fields: MergeField[];
  /** The one that gives way. */
  goes: MergeSide;
  /** To be given back with the merge. */
  seen: string;
  /** The one that stays. */
  stays: MergeSide;
};

/** A row that gave way, or the one that it gave way to. */
export type MergedRow = {
  /** Its id. */
  id: string;
  /** A person's name, a household's code and head. */
  title: string;
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

/** What the browser gives for that, in base 64 for addresses. */
export type NewPasskey = {
  /** `authenticatorData`. */
  authenticator_data: string;
  /** `clientDataJSON`. */
  client_data: string;
  /** What to call it. */
  name: string;
  /** `publicKey`: SubjectPublicKeyInfo. */
  public_key: string;
};

/** A row to be added. */
export type NewRow = {
  /** Its fields as they were typed. */
  fields: Record<string, string>;
  /** Which register, such as `household`. */
  register: string;
};

/** The figures of an area, an officer or a month, or of everything. */
export type NumbersLine = {
  /** The area, if that is what it is. */
  area: string | null;
  /** The figures by name; what is not there is 0. */
  figures: Record<string, number>;
  /** Households that were visited, each once. */
  households: number;
  /** What the line is called: an area, an officer, a month such as `2026-11`. Empty for the station itself. */
  name: string;
  /** The officer, likewise. */
  officer: string | null;
  /** People who live in them, each once. */
  people: number;
  /** The median time from a request to its answer, in hours. */
  response_hours: number | null;
};

/** The numbers. */
export type NumbersView = {
  /** Every figure, in groups. */
  groups: FigureGroup[];
  /** The lines that were asked for. Officers stand by name: this is no ranking. */
  lines: NumbersLine[];
  /** Everything together. */
  total: NumbersLine;
};

/** A matter that stands against an erasure. */
export type ObstacleView = {
  /** When it began. */
  at: string;
  /** Until when it is due. */
  due_on: string | null;
  /** The matter. */
  id: string;
  /** Its kind. */
  kind: string;
  /** How it stands. */
  state: string;
};

/** An officer's card. */
export type OfficerCardView = {
  /** The fields that keep its back from being printed. */
  back_faults: CardFaultView[];
  /** The characters on its back that no font has. */
  back_missing: CardFaultView[];
  /** The badge number. */
  badge: string;
  /** The fields that keep it from being printed. */
  faults: CardFaultView[];
  /** Whether the back has a photo. */
  has_photo: boolean;
  /** The characters on it that no font has: it is printed with marks, if that is asked for. */
  missing: CardFaultView[];
  /** The officer's name. */
  name: string;
  /** The officer. */
  officer: string;
  /** Whether that photo is not here: the back would be printed without it. */
  photo_missing: boolean;
  /** The card as a drawing, with a mark for each character that no font has; empty if it cannot be printed. */
  svg: string;
};

/** An officer for whom a tablet may be enrolled. */
export type OfficerView = {
  /** The areas that the officer's tablets may have, and all that lies in them. */
  areas: string[];
  /** Badge number. */
  badge: string;
  /** The register's row. */
  id: string;
  /** Name. */
  name: string;
  /** The versions that whoever looks has seen; to be given back with other areas. */
  seen: string;
};

/** A one-time code. */
export type OneTimeCode = {
  /** Its six digits. */
  code: string;
};

/** What became of the original of a portrait. */
export type OriginalState = "none" | "coming" | "here" | "destroyed";

/** A household that holds an outdated card. */
export type OutdatedCardView = {
  /** Its code. */
  code: string;
  /** How many were given. */
  count: number;
  /** When it was given. */
  given_on: string;
  /** The name of its head. */
  head: string;
  /** The household. */
  household_id: string;
  /** Whose card it is. */
  officer: string;
};

/** Somebody's own account, as the page shows it. */
export type Own = {
  /** By which they sign in. */
  name: string;
  /** Whether a one-time code is asked for. */
  one_time_code: boolean;
  /** What they are. */
  role: Role;
  /** By which the others know them. */
  shown: string;
};

/** What one of them says, in base 64 for addresses. */
export type PasskeyAnswer = {
  /** `authenticatorData`. */
  authenticator_data: string;
  /** `clientDataJSON`. */
  client_data: string;
  /** Which one. */
  id: string;
  /** Over both. */
  signature: string;
};

/** What is asked of somebody's passkey, in base 64 for addresses. */
export type PasskeyAsk = {
  /** What is to be signed. */
  challenge: string;
  /** Which passkeys may sign. */
  known: string[];
};

/** What a browser needs to make one. Ids and challenge are in base 64 for addresses. */
export type PasskeyOffer = {
  /** The account's id. */
  account: string;
  /** What is to be signed. */
  challenge: string;
  /** To which name it will belong. */
  host: string;
  /** The passkeys that it has: none of these is made again. */
  known: string[];
  /** By which it signs in. */
  name: string;
  /** By which the others know it. */
  shown: string;
};

/** Which passkey, and the password, asked for once more. */
export type PasskeyRemoval = {
  /** Its id. */
  id: string;
  /** The password. */
  password: string;
};

/** A passkey, as its account sees it. */
export type PasskeyView = {
  /** By which name the desk must be opened for it. */
  host: string;
  /** Its id, in base 64 for addresses. */
  id: string;
  /** When it was made. */
  made_at: string;
  /** What it was called by whoever made it. */
  name: string;
  /** When somebody last signed in with it. */
  used_at: string | null;
};

/** What somebody wants to make. */
export type PasskeyWish = {
  /** What to call it. */
  name: string;
  /** The password, asked for once more. */
  password: string;
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

/** Another time for a kind. */
export type PeriodAsk = {
  /** The kind. */
  kind: string;
  /** After so many months it shall end. */
  months: number;
};

/** How long a kind is kept. */
export type PeriodView = {
  /** The kind. */
  kind: string;
  /** The least that a law asks for. */
  least_months: number;
  /** After so many months it ends. */
  months: number;
  /** The most, which is also what holds where nothing was set. */
  most_months: number;
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
  /** Rows that gave way to this one. */
  merged: MergedRow[];
  /** Name. */
  name: string;
  /** Name in Mongolian. */
  name_mn: string | null;
  stays: MergedRow | null;
};

/** A picture that was taken. */
export type PictureView = {
  /** Its hash, by which it is asked for. */
  hash: string;
  /** Whether it is here already. */
  here: boolean;
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
  /** How old they are today, years. */
  age: number | null;
  /** What is applied for, such as `renewal`. */
  application_kind: string;
  /** The day of the application. */
  applied_on: string;
  /** What no check tells and the officer looked at and ticked, such as `bareheaded`. */
  asks: string[];
  /** When they were born: whoever looks at a face sees whether it can be theirs. */
  born_on: string | null;
  /** What its checks measured. */
  checks: CheckView[];
  /** Where the picture's upper left, upper right and lower left corner lie in that: shares of its width and height. */
  corners: number[][] | null;
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
  /** What became of the shot that it was made of. */
  original: OriginalState;
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
  /** How far the application has come, such as `complete`. */
  state: string;
  /** When it was taken. */
  taken_at: string;
  /** Whether the officer chose to whiten the cloth. */
  whitened: boolean;
};

/** What every refusal looks like. */
export type Problem = {
  /** What happened, of the closed list. */
  code: string;
  /** What the sentence needs. */
  params: Record<string, string>;
};

/** What waits, and what was sent. */
export type ProductionView = {
  /** The last batches, the newest first. */
  batches: BatchView[];
  /** Applications that were accepted, those that are due soonest first. */
  waiting: WaitingView[];
};

/** A question as it will be asked. */
export type QuestionView = {
  /** What can be chosen. */
  choices: AnswerChoice[];
  /** What an answer must fulfil. */
  constraint: string | null;
  /** How to answer it. */
  hint: Record<string, string>;
  /** Its kind, such as `select_one`. */
  kind: string;
  /** The question, by language. */
  label: Record<string, string>;
  /** Its name. */
  name: string;
  /** What a right answer gives. */
  points: number;
  /** Only while this holds. */
  relevant: string | null;
  /** Whether it must be answered. */
  required: boolean;
  /** The right answers. */
  right: string[];
};

/** A questionnaire in the list. */
export type QuestionnaireView = {
  /** Its code. */
  code: string;
  /** Its id. */
  id: string;
  /** `quiz` or `survey`. */
  kind: string;
  /** How many questions it asks. */
  questions: number;
  /** Its title. */
  title: string;
  /** Its edition. */
  version: string;
  /** Whether it is no longer asked. */
  withdrawn: boolean;
};

/** What the station finds on a portrait. */
export type RecheckView = {
  /** What can be asked of the finished picture; the original is not here. */
  checks: CheckView[];
  /** Checks that fail here and did not fail on the tablet, or that speak of another file. */
  differing: string[];
  /** The portrait. */
  id: string;
  /** What the station judged by, such as `ga461 2`; none if it has no profile of that name. */
  profile: string | null;
};

/** Something that was said, or a look. */
export type RecordLine = {
  /** When. */
  at: string;
  /** Who. */
  by: string;
  /** Whether it corrects an earlier one. */
  corrects: boolean;
  /** The kind of fact; empty for a look. */
  kind: string;
  /** Every text in it. */
  text: string;
};

/** Everything that is recorded about a person. */
export type RecordView = {
  /** Every fact that names the person, the newest first. */
  facts: RecordLine[];
  /** The fields of the register. */
  fields: FieldPast[];
  /** Who looked, the newest first. */
  looks: RecordLine[];
  /** The name. */
  name: string;
};

/** What it is asked for with. */
export type RecoveryAsk = {
  /** The password of whoever asks. */
  password: string;
};

/** The sheet. */
export type RecoveryView = {
  /** Groups of six digits. */
  groups: string[];
  /** The station's name. */
  station: string;
};

/** What a rehearsal found. */
export type RehearsalView = {
  /** The change at which the log breaks. */
  broken_at: number | null;
  /** Changes in its log. */
  changes: number;
  /** Facts. */
  facts: number;
  /** Households. */
  households: number;
  /** The backup's name. */
  name: string;
  /** People. */
  people: number;
  /** Pictures that are there and right. */
  pictures: number;
  /** Pictures that are missing or wrong. */
  pictures_wrong: number;
  /** Whether it would do. */
  whole: boolean;
};

/** A row that is not taken, or is taken with a remark. */
export type RemarkView = {
  /** The column. */
  column: string;
  /** What is wrong, a word of `row.`. */
  fault: string;
  /** The line in the file, 1 for the header. */
  line: number;
};

/** The results of one question. */
export type ResultView = {
  /** How many answered it. */
  answered: number;
  /** How often each choice was chosen. */
  choices: ChosenView[];
  /** Its kind. */
  kind: string;
  /** The question, by language. */
  label: Record<string, string>;
  /** Its name. */
  name: string;
  /** Least, greatest, mean and median of numbers, in this order. */
  numbers: number[];
  /** How many rightly, if there is a right answer. */
  right: number | null;
  /** Words and days, sorted. */
  texts: string[];
};

/** The results of a questionnaire. */
export type ResultsView = {
  /** How many had everything right. */
  all_right: number | null;
  /** How many answered. */
  answered: number;
  /** The form that stands now. */
  form: FormView;
  /** The mean score of a quiz in percent. */
  mean_percent: number | null;
  /** Each question, notes left out. */
  questions: ResultView[];
  /** The editions to which something was answered. */
  versions: string[];
};

/** What somebody at the desk is. */
export type Role = "desk" | "chief" | "admin" | "auditor";

/** What a run was. */
export type RunKind = "backup" | "rehearsal";

/** What an authenticator is given. */
export type SecretOffer = {
  /** A QR code of the same, as SVG. */
  qr_svg: string;
  /** The secret in base 32, to be typed. */
  secret: string;
};

/** What a page needs to know before it shows anything. */
export type SessionView = {
  factors: Factors | null;
  /** SHA-256 of the station's certificate, as a browser shows it. */
  fingerprint: string;
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
export type Shape = "line" | "text" | "mongolian" | "day" | "choice" | "area" | "household" | "number" | "flag";

/** What an import would do, or did. */
export type SheetView = {
  /** Rows that are new. */
  added: number;
  /** The first of the cells that change. */
  cells: CellView[];
  /** How many cells change in all. */
  cells_in_all: number;
  /** Rows of which something changes. */
  changed: number;
  /** Every row that is not taken. */
  refused: RemarkView[];
  /** Which register it is. */
  register: string;
  /** Rows that are taken with a remark. */
  remarks: RemarkView[];
  /** To be given back with the import: it is done only if it would still do the same. */
  seen: string;
  /** Rows that stay as they are. */
  unchanged: number;
};

/** A file of the library. */
export type ShelfFile = {
  /** What it is, as on the web; of a recording nothing is known but that it sounds. */
  media: string;
  /** By what it is told from the others of the row; the recording of a phrase has none. */
  name: string;
  /** Bytes. */
  size_bytes: number;
};

/** A row of such a register. */
export type ShelfRow = {
  /** The station's code for it; an officer's badge number. */
  code: string;
  /** Its fields. */
  fields: FieldView[];
  /** The files beside it. */
  files: ShelfFile[];
  /** Its id. */
  id: string;
};

/** The rows of such a register. */
export type ShelfView = {
  /** The fields of a row that is not there yet. */
  blank: FieldView[];
  /** By code. */
  rows: ShelfRow[];
};

/** A name and a password. */
export type SignIn = {
  /** The name. */
  name: string;
  /** The password. */
  password: string;
};

/** A signature as a line that can be drawn. */
export type SignatureView = {
  /** How high. */
  height: number;
  /** Path data of SVG, beginning at 0, 0. */
  path: string;
  /** How wide it is, in its own unit. */
  width: number;
};

/** Why a tablet has not been here. */
export type Silence = "revoked" | "cloned" | "never" | "unknown";

/** How far somebody has come. */
export type Stage = "set_up" | "signed_out" | "second_factor" | "open";

/** Whether a tablet may speak. */
export type Standing = "active" | "cloned" | "revoked";

/** A step of an application. */
export type StepAsk = {
  /** The badge number of whoever takes the document along. */
  officer?: string | null;
  /** Why, if it goes back. */
  reason?: string;
  /** How far it had come when whoever asks looked at it. */
  seen: string;
  /** `accepted`, `returned`, `in_production`, `ready` or `taken_along`. */
  step: string;
};

/** A tablet. */
export type TabletView = {
  /** Whether it has every area, and not only its officer's. */
  all_areas: boolean;
  /** That officer's badge number. */
  badge: string;
  /** Their bytes. */
  bytes_wanted: number;
  /** What it said of itself when it was last here. */
  condition: ConditionView;
  /** When it told that it was. */
  emptied_at: string | null;
  /** When it was enrolled. */
  enrolled_at: string;
  /** Its id. */
  id: string;
  /** Six characters by which people tell it from another. */
  mark: string;
  /** Who works with it. */
  officer: string;
  /** Pictures that its changes named and that have not come whole. */
  pictures_wanted: number;
  /** When it was last here. */
  seen_at: string | null;
  /** Changes of it that are kept and not applied. */
  set_aside: number;
  silence: Silence | null;
  /** Whole days since it was last here, or since it was enrolled. */
  silent_days: number;
  /** Whether it may speak. */
  standing: Standing;
  /** When somebody ordered that it be emptied. */
  wipe_ordered_at: string | null;
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

/** A household that nobody has visited for long. */
export type UnvisitedView = {
  /** The area it lies in. */
  area: string;
  /** Its code. */
  code: string;
  /** The name of its head. */
  head: string;
  /** Which. */
  household_id: string;
  /** The day of the last visit; none if there never was one. */
  last_on: string | null;
  /** Where it lies, in degrees north, if that is known. */
  latitude: number | null;
  /** And east. */
  longitude: number | null;
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

/** An application that can be sent. */
export type WaitingView = {
  /** Whether all that is sent is here: an identity card is made with its picture. */
  complete: boolean;
  /** By what production knows it. */
  mark: string;
  /** It. */
  matter: MatterLine;
};

/** Whether a questionnaire is withdrawn. */
export type Withdrawal = {
  /** It is no longer asked. */
  withdrawn: boolean;
};

/** What is done. */
export type WorkKind = "backup" | "rehearsal" | "sheet_trial" | "sheet_taken" | "register_taken" | "batch_taken";

/** Work that goes on, or is over. */
export type WorkView = {
  /** How much of it. */
  done: number;
  /** What is done. */
  kind: WorkKind;
  /** By what it is told from any other. */
  number: number;
  /** Whether it is over. */
  over: boolean;
  /** What it ended with, if that was a problem: its code. */
  problem: string | null;
  /** Of how much; 0 as long as nobody knows. */
  total: number;
};

/** One thing that is wrong with a workbook; its sentence is `workbook.<code>`. */
export type WorkbookRefusal = {
  /** What is wrong. */
  code: string;
  /** The column's letters; empty if it is about a row. */
  column: string;
  /** What the sentence needs. */
  params: Record<string, string>;
  /** The row, 1 for the first; 0 if it is about the sheet. */
  row: number;
  /** The sheet; empty if it is about the file. */
  sheet: string;
};

/** What a workbook holds, or all that is wrong with it. */
export type WorkbookView = {
  form: FormView | null;
  /** What became of it: `new`, `replaced`, `unchanged`; none while it is only looked at. */
  kept: string | null;
  /** What is wrong, in the order of sheets, rows and columns. */
  refusals: WorkbookRefusal[];
  /** The edition that stands now under this code. */
  stands: string | null;
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
