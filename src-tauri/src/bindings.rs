//! What the screens may call, with types. `ui/src/lib/ipc/bindings.ts` is generated from this and committed; a test
//! makes it anew and compares.

use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{
    bundle, card, evening, id_card, numbers, outreach, paper, printer, record, register, rights, session, sync, visit,
};
use crate::syncing::{RegisterChanged, SyncChanged, SyncProgress};

/// The typed commands and events.
pub fn builder() -> Builder<tauri::Wry> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            session::app_state,
            session::set_preferences,
            session::read_enrolment,
            session::enrol,
            session::unlock,
            session::lock,
            register::today,
            register::areas,
            register::station,
            register::search_register,
            register::household,
            register::edit_household,
            register::person,
            register::materials,
            register::material_code,
            visit::open_draft,
            visit::open_correction,
            visit::save_draft,
            visit::discard_draft,
            visit::save_visit,
            visit::visit,
            id_card::attach_portrait,
            record::matters,
            record::open_matters,
            record::matter,
            record::entries,
            record::entry,
            record::save_record,
            record::withdraw_record,
            record::keep_form,
            record::kept_form,
            record::service_points,
            record::phrases,
            record::questionnaires,
            record::asked,
            numbers::statistics,
            numbers::behind,
            numbers::unvisited,
            paper::paper,
            paper::export_paper,
            printer::printer,
            printer::choose_printer,
            printer::print_paper,
            printer::print_card,
            printer::print_again,
            printer::drop_print,
            outreach::export_certificate,
            outreach::export_points,
            outreach::area_places,
            outreach::export_pictures,
            outreach::open_library_file,
            rights::person_record,
            rights::export_person_record,
            rights::delete_exported_record,
            card::my_card,
            card::export_card,
            card::outdated_cards,
            sync::sync_now,
            sync::stop_sync,
            sync::sync_state,
            sync::sync_entries,
            sync::conflicts,
            sync::settle_conflict,
            bundle::export_bundle,
            evening::evening,
            session::enrol_anew,
        ])
        .events(collect_events![SyncProgress, SyncChanged, RegisterChanged])
        .typ::<crate::commands::id_card::Examined>()
        .typ::<bundle::BundleAnswer>()
        .typ::<beibao_photo::Finding>()
        .typ::<beibao_domain::picture::Picture>()
}

/// The bindings as TypeScript.
#[cfg(feature = "bindings")]
pub fn typescript() -> Result<String, Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("beibao-bindings-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("bindings.ts");
    builder().export(specta_typescript::Typescript::default(), &file)?;
    let text = std::fs::read_to_string(&file)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(text)
}
