//! Numbers for whoever watches over the server, in Prometheus' text format
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>): how much there is and when things were last done. No
//! name, no id, no address: what is counted here may lie on a machine that the station does not know.

use std::fmt::Write;

use rusqlite::Connection;

use crate::station::{Result, Station};

/// What is counted: name, kind, what it is, and the question.
const COUNTED: [(&str, &str, &str, &str); 13] = [
    ("beibao_changes_total", "counter", "Changes in the log.", "SELECT count(*) FROM change"),
    (
        "beibao_changes_set_aside",
        "gauge",
        "Changes that are kept and not applied.",
        "SELECT count(*) FROM change WHERE reason IS NOT NULL",
    ),
    ("beibao_forks_total", "counter", "Changes under a number that another one has.", "SELECT count(*) FROM fork"),
    ("beibao_conflicts", "gauge", "Fields that await a choice.", "SELECT count(*) FROM conflict"),
    (
        "beibao_tablets_active",
        "gauge",
        "Tablets that may speak.",
        "SELECT count(*) FROM device WHERE revoked_at IS NULL AND cloned_at IS NULL",
    ),
    (
        "beibao_tablets_shut_out",
        "gauge",
        "Tablets that may only hand over what they owe.",
        "SELECT count(*) FROM device WHERE revoked_at IS NOT NULL OR cloned_at IS NOT NULL",
    ),
    (
        "beibao_last_sync_seconds",
        "gauge",
        "When a tablet was last here, in seconds since 1970.",
        "SELECT coalesce(max(seen_at), 0) / 1000 FROM device",
    ),
    (
        "beibao_pictures_wanted",
        "gauge",
        "Pictures that have not come whole.",
        "SELECT count(DISTINCT hash) FROM blob WHERE whole = 0",
    ),
    ("beibao_audit_entries_total", "counter", "Lines of the audit trail.", "SELECT count(*) FROM audit"),
    (
        "beibao_sign_ins_failed_total",
        "counter",
        "Wrong passwords, second factors and setup codes.",
        "SELECT count(*) FROM audit WHERE deed IN ('sign_in_failed', 'second_factor_failed', 'set_up_failed')",
    ),
    ("beibao_sessions", "gauge", "Sessions of the desk that are kept.", "SELECT count(*) FROM desk_session"),
    (
        "beibao_last_backup_seconds",
        "gauge",
        "When a backup was last made, in seconds since 1970; 0 if never.",
        "SELECT coalesce(max(at), 0) / 1000 FROM backup_run WHERE kind = 'backup' AND problem IS NULL",
    ),
    (
        "beibao_last_rehearsal_seconds",
        "gauge",
        "When a backup was last rehearsed and found whole, in seconds since 1970; 0 if never.",
        "SELECT coalesce(max(at), 0) / 1000 FROM backup_run WHERE kind = 'rehearsal' AND problem IS NULL",
    ),
];

impl Station {
    /// Whether the database answers.
    pub fn is_well(&self) -> Result<()> {
        self.read(|sql| Ok(sql.query_row("SELECT 1 FROM identity", [], |_| Ok(()))?))
    }

    /// The numbers as Prometheus reads them.
    pub fn metrics(&self) -> Result<String> {
        let mut text = self.read_alone(counted)?;
        let bytes = std::fs::metadata(self.database_file()).map_or(0, |data| data.len());
        told(&mut text, "beibao_database_bytes", "gauge", "Bytes of the database file.", bytes.cast_signed());
        Ok(text)
    }
}

fn counted(sql: &Connection) -> Result<String> {
    let mut text = String::new();
    for (name, kind, help, query) in COUNTED {
        told(&mut text, name, kind, help, sql.query_row(query, [], |row| row.get(0))?);
    }
    Ok(text)
}

fn told(text: &mut String, name: &str, kind: &str, help: &str, value: i64) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
}
