// What this browser does with passkeys (Web Authentication, W3C), between what the station asks and what it is given.
import type { Problem } from "../lib/ipc";
import type { NewPasskey, PasskeyAnswer, PasskeyAsk, PasskeyOffer } from "./types";

/** COSE numbers of what the station can verify: ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257] as const;

/** What the standard's JSON of a passkey holds (§ 5.1, `toJSON`), as far as it is sent on. */
type Written = { id: string; response: { clientDataJSON: string; authenticatorData: string; publicKey?: string; signature?: string } };

export interface Passkeys {
  /** Why this browser gives none here, if it does not: the desk was opened by numbers, or the browser does not know how. */
  readonly lack: "name" | "browser" | null;
  make(offer: PasskeyOffer, name: string): Promise<NewPasskey>;
  sign(ask: PasskeyAsk): Promise<PasskeyAnswer>;
}

const refused = (code: Problem["code"] = "wrong_passkey"): Problem => ({ code, params: {} });
const named = (ids: readonly string[]) => ids.map((id) => ({ id, type: "public-key" as const }));

function lack(): Passkeys["lack"] {
  if (!/[a-z]/i.test(location.hostname) || location.hostname.includes(":")) return "name";
  return "PublicKeyCredential" in globalThis && "parseCreationOptionsFromJSON" in PublicKeyCredential ? null : "browser";
}

/** Whoever says no, lets the time pass or has none is told so in one sentence: the browser does not say which it was. */
async function given(asked: () => Promise<Credential | null>): Promise<Written> {
  try {
    const passkey = (await asked()) as PublicKeyCredential | null;
    if (passkey) return passkey.toJSON() as Written;
  } catch (thrown) {
    // § 5.1.3: one of those that must not be made again.
    if (thrown instanceof DOMException && thrown.name === "InvalidStateError") throw refused("passkey_known");
  }
  throw refused();
}

export const here: Passkeys = {
  lack: lack(),

  async make({ challenge, host, account, name, shown, known }, called) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({
      challenge, rp: { id: host, name: "Beibao" }, user: { id: account, name, displayName: shown },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: "public-key" })), excludeCredentials: named(known), attestation: "none",
      authenticatorSelection: { residentKey: "discouraged", userVerification: "discouraged" },
    });
    const { response } = await given(() => navigator.credentials.create({ publicKey }));
    if (response.publicKey === undefined) throw refused();
    return { name: called, client_data: response.clientDataJSON, authenticator_data: response.authenticatorData, public_key: response.publicKey };
  },

  async sign({ challenge, known }) {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({ challenge, allowCredentials: named(known), userVerification: "discouraged" });
    const { id, response } = await given(() => navigator.credentials.get({ publicKey }));
    if (response.signature === undefined) throw refused();
    return { id, client_data: response.clientDataJSON, authenticator_data: response.authenticatorData, signature: response.signature };
  },
};
