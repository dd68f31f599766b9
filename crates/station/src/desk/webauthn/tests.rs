use rcgen::PublicKeyData;
use serde::Deserialize;

use super::*;

/// The test vectors of the standard (§ 16), their public keys written as SubjectPublicKeyInfo; all bytes in hexadecimal digits.
const VECTORS: &str = include_str!("vectors.json");

#[derive(Deserialize)]
struct Vector {
    name: String,
    id: String,
    key: String,
    made: Said,
    signed: Said,
}

#[derive(Deserialize, Clone)]
struct Said {
    challenge: String,
    client_data: String,
    authenticator_data: String,
    #[serde(default)]
    signature: String,
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

fn vectors() -> Vec<Vector> {
    serde_json::from_str(VECTORS).unwrap()
}

fn place(authority: &str) -> Option<Place> {
    let names = ["example.org", "example.com", "sub.example.org", "beibao-station", "localhost"].map(str::to_owned);
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(names.to_vec()).unwrap().self_signed(&key).unwrap();
    Place::of(authority, certificate.der())
}

fn there() -> Place {
    place("example.org").unwrap()
}

fn ceremony<'a>(deed: Deed, place: &'a Place, said: &Said) -> Ceremony<'a> {
    Ceremony { deed, place, challenge: bytes(&said.challenge).try_into().unwrap() }
}

impl Vector {
    fn made(&self, place: &Place) -> Option<Passkey> {
        let (client, said) = (bytes(&self.made.client_data), bytes(&self.made.authenticator_data));
        ceremony(Deed::Make, place, &self.made).made(&client, &said, bytes(&self.key))
    }

    fn signed(&self, place: &Place, change: impl FnOnce(&mut Passkey, &mut [Vec<u8>; 3])) -> Option<u32> {
        let mut passkey = Passkey { id: bytes(&self.id), key: bytes(&self.key), counter: 0 };
        let Said { client_data, authenticator_data, signature, .. } = &self.signed;
        let mut said = [client_data, authenticator_data, signature].map(|hex| bytes(hex));
        change(&mut passkey, &mut said);
        ceremony(Deed::Sign, place, &self.signed).signed(&passkey, &said[0], &said[1], &said[2])
    }
}

#[test]
fn the_passkeys_of_the_standard_are_made_and_sign() {
    for vector in &vectors()[..3] {
        let made = vector.made(&there()).unwrap_or_else(|| panic!("{}", vector.name));
        assert_eq!((made.id, made.counter), (bytes(&vector.id), 0));
        assert_eq!(vector.signed(&there(), |_, _| {}), Some(0), "{}", vector.name);
    }
}

#[test]
fn what_was_said_elsewhere_or_in_a_foreign_frame_is_not_heard() {
    for vector in &vectors() {
        for elsewhere in ["example.org:8444", "example.com", "sub.example.org"] {
            assert_eq!(vector.made(&place(elsewhere).unwrap()), None);
            assert_eq!(vector.signed(&place(elsewhere).unwrap(), |_, _| {}), None);
        }
    }
    let framed = &vectors()[3];
    assert_eq!((framed.made(&there()), framed.signed(&there(), |_, _| {})), (None, None));
}

#[test]
fn no_byte_of_what_was_signed_can_be_another() {
    let vector = &vectors()[0];
    let lengths =
        [vector.signed.client_data.len(), vector.signed.authenticator_data.len(), vector.signed.signature.len()];
    for (part, length) in lengths.into_iter().enumerate() {
        for place in 0..length / 2 {
            assert_eq!(vector.signed(&there(), |_, said| said[part][place] ^= 1), None, "byte {place} of part {part}");
        }
        for kept in 0..length / 2 {
            assert_eq!(vector.signed(&there(), |_, said| said[part].truncate(kept)), None);
        }
    }
    assert_eq!(vector.signed(&there(), |passkey, _| passkey.key = bytes(&vectors()[3].key)), None);
}

#[test]
fn another_challenge_or_the_other_ceremony_is_not_answered() {
    let vector = &vectors()[0];
    let mut other = vector.signed.clone();
    other.challenge = vector.made.challenge.clone();
    let passkey = Passkey { id: bytes(&vector.id), key: bytes(&vector.key), counter: 0 };
    let said = [&vector.signed.client_data, &vector.signed.authenticator_data, &vector.signed.signature];
    let said = said.map(|hex| bytes(hex));
    for (deed, said_there) in [(Deed::Sign, &other), (Deed::Make, &vector.signed)] {
        let place = there();
        let ceremony = ceremony(deed, &place, said_there);
        assert_eq!(ceremony.signed(&passkey, &said[0], &said[1], &said[2]), None);
    }
}

#[test]
fn a_counter_that_does_not_go_on_is_a_copys() {
    let vector = &vectors()[0];
    assert_eq!(vector.signed(&there(), |passkey, _| passkey.counter = 1), None);
}

#[test]
fn passkeys_belong_to_names_of_the_certificate_and_not_to_numbers() {
    for name in ["beibao-station", "beibao-station:8444", "localhost", "Beibao-Station:8444"] {
        assert!(place(name).is_some(), "{name}");
    }
    assert_eq!(place("Beibao-Station:8444"), place("beibao-station:8444"));
    let others = ["", ":8444", "192.168.1.10", "127.0.0.1:8444", "[::1]", "[::1]:8444", "a/b", "a@localhost:1"];
    for other in
        others.into_iter().chain(["evil.example", "localhost:", "localhost:x", "localhost:99999", "x.localhost"])
    {
        assert_eq!(place(other), None, "{other}");
    }
}

#[test]
fn a_key_of_another_algorithm_is_none_that_could_ever_sign() {
    let vector = &vectors()[0];
    let key = bytes(&vector.key);
    assert!(can_be_verified(&key));
    let p384 = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap().subject_public_key_info();
    for other in [p384.as_slice(), &key[..key.len() - 1], &[]] {
        assert!(!can_be_verified(other));
    }
}

#[test]
fn what_the_passkey_says_of_itself_must_be_sound() {
    const FLAGS: usize = 32;
    let vector = &vectors()[0];
    let made = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut said = bytes(&vector.made.authenticator_data);
        change(&mut said);
        let place = there();
        let ceremony = ceremony(Deed::Make, &place, &vector.made);
        ceremony.made(&bytes(&vector.made.client_data), &said, bytes(&vector.key))
    };
    assert!(made(&|_| {}).is_some());
    for (why, change) in [
        ("another host", &(|said: &mut Vec<u8>| said[0] ^= 1) as &dyn Fn(&mut Vec<u8>)),
        ("nobody was there", &|said| said[FLAGS] &= !PRESENT),
        ("nothing was made", &|said| said[FLAGS] &= !MADE),
        ("backed up without being able to", &|said| said[FLAGS] = PRESENT | MADE | BACKED_UP),
        ("no id", &|said| said[54] = 0),
        ("an id that is longer than what came", &|said| said[53] = 1),
    ] {
        assert_eq!(made(change), None, "{why}");
    }
}
