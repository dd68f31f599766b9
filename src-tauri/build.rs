//! Lists the app's commands, so that a window may call only those that a capability names.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&[
        "app_state",
        "set_preferences",
        "read_enrolment",
        "enrol",
        "unlock",
        "lock",
        "today",
        "areas",
        "search_register",
        "household",
        "edit_household",
        "person",
        "materials",
        "open_draft",
        "open_correction",
        "save_draft",
        "discard_draft",
        "save_visit",
        "visit",
        "apply_for_card",
        "notice_pdf",
        "attach_portrait",
        "examine_portrait",
        "portrait_image",
        "read_code",
        "station",
        "stored_portrait",
        "my_card",
        "export_card",
        "sync_now",
        "stop_sync",
        "sync_state",
        "sync_entries",
        "conflicts",
        "settle_conflict",
        "evening",
        "export_evening",
        "export_bundle",
        "import_bundle",
        "enrol_anew",
    ]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
        panic!("{error:#}");
    }
}
