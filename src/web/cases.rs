//! A running case as every procedure's page shows it.

use crate::message::Fact;
use crate::web::language::Words;
use crate::web::parts::Chip;
use crate::workflow::approval::case::Case;
use crate::workflow::approval::progress::{Standing, progress};

/// The offices on the way, each with how far it has come.
pub fn stages(words: Words, case: &Case) -> Vec<(String, Chip)> {
    progress(case)
        .into_iter()
        .map(|stage| {
            let office = match stage.step.level.words() {
                Fact::Key(key) => words.say(key),
                _ => String::new(),
            };
            let chip = match stage.standing {
                Standing::Endorsed(_) => Chip::ok(words.say("claim-stage-endorsed")),
                Standing::Holds(_) => Chip::wait(words.say("claim-stage-holds")),
                Standing::Refused(_) => Chip::plain(words.say("claim-stage-refused")),
                Standing::ToRedo(_) => Chip::plain(words.say("claim-stage-again")),
                Standing::Ahead => Chip::plain(words.say("claim-stage-ahead")),
            };
            (office, chip)
        })
        .collect()
}
