// Everybody's accounts, for the administrator.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { Account, AccountChange, NewAccount, Role } from "../types";

export const ROLES: Role[] = ["desk", "chief", "admin", "auditor"];
const EMPTY: NewAccount = { name: "", shown: "", role: "desk", password: "" };

export class Accounts {
  readonly list: Fetched<Account[]>;
  readonly saving = new Doing();
  /** The account that is being made. */
  making = $state<NewAccount | null>(null);
  /** The account that is being changed, and its new password. */
  changing = $state<{ account: Account; role: Role; password: string } | null>(null);
  readonly #api: Pick<Api, "accounts" | "makeAccount" | "changeAccount">;

  constructor(api: Pick<Api, "accounts" | "makeAccount" | "changeAccount">) {
    this.#api = api;
    this.list = new Fetched(api.accounts);
  }

  begin(): void {
    this.saving.problem = null;
    this.making = { ...EMPTY };
  }

  open(account: Account): void {
    this.saving.problem = null;
    this.changing = { account, role: account.role, password: "" };
  }

  async make(): Promise<void> {
    const account = this.making;
    if (account && (await this.#done(() => this.#api.makeAccount({ ...account })))) this.making = null;
  }

  /** Says only what changed. */
  async change(): Promise<void> {
    const changing = this.changing;
    if (!changing) return;
    const change: AccountChange = {};
    if (changing.role !== changing.account.role) change.role = changing.role;
    if (changing.password !== "") change.password = changing.password;
    if (await this.#done(() => this.#api.changeAccount(changing.account.id, change))) this.changing = null;
  }

  async disable(disabled: boolean): Promise<void> {
    const account = this.changing?.account;
    if (account && (await this.#done(() => this.#api.changeAccount(account.id, { disabled })))) this.changing = null;
  }

  async #done(work: () => Promise<void>): Promise<boolean> {
    const done = await this.saving.run(work);
    if (done) await this.list.load();
    return done;
  }
}
