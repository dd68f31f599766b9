//! Nonsense at every address of the API, in every role: wrong types, huge strings, missing fields, wrong methods. Whatever
//! comes in, nothing breaks (no 5xx), and every refusal is a problem that the page knows.
//!
//! The addresses, bodies and questions are those of the API's own document, so that a new one is met without a word here.

mod browser;

use beibao_station::desk::web;
use browser::{Browser, Opened, two_households};
use serde_json::{Map, Value, json};
use uuid::Uuid;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const HUGE: usize = 20_000;

/// Values that may stand nowhere, or anywhere.
fn nonsense() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}\u{202e}'; DROP TABLE person; --"),
        json!("../../../etc/passwd"),
        json!("长".repeat(HUGE / 3)),
        json!([]),
        json!([[[[{}]]]]),
        json!({ "seen": {} }),
    ]
}

struct Document(Value);

impl Document {
    /// A body that the document would take, as far as it says so.
    fn sample(&self, schema: &Value, depth: usize) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap();
            return self.sample(&self.0["components"]["schemas"][name], depth + 1);
        }
        if let Some(first) = schema["oneOf"].as_array().and_then(|ways| ways.last()) {
            return self.sample(first, depth + 1);
        }
        if let Some(word) = schema["enum"].as_array().and_then(|words| words.first()) {
            return word.clone();
        }
        let kind = schema["type"].as_array().map_or(&schema["type"], |ways| &ways[0]);
        match (kind.as_str(), schema["format"].as_str()) {
            (Some("object"), _) => {
                let properties = schema["properties"].as_object().into_iter().flatten();
                Value::Object(properties.map(|(name, schema)| (name.clone(), self.sample(schema, depth + 1))).collect())
            }
            (Some("array"), _) if depth < 6 => json!([self.sample(&schema["items"], depth + 1)]),
            (Some("array"), _) => json!([]),
            (Some("integer" | "number"), _) => json!(1),
            (Some("boolean"), _) => json!(false),
            (_, Some("uuid")) => json!(Uuid::nil()),
            _ => json!("[]"),
        }
    }

    /// Bodies: the sample; the sample with each field missing, and with each kind of nonsense in each; and nonsense alone.
    fn bodies(&self, operation: &Value) -> Vec<String> {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        let mut bodies = vec!["".into(), "{".into(), "null".into(), "[]".into(), "\u{feff}{}".into(), "[".repeat(500)];
        let Value::Object(sample) = self.sample(schema, 0) else { return bodies };
        bodies.push(json!(sample).to_string());
        for name in sample.keys() {
            let mut without: Map<String, Value> = sample.clone();
            without.remove(name);
            bodies.push(json!(without).to_string());
            for value in nonsense() {
                let mut with = sample.clone();
                with.insert(name.clone(), value);
                bodies.push(json!(with).to_string());
            }
        }
        bodies
    }

    /// What stands behind the question mark.
    fn questions(&self, operation: &Value) -> Vec<String> {
        let mut questions = vec![String::new(), "?a=b&a=c&%ff=%00".into()];
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] == "query" {
                let name = parameter["name"].as_str().unwrap();
                for value in
                    ["", "-1", "9999999999999999999999", "%00%FF", "2026-99-99", "%27%20OR%201=1", "..%2F..%2F"]
                {
                    questions.push(format!("?{name}={value}"));
                }
                questions.push(format!("?{name}={}", "9".repeat(5_000)));
            }
        }
        questions
    }
}

struct Fuzzing {
    page: Browser,
    role: String,
    asked: usize,
    wrong: Vec<String>,
}

impl Fuzzing {
    async fn ask(&mut self, method: &str, path: &str, body: Option<(String, &str)>) {
        self.asked += 1;
        let sent = body.as_ref().map(|(body, kind)| format!("{kind} {}", body.chars().take(120).collect::<String>()));
        let answer = self.page.raw(method, path, body).await;
        let status = answer.status().as_u16();
        let kind = answer.headers().get("content-type").map_or("", |kind| kind.to_str().unwrap_or_default()).to_owned();
        let bytes = answer.bytes().await.unwrap_or_default();
        let is_problem = kind == "application/problem+json"
            && serde_json::from_slice::<Value>(&bytes).is_ok_and(|problem| problem["code"].is_string());
        if status >= 500 || (status >= 400 && !is_problem) {
            self.wrong.push(format!(
                "{} {method} {} {sent:?}: {status} {kind}",
                self.role,
                &path[..path.len().min(120)]
            ));
        }
    }
}

/// What would end the session or the account that asks.
fn ends_the_session(method: &str, path: &str) -> bool {
    (path.ends_with("/session") && method != "GET") || path.contains("/second-factor") || path.ends_with("/password")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_nonsense_at_any_address_in_any_role_breaks_anything_and_every_refusal_is_a_problem() {
    let opened = Opened::new().await;
    let admin = opened.admin().await;
    let known = two_households(&opened);
    let document = Document(serde_json::to_value(web::openapi()).unwrap());
    let paths = document.0["paths"].as_object().unwrap().clone();
    // All of them sign in first: so many wrong tries make an address wait.
    let mut pages = Vec::new();
    for role in ["desk", "chief", "auditor"] {
        pages.push((role, opened.with_role(&admin, role).await));
    }
    pages.extend([("nobody", opened.browser().await), ("admin", admin)]);
    for (role, page) in pages {
        let mut fuzzing = Fuzzing { page, role: role.into(), asked: 0, wrong: Vec::new() };
        for (path, methods) in &paths {
            let places: Vec<String> = if path.contains('{') {
                let ids =
                    [known.person.to_string(), Uuid::nil().to_string(), "x".into(), "%00".into(), "9".repeat(3_000)];
                let (before, after) = (path.split_once('{').unwrap().0, path.split_once('}').unwrap().1);
                ids.iter().map(|id| format!("{before}{id}{after}")).collect()
            } else {
                vec![path.clone()]
            };
            for method in METHODS {
                let operation = &methods[method.to_lowercase()];
                if ends_the_session(method, path) && role != "nobody" {
                    continue;
                }
                for place in &places {
                    if operation.is_null() {
                        fuzzing.ask(method, place, Some(("{}".into(), "application/json"))).await;
                        continue;
                    }
                    for question in document.questions(operation) {
                        fuzzing.ask(method, &format!("{place}{question}"), None).await;
                    }
                    if method == "GET" || operation["requestBody"].is_null() {
                        continue;
                    }
                    for body in document.bodies(operation) {
                        fuzzing.ask(method, place, Some((body, "application/json"))).await;
                    }
                    for kind in ["text/plain", "text/csv", "multipart/form-data", ""] {
                        fuzzing.ask(method, place, Some(("household,name\n\"".into(), kind))).await;
                    }
                }
            }
        }
        assert!(fuzzing.asked > 300, "{role} asked only {}", fuzzing.asked);
        assert!(
            fuzzing.wrong.is_empty(),
            "{} wrong:\n{}",
            fuzzing.wrong.len(),
            fuzzing.wrong[..fuzzing.wrong.len().min(30)].join("\n")
        );
    }
    assert!(opened.station.verify().unwrap().broken.is_none());
}
