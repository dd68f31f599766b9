//! Passkeys over HTTPS: made at the desk, the second factor after the password, good for one answer and at one name.

mod browser;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use beibao_domain::Hash;
use browser::{Browser, Opened, PASSWORD, deeds, refused};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

/// Plays what a browser and a passkey of the machine say (Web Authentication, Level 3, §§ 5.8.1 and 6.1).
struct Authenticator {
    key: EcdsaKeyPair,
    id: [u8; 16],
    origin: String,
    counter: u32,
}

impl Authenticator {
    fn new(at: &Browser, id: u8) -> Self {
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let written = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(algorithm, written.as_ref(), &SystemRandom::new()).unwrap();
        Self { key, id: [id; 16], origin: at.origin().to_owned(), counter: 0 }
    }

    fn id(&self) -> String {
        BASE64.encode(self.id)
    }

    fn said(&mut self, kind: &str, challenge: &Value) -> (Vec<u8>, Vec<u8>) {
        let client_data = json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        let made = kind == "webauthn.create";
        self.counter += 1;
        let mut said = Hash::of(b"localhost").0.to_vec();
        said.push(if made { 0x41 } else { 0x01 });
        said.extend(self.counter.to_be_bytes());
        if made {
            said.extend([0; 16]);
            said.extend([0, 16]);
            said.extend(self.id);
        }
        (client_data.to_string().into_bytes(), said)
    }

    fn made(&mut self, challenge: &Value) -> Value {
        /// The head of a P-256 SubjectPublicKeyInfo (RFC 5480).
        const HEAD: &[u8] =
            b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00";
        let (client_data, said) = self.said("webauthn.create", challenge);
        let key = [HEAD, self.key.public_key().as_ref()].concat();
        json!({ "name": "内勤电脑", "client_data": BASE64.encode(client_data),
            "authenticator_data": BASE64.encode(said), "public_key": BASE64.encode(key) })
    }

    fn signed(&mut self, challenge: &Value) -> Value {
        let (client_data, said) = self.said("webauthn.get", challenge);
        let signed = [said.as_slice(), &Hash::of(&client_data).0].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({ "id": self.id(), "client_data": BASE64.encode(client_data), "authenticator_data": BASE64.encode(said),
            "signature": BASE64.encode(signature) })
    }
}

async fn challenge(at: &Browser, path: &str) -> Value {
    let wish = json!({ "name": "内勤电脑", "password": PASSWORD });
    let (status, asked) = at.post(&format!("{path}/challenge"), wish).await;
    assert_eq!(status, 200, "{asked}");
    asked["challenge"].clone()
}

/// A desk whose administrator has a passkey.
async fn with_a_passkey() -> (Opened, Browser, Authenticator) {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let mut passkey = Authenticator::new(&admin, 7);
    let made = passkey.made(&challenge(&admin, "/own/passkeys").await);
    assert_eq!(admin.post("/own/passkeys", made).await.0, 204);
    (opened, admin, passkey)
}

/// A browser in which the administrator gave the password.
async fn half_way(opened: &Opened) -> Browser {
    let mut page = opened.browser().await;
    assert_eq!(page.sign_in("admin", PASSWORD).await, (200, "second_factor".into()));
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_passkey_a_password_alone_opens_nothing_and_the_passkey_does() {
    let (opened, admin, mut passkey) = with_a_passkey().await;
    let mut page = half_way(&opened).await;
    assert_eq!(page.session["factors"], json!({ "one_time_code": false, "passkey_hosts": ["localhost"] }));
    assert_eq!(page.get("/own/passkeys").await.0, 401);
    assert_eq!(page.begin("/session/second-factor", json!({ "code": "000000" })).await, (403, "wrong_code".into()));
    let asked = page.post("/session/passkey/challenge", json!({})).await.1;
    assert_eq!(asked["known"], json!([passkey.id()]));
    let half = page.cookie.clone();
    assert_eq!(page.begin("/session/passkey", passkey.signed(&asked["challenge"])).await, (200, "open".into()));
    assert_ne!(half, page.cookie, "the session of a password alone must not become the open one");
    let own = page.get("/own/passkeys").await.1;
    assert_eq!((&own[0]["host"], &own[0]["name"]), (&json!("localhost"), &json!("内勤电脑")));
    assert!(own[0]["used_at"].is_string());
    assert_eq!(admin.get("/accounts").await.1[0]["second_factor"], true);
    assert_eq!(deeds(&admin).await[..3], ["signed_in", "second_factor_failed", "passkey_added"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_once_opens_nothing_again() {
    let (opened, _, mut passkey) = with_a_passkey().await;
    let mut page = half_way(&opened).await;
    let signed = passkey.signed(&challenge(&page, "/session/passkey").await);
    let mut other = half_way(&opened).await;
    challenge(&other, "/session/passkey").await;
    let wrong = (403, "wrong_passkey".to_owned());
    assert_eq!(other.begin("/session/passkey", signed.clone()).await, wrong, "signed for another session");
    challenge(&page, "/session/passkey").await;
    assert_eq!(page.begin("/session/passkey", signed).await, wrong, "something else is asked by now");
    let signed = passkey.signed(&challenge(&page, "/session/passkey").await);
    let mut unsigned = signed.clone();
    unsigned["signature"] = json!("AAAA");
    assert_eq!(page.begin("/session/passkey", unsigned).await, wrong);
    assert_eq!(page.begin("/session/passkey", signed).await, wrong, "what was asked had its one answer");
    let signed = passkey.signed(&challenge(&page, "/session/passkey").await);
    assert_eq!(page.begin("/session/passkey", signed).await, (200, "open".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_passkey_is_told_by_its_counter_and_five_wrong_ones_make_it_wait() {
    let (opened, admin, mut passkey) = with_a_passkey().await;
    let mut page = half_way(&opened).await;
    for _ in 0..5 {
        passkey.counter = 0;
        let signed = passkey.signed(&challenge(&page, "/session/passkey").await);
        assert_eq!(page.begin("/session/passkey", signed).await, (403, "wrong_passkey".into()));
    }
    assert_eq!(refused(&page.post("/session/passkey/challenge", json!({})).await), (429, "too_many_tries"));
    passkey.counter = 9;
    let signed = passkey.signed(&json!("c"));
    assert_eq!(page.begin("/session/passkey", signed).await, (429, "too_many_tries".into()));
    assert_eq!(deeds(&admin).await.iter().filter(|deed| *deed == "second_factor_failed").count(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_in_with_the_passkey_of_somebody_else() {
    let (opened, admin, _) = with_a_passkey().await;
    let other = opened.with_role(&admin, "desk").await;
    let mut theirs = Authenticator::new(&other, 8);
    let made = theirs.made(&challenge(&other, "/own/passkeys").await);
    assert_eq!(other.post("/own/passkeys", made).await.0, 204);
    let mut page = half_way(&opened).await;
    let signed = theirs.signed(&challenge(&page, "/session/passkey").await);
    assert_eq!(page.begin("/session/passkey", signed).await, (403, "wrong_passkey".into()));
    // Nor is an id taken over that belongs to somebody.
    let mut same_id = Authenticator::new(&other, 7);
    let made = same_id.made(&challenge(&other, "/own/passkeys").await);
    assert_eq!(refused(&other.post("/own/passkeys", made).await), (409, "passkey_known"));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_desk_that_was_left_open_nobody_adds_a_second_factor_without_the_password() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    for (path, asked) in [
        ("/own/passkeys/challenge", json!({ "name": "钥匙", "password": "不是这一个" })),
        ("/own/second-factor", json!({ "password": "不是这一个" })),
    ] {
        assert_eq!(refused(&admin.post(path, asked).await), (401, "wrong_login"));
    }
    let made = Authenticator::new(&admin, 1).made(&json!("c"));
    assert_eq!(refused(&admin.post("/own/passkeys", made).await), (403, "wrong_passkey"), "nothing was asked");
    let nameless = json!({ "name": " ", "password": PASSWORD });
    assert_eq!(refused(&admin.post("/own/passkeys/challenge", nameless).await), (400, "invalid_fields"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_to_be_elsewhere_is_asked_for_no_passkey() {
    let (opened, admin, _) = with_a_passkey().await;
    let page = half_way(&opened).await;
    for other in ["evil.example", "127.0.0.1"] {
        for (from, path) in [(&page, "/session/passkey/challenge"), (&admin, "/own/passkeys/challenge")] {
            assert_eq!(from.posted_as(other, path).await, 403, "{other} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_without_a_second_factor_gets_in_by_the_terminal() {
    let (opened, admin, _) = with_a_passkey().await;
    let half = half_way(&opened).await;
    assert!(opened.station.new_password("nobody").is_err());
    let made_up = opened.station.new_password("admin").unwrap();
    assert_eq!(admin.get("/accounts").await.0, 401, "whoever sat there sits there no more");
    assert_eq!(refused(&half.post("/session/passkey/challenge", json!({})).await), (401, "signed_out"));
    let mut page = opened.browser().await;
    assert_eq!(page.sign_in("admin", PASSWORD).await, (401, "wrong_login".into()));
    assert_eq!(page.sign_in("admin", &made_up).await, (200, "open".into()));
    assert_eq!(deeds(&page).await[2], "account_changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_asked_for_nothing_more_begins_anew_and_a_half_session_can_be_left() {
    let (opened, admin, passkey) = with_a_passkey().await;
    let mut left = half_way(&opened).await;
    let half = left.cookie.clone();
    left.sign_out().await;
    assert_eq!(left.session["stage"], "signed_out");
    left.cookie = half;
    assert_eq!(left.get("/session").await.1["stage"], "signed_out", "it was only painted over");
    let page = half_way(&opened).await;
    let gone = json!({ "id": passkey.id(), "password": PASSWORD }).to_string();
    assert_eq!(admin.send("DELETE", "/own/passkeys", Some((gone, "application/json"))).await.0, 204);
    assert_eq!(page.get("/session").await.1["stage"], "signed_out");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_goes_with_the_password_by_its_owner_or_with_a_new_one_by_an_administrator() {
    let (opened, admin, passkey) = with_a_passkey().await;
    let gone = |password: &str| json!({ "id": passkey.id(), "password": password }).to_string();
    let json = "application/json";
    let wrong = admin.send("DELETE", "/own/passkeys", Some((gone("不是这一个"), json))).await;
    assert_eq!(refused(&wrong), (401, "wrong_login"));
    assert_eq!(admin.send("DELETE", "/own/passkeys", Some((gone(PASSWORD), json))).await.0, 204);
    assert_eq!(opened.browser().await.sign_in("admin", PASSWORD).await, (200, "open".into()));
    assert_eq!(deeds(&admin).await[1], "passkey_removed");

    let other = opened.with_role(&admin, "chief").await;
    let made = Authenticator::new(&other, 9).made(&challenge(&other, "/own/passkeys").await);
    assert_eq!(other.post("/own/passkeys", made).await.0, 204);
    let accounts = admin.get("/accounts").await.1;
    let id = accounts.as_array().unwrap().iter().find(|one| one["name"] == "chief").unwrap()["id"].clone();
    let path = format!("/accounts/{}", id.as_str().unwrap());
    assert_eq!(admin.patch(&path, json!({ "password": PASSWORD })).await.0, 204);
    assert_eq!(opened.browser().await.sign_in("chief", PASSWORD).await, (200, "open".into()));
}
