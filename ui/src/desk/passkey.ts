// What the browser does with passkeys (Web Authentication, W3C), between what the station asks and what it is given.
import type { Problem } from "../../lib/ipc";
import type { NewPasskey, PasskeyAnswer, PasskeyAsk, PasskeyOffer } from "../types";

/** COSE numbers of what the station can verify: ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257] as const;

/** What the standard's JSON of a passkey holds (§ 5.1, `toJSON`), as far as it is sent on. */
type Written = { id: string; response: { clientDataJSON: string; authenticatorData: string; publicKey?: string; signature?: string } };

export interface Passkeys {
  /** Whether this browser gives passkeys here. */
  can: boolean;
  make(offer: PasskeyOffer, name: string): Promise<NewPasskey>;
  sign(ask: PasskeyAsk): Promise<PasskeyAnswer>;
}

const refused = (): Problem => ({ code: "wrong_passkey", params: {} });
const named = (ids: readonly string[]) => ids.map((id) => ({ id, type: "public-key" as const }));

/** Whoever says no, lets the time pass or has none is told so in one sentence: the browser does not say which it was. */
async function given(asked: Promise<Credential | null>): Promise<Written> {
  const passkey = await asked.catch(() => null);
  if (!(passkey instanceof PublicKeyCredential)) throw refused();
  return passkey.toJSON() as Written;
}

export const browsers: Passkeys = {
  // Only by a name: an address of numbers has none. Only where the standard's JSON is read, as by every browser since 2025.
  can: /[a-z]/i.test(location.hostname) && "PublicKeyCredential" in globalThis && "parseCreationOptionsFromJSON" in PublicKeyCredential,

  async make({ challenge, host, account, name, shown, known }, called) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({
      challenge, rp: { id: host, name: "Beibao" }, user: { id: account, name, displayName: shown },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: "public-key" })), excludeCredentials: named(known), attestation: "none",
      authenticatorSelection: { residentKey: "discouraged", userVerification: "discouraged" },
    });
    const { response } = await given(navigator.credentials.create({ publicKey }));
    if (response.publicKey === undefined) throw refused();
    return { name: called, client_data: response.clientDataJSON, authenticator_data: response.authenticatorData, public_key: response.publicKey };
  },

  async sign({ challenge, known }) {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({ challenge, allowCredentials: named(known), userVerification: "discouraged" });
    const { id, response } = await given(navigator.credentials.get({ publicKey }));
    if (response.signature === undefined) throw refused();
    return { id, client_data: response.clientDataJSON, authenticator_data: response.authenticatorData, signature: response.signature };
  },
};
