//! What the machine says of itself, for the station to see a tablet that is about to fail. Whatever it does not say is left out.

use std::path::Path;

use beibao_wire::Condition;

/// Where Linux and Android tell of what feeds the machine.
const POWER: &str = "/sys/class/power_supply";

pub(crate) fn condition(data: &Path) -> Condition {
    Condition {
        app: env!("CARGO_PKG_VERSION").to_owned(),
        battery_percent: battery_percent(Path::new(POWER)),
        free_bytes: free_bytes(data),
    }
}

/// The least charged of the batteries.
fn battery_percent(power: &Path) -> Option<u8> {
    let said = |supply: &Path, name: &str| std::fs::read_to_string(supply.join(name)).ok();
    let percent = |supply: std::path::PathBuf| {
        let is_battery = said(&supply, "type").is_some_and(|kind| kind.trim() == "Battery");
        // A mouse has one too.
        let is_ours = said(&supply, "scope").is_none_or(|scope| scope.trim() != "Device");
        let percent = said(&supply, "capacity")?.trim().parse::<u8>().ok()?;
        (is_battery && is_ours).then_some(percent.min(100))
    };
    std::fs::read_dir(power).ok()?.filter_map(|supply| percent(supply.ok()?.path())).min()
}

#[cfg(unix)]
fn free_bytes(data: &Path) -> Option<u64> {
    let told = rustix::fs::statvfs(data).ok()?;
    Some(told.f_bavail.saturating_mul(told.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_charged_battery_is_told_and_a_mouse_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let supply = |name: &str, files: &[(&str, &str)]| {
            let place = folder.path().join(name);
            std::fs::create_dir(&place).unwrap();
            files.iter().for_each(|(name, text)| std::fs::write(place.join(name), text).unwrap());
        };
        assert_eq!(battery_percent(folder.path()), None);
        supply("AC", &[("type", "Mains\n")]);
        supply("mouse", &[("type", "Battery\n"), ("scope", "Device\n"), ("capacity", "3\n")]);
        assert_eq!(battery_percent(folder.path()), None);
        supply("BAT0", &[("type", "Battery\n"), ("capacity", "81\n")]);
        supply("BAT1", &[("type", "Battery\n"), ("capacity", "17\n")]);
        assert_eq!((battery_percent(folder.path()), battery_percent(Path::new("/nowhere"))), (Some(17), None));
        assert!(cfg!(not(unix)) || free_bytes(folder.path()).is_some_and(|bytes| bytes > 0));
    }
}
