//! A server of the program, and the little HTTP that asks it for pages.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::city::City;
use crate::process::{self, Running};

/// A server has so long to open its doors.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that ends with this value.
pub struct Server {
    child: Running,
    address: SocketAddr,
}

/// An answer, as far as it is looked at.
struct Answer {
    status: u16,
    head: String,
}

impl Server {
    /// Starts a server on a city and waits until it answers.
    pub fn start(city: &City) -> Outcome<Server> {
        // The port is free again when the listener is dropped.
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let mut command = city.xingtan("serve");
        command.args(["--port", &free.port().to_string()]);
        let child = Running(command.stdout(std::process::Stdio::null()).spawn()?);
        let server = Server {
            child,
            address: free,
        };
        let started_at = Instant::now();
        while server.ask("/health", "").is_err() {
            if started_at.elapsed() > PATIENCE {
                return Err("the server does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.0.id()
    }

    /// The most memory that it has held at once.
    pub fn peak_bytes(&self) -> Outcome<u64> {
        process::peak_bytes(self.id()).ok_or_else(|| "the server is gone".into())
    }

    /// Gets a page and tells how long it took. Anything but the page is an error.
    pub fn get(&self, path: &str, cookie: &str) -> Outcome<Duration> {
        let started_at = Instant::now();
        let answer = self.ask(path, cookie)?;
        match answer.status {
            200 => Ok(started_at.elapsed()),
            status => Err(format!("{path} answers {status}").into()),
        }
    }

    /// Where a page leads to, if it leads on; else the page itself.
    pub fn follow(&self, path: &str, cookie: &str) -> Outcome<String> {
        let answer = self.ask(path, cookie)?;
        let location = answer.head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location")
                .then(|| value.trim().to_owned())
        });
        Ok(location.unwrap_or_else(|| path.to_owned()))
    }

    fn ask(&self, path: &str, cookie: &str) -> Outcome<Answer> {
        let mut stream = TcpStream::connect(self.address)?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Accept-Language: zh-CN\r\nCookie: {cookie}\r\n\r\n"
        );
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|it| it == b"\r\n\r\n");
        let head = String::from_utf8_lossy(&answer[..end.ok_or("no HTTP")?]).into_owned();
        let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
        Ok(Answer { status, head })
    }
}
