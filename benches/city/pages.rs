//! Pages in the demonstration's size and in the city's, and the server's memory while it serves.
//!
//! Two servers answer by turns, so that whatever else the machine does falls on both. What a page
//! costs is the server's processor time, all of it: session, queries, rendering, HTTP.

use std::time::Duration;

use crate::Outcome;
use crate::city::City;
use crate::process::processor_time;
use crate::report::{Format, Goal, Report};
use crate::server::Server;
use crate::visitors::{self, Cookie};

/// Teachers who look at their page, spread over the city: no page is asked for twice in a turn.
const TEACHERS: u32 = 200;
/// Turns of each server.
const TURNS: usize = 6;
/// Times that an officer asks in a turn.
const TIMES: usize = 20;
/// Visitors at once while memory is watched; more than the server has connections.
const AT_ONCE: usize = 16;

/// Pages that grow with what an officer answers for; they have no goal but stand in the table.
const OFFICERS: [(&str, &str, &str); 5] = [
    (
        "what awaits a school's word",
        "bench-school",
        "/completions",
    ),
    ("a school's overview", "bench-school", "/overview"),
    ("a district's overview", "bench-district", "/overview"),
    ("the city's overview", "bench-bureau", "/overview"),
    ("people of the city", "bench-bureau", "/people"),
];

/// Somebody's wish for a page.
type Wish = (String, Cookie);

/// Measures pages in both cities, and the memory of the large one's server.
pub fn measure(small: &City, large: &City, report: &mut Report) -> Outcome<()> {
    let servers = [Server::start(small)?, Server::start(large)?];
    let mut everything = Vec::new();
    let own = |city| -> Outcome<Vec<Wish>> {
        let cookies = visitors::teachers(city, TEACHERS)?;
        Ok(cookies
            .into_iter()
            .map(|it| ("/credit-bank".to_owned(), it))
            .collect())
    };
    let wishes = [own(small)?, own(large)?];
    let [before, after] = compare(&servers, &wishes)?;
    let ratio = after.processor.as_secs_f64() / before.processor.as_secs_f64();
    tell(report, "a teacher's page", [&before, &after]);
    report.judge(
        "a teacher's page, ratio",
        Format::Ratio,
        ratio,
        Goal::AtMost(1.3),
    );
    everything.extend(wishes[1].iter().cloned());

    for (what, login, path) in OFFICERS {
        let wish = |city, server: &Server| -> Outcome<Vec<Wish>> {
            let cookie = visitors::known(city, login)?;
            let path = server.follow(path, &cookie)?;
            Ok(vec![(path, cookie); TIMES])
        };
        let wishes = [wish(small, &servers[0])?, wish(large, &servers[1])?];
        let [before, after] = compare(&servers, &wishes)?;
        tell(report, what, [&before, &after]);
        everything.extend(wishes[1].iter().cloned());
    }

    let [_, server] = &servers;
    ask_at_once(server, &everything)?;
    let peak = server.peak_bytes()?;
    report.judge(
        "server's memory, 16 visitors at once",
        Format::Megabytes,
        peak as f64,
        Goal::AtMost(300e6),
    );
    Ok(())
}

/// What one page cost.
#[derive(Debug)]
struct PageCost {
    /// Of the server, on average.
    processor: Duration,
    /// Until the last byte: the middle of all.
    elapsed: Duration,
}

/// Asks both servers for their pages, turn by turn.
fn compare(servers: &[Server; 2], wishes: &[Vec<Wish>; 2]) -> Outcome<[PageCost; 2]> {
    let mut processor = [Duration::ZERO; 2];
    let mut elapsed = [Vec::new(), Vec::new()];
    // The first turn warms up: caches, prepared statements, connections.
    for turn in 0..=TURNS {
        for (place, server) in servers.iter().enumerate() {
            let before = processor_time(server.id())?;
            for (path, cookie) in &wishes[place] {
                let took = server.get(path, cookie)?;
                if turn > 0 {
                    elapsed[place].push(took);
                }
            }
            if turn > 0 {
                processor[place] += processor_time(server.id())?.saturating_sub(before);
            }
        }
    }
    Ok([0, 1].map(|place| {
        elapsed[place].sort_unstable();
        let count = elapsed[place].len();
        PageCost {
            processor: processor[place] / u32::try_from(count).expect("some thousand pages"),
            elapsed: elapsed[place][count / 2],
        }
    }))
}

fn tell(report: &mut Report, what: &str, [small, large]: [&PageCost; 2]) {
    for (size, cost) in [("demonstration", small), ("city", large)] {
        let processor = Format::Milliseconds.show(cost.processor.as_secs_f64());
        let elapsed = Format::Milliseconds.show(cost.elapsed.as_secs_f64());
        report.tell(
            &format!("{what}, {size}"),
            format!("{processor} of processor time, {elapsed} to wait"),
        );
    }
}

/// Many visitors at once, each with its share of the wishes.
fn ask_at_once(server: &Server, wishes: &[Wish]) -> Outcome<()> {
    std::thread::scope(|scope| {
        let visitors: Vec<_> = (0..AT_ONCE)
            .map(|visitor| {
                let own = wishes.iter().skip(visitor).step_by(AT_ONCE);
                scope.spawn(move || {
                    own.map(|(path, cookie)| server.get(path, cookie).map_err(|it| it.to_string()))
                        .collect::<Result<Vec<Duration>, String>>()
                })
            })
            .collect();
        for visitor in visitors {
            visitor.join().map_err(|_| "a visitor panicked")??;
        }
        Ok(())
    })
}
