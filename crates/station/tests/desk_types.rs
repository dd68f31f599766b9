//! The page's types are those of the API's own document. `BEIBAO_WRITE_BINDINGS=1` renews them.

use std::collections::BTreeSet;
use std::path::Path;

use beibao_station::desk::web;
use serde_json::{Map, Value};

/// A schema as a TypeScript type.
fn typed(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap().to_owned();
    }
    if let Some(ways) = schema["oneOf"].as_array() {
        return ways.iter().map(typed).collect::<Vec<_>>().join(" | ");
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    }
    match &schema["type"] {
        Value::Array(ways) => {
            ways.iter().map(|way| plain(way.as_str().unwrap(), schema)).collect::<Vec<_>>().join(" | ")
        }
        way => plain(way.as_str().unwrap_or_else(|| panic!("no type: {schema}")), schema),
    }
}

fn plain(way: &str, schema: &Value) -> String {
    match way {
        "integer" | "number" => "number".to_owned(),
        "array" => format!("{}[]", typed(&schema["items"])),
        "object" => format!("Record<string, {}>", typed(&schema["additionalProperties"])),
        "string" | "boolean" | "null" => way.to_owned(),
        other => panic!("no such type here: {other}"),
    }
}

fn doc(schema: &Value, indent: &str) -> String {
    let said = schema["description"].as_str().unwrap_or_default().lines().next().unwrap_or_default();
    if said.is_empty() { String::new() } else { format!("{indent}/** {said} */\n") }
}

/// A body that the page sends may leave out what may be nothing; an answer names everything.
fn declared(name: &str, schema: &Value, is_sent: bool) -> String {
    let Some(properties) = schema["properties"].as_object() else {
        return format!("{}export type {name} = {};\n", doc(schema, ""), typed(schema));
    };
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let line = |(field, schema): (&String, &Value)| {
        let mark = if is_sent && !required.contains(&field.as_str()) { "?" } else { "" };
        format!("{}  {field}{mark}: {};\n", doc(schema, "  "), typed(schema))
    };
    let lines: String = properties.iter().map(line).collect();
    format!("{}export type {name} = {{\n{lines}}};\n", doc(schema, ""))
}

fn sent(paths: &Map<String, Value>) -> BTreeSet<String> {
    let methods = paths.values().filter_map(Value::as_object).flat_map(Map::values);
    methods
        .filter_map(|method| method["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str())
        .map(|reference| reference.rsplit('/').next().unwrap().to_owned())
        .collect()
}

fn generated() -> String {
    let document = serde_json::to_value(web::openapi()).unwrap();
    let sent = sent(document["paths"].as_object().unwrap());
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let types = schemas.iter().map(|(name, schema)| declared(name, schema, sent.contains(name)));
    let head =
        "// Made from the station's OpenAPI document by crates/station/tests/desk_types.rs; not written by hand.\n";
    std::iter::once(head.to_owned()).chain(types).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_committed_types_are_the_generated_ones() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/desk/types.ts");
    let generated = generated();
    if std::env::var_os("BEIBAO_WRITE_BINDINGS").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == generated, "the types are not the generated ones: run this test with BEIBAO_WRITE_BINDINGS=1");
}
