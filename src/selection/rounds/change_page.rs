//! The page on which a round that is being prepared is changed or dropped.

use askama::Template;

use super::pages::href;
use super::preparing::load_prepared;
use super::{RoundId, Running};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Link, Problems};

/// What was typed, or else what stands.
#[derive(Debug, Template)]
#[template(path = "selection/round_change.html")]
pub struct ChangePage {
    frame: Frame,
    running: Running,
    values: Values,
    problems: Problems,
}

impl ChangePage {
    /// For the officer who runs the round, while it is prepared.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: RoundId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<ChangePage, Error> {
        let running = load_prepared(conn, context, id)?;
        Ok(ChangePage {
            problems: errors.in_words(frame.words),
            values: values.clone(),
            running,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        let round = &self.running.round;
        [
            Link::new(self.frame.say("nav-selection"), "/selection"),
            Link::new(&round.title, href(round.id)),
        ]
    }

    fn value(&self, field: &str) -> String {
        let round = &self.running.round;
        match (self.values.get(field), field) {
            ("", "title") => round.title.clone(),
            ("", "seats") => round.seats.to_string(),
            ("", "cutoff_on") => round.cutoff_on.to_string(),
            (typed, _) => typed.to_owned(),
        }
    }
}
