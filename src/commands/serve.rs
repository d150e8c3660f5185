//! `xingtan serve`: answers requests and does the long work, until it is asked to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rocket::figment::Figment;

use super::{Outcome, Terminal, open};
use crate::app;
use crate::clock::Clock;
use crate::config::{DataOptions, ServeOptions};
use crate::demo::{self, Found, personas};
use crate::error::Error;
use crate::message::Message;

/// Serves until Ctrl-C or a termination signal; a running job finishes its chunk first.
pub fn serve(
    terminal: Terminal,
    data: &DataOptions,
    options: &ServeOptions,
) -> Result<Outcome, Error> {
    let mut open = open(data, options.connections_max)?;
    let is_demo = open.db.read(demo::look)? == Found::City;
    if let Some(day) = options.rehearse_on {
        // Where it counts, nobody chooses the day.
        if !is_demo {
            return Err(Error::not_now(Message::new("command-rehearsal-demo-only")));
        }
        open.clock = Clock::rehearsing(day);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let worker = (!options.without_worker).then(|| {
        let worker = app::worker(open.db.clone(), open.clock.clone(), Arc::clone(&open.house));
        worker.spawn(Arc::clone(&stop))
    });
    let figment = Figment::from(rocket::Config::release_default())
        .merge(("address", options.address))
        .merge(("port", options.port));
    // Rocket would believe X-Real-IP from anybody; `false` is its word for no header.
    let figment = match &options.ip_header {
        Some(name) => figment.merge(("ip_header", name)),
        None => figment.merge(("ip_header", false)),
    };
    let settings = app::Options {
        has_secure_cookies: options.secure_cookies,
        demonstration: is_demo.then_some(&personas::DEMONSTRATION),
    };
    let rocket = app::build(figment, open.db, open.clock, open.house, &settings);
    terminal.print(&format!(
        "Xingtan 杏坛: http://{}:{}",
        options.address, options.port
    ));
    let launched = rocket::execute(rocket.launch());
    stop.store(true, Ordering::Relaxed);
    if let Some(worker) = worker {
        worker
            .join()
            .map_err(|_| Error::Fault("the worker panicked".to_owned()))?;
    }
    launched.map_err(Error::fault)?;
    Ok(Outcome::Done)
}
