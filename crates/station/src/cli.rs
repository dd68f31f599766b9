//! The commands and their help, in the words of the catalogue.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Arg, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand};

use beibao_station::words::{Language, Words};

/// What was asked for.
#[derive(Debug, Parser)]
#[command(version, name = "beibao-station")]
pub struct Arguments {
    #[arg(long, global = true, env = "BEIBAO_STATION", default_value = "station")]
    pub folder: PathBuf,
    #[arg(long, global = true, env = "BEIBAO_LANGUAGE", default_value = "zh")]
    pub language: Language,
    #[arg(long, global = true, default_value = "text")]
    pub log: LogForm,
    #[command(subcommand)]
    pub command: Task,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogForm {
    /// For whoever reads a terminal.
    #[default]
    Text,
    /// A line of JSON for each event.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Task {
    Init,
    Serve {
        #[arg(long, default_value = "127.0.0.1:8443")]
        listen: SocketAddr,
        #[arg(long)]
        desk: Option<SocketAddr>,
    },
    Enrol(Enrol),
    Tablets,
    Import {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    Report {
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
        #[arg(long)]
        csv: Option<PathBuf>,
    },
    Questionnaire {
        #[arg(required = true)]
        file: PathBuf,
    },
    Results {
        #[arg(required = true)]
        code: String,
        #[arg(long)]
        edition: Option<String>,
        #[arg(long)]
        xlsx: Option<PathBuf>,
        #[arg(long)]
        csv: Option<PathBuf>,
    },
    Take {
        #[arg(required = true)]
        file: PathBuf,
        #[arg(long)]
        answer: Option<PathBuf>,
    },
    Conflicts,
    Settle {
        #[arg(required = true)]
        mark: String,
        #[arg(required = true)]
        choice: usize,
    },
    Aside,
    Verify,
    Backup {
        #[arg(required = true)]
        to: PathBuf,
        #[arg(long, default_value_t = 7)]
        keep: u32,
        #[arg(long)]
        without_key: bool,
    },
    Rehearse {
        #[arg(required = true)]
        from: PathBuf,
    },
    Restore {
        #[arg(required = true)]
        from: PathBuf,
    },
    Recover,
    Password {
        #[arg(required = true)]
        name: String,
    },
    Attach {
        #[arg(required = true)]
        code: String,
        #[arg(required_unless_present = "remove")]
        file: Option<PathBuf>,
        #[arg(long)]
        name: Option<String>,
        #[arg(long, conflicts_with = "file")]
        remove: bool,
    },
    Retention {
        #[arg(requires = "months")]
        kind: Option<String>,
        months: Option<u32>,
    },
    Looks {
        #[arg(long)]
        from: Option<NaiveDate>,
        #[arg(long)]
        to: Option<NaiveDate>,
    },
    Revoke {
        #[arg(required_unless_present = "badge")]
        device: Option<uuid::Uuid>,
        #[arg(long, conflicts_with = "device")]
        badge: Option<String>,
    },
}

/// A code for one tablet.
#[derive(Debug, Args)]
pub struct Enrol {
    #[arg(long)]
    pub badge: String,
    #[arg(long, default_value = "https://127.0.0.1:8443")]
    pub url: String,
    #[arg(long)]
    pub all_areas: bool,
    #[arg(long)]
    pub png: Option<PathBuf>,
}

/// Reads the command line; shows help in the language that it names.
pub fn read() -> Arguments {
    let given: Vec<String> = std::env::args().collect();
    let named = given.iter().zip(given.iter().skip(1)).find(|(flag, _)| *flag == "--language").map(|(_, word)| word);
    let environment = std::env::var("BEIBAO_LANGUAGE").ok();
    let english = named.or(environment.as_ref()).is_some_and(|word| word == "en");
    let words = Words(if english { Language::En } else { Language::Zh });
    let matches = command(words).get_matches();
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

fn command(words: Words) -> Command {
    let mut command = dressed(Arguments::command(), "cli", words)
        .about(words.say("cli.about"))
        .subcommand_help_heading(words.say("heading.commands"))
        .disable_help_subcommand(true);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let key = format!("cli.{name}");
        command = command.mut_subcommand(&name, |sub| dressed(sub, &key, words).about(words.say(&key)));
    }
    command
}

/// Help for each argument, under headings of the same language.
fn dressed(command: Command, key: &str, words: Words) -> Command {
    let template = format!(
        "{{about-with-newline}}\n{}\u{ff1a}{{usage}}\n\n{{all-args}}{{after-help}}",
        words.say("heading.usage")
    );
    let command = command
        .help_template(template)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help(words.say("cli.help")));
    let command = match key {
        "cli" => command.arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help(words.say("cli.version")),
        ),
        _ => command,
    };
    let names: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_arg(&name, |arg| {
            let heading = if arg.is_positional() { "heading.arguments" } else { "heading.options" };
            let arg = arg.help_heading(words.say(heading));
            match name.as_str() {
                "help" | "version" => arg,
                "folder" | "language" | "log" => arg.help(words.say(&format!("cli.{name}"))),
                _ => arg.help(words.say(&format!("{key}.{name}"))),
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_of_every_command_is_said_in_both_languages() {
        for language in [Language::Zh, Language::En] {
            let mut command = command(Words(language));
            command.build();
            for sub in command.get_subcommands_mut() {
                let help = sub.render_long_help().to_string();
                assert_eq!(
                    help.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                    language == Language::Zh,
                    "{help}"
                );
            }
        }
    }
}
