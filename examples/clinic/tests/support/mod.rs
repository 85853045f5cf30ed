//! A clinic that runs, and a client that says exactly what it is told to.
#![allow(dead_code, reason = "each test has a use for some of it")]

mod stored;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

pub use stored::Stored;

pub struct Clinic {
    child: Child,
    pub port: u16,
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// A folder of this name that is empty.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of an earlier run");
    }
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

pub fn command(folder: &Path, patients: u32) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clinic"));
    command.arg(folder).env("CLINIC_PORT", "0").env("CLINIC_PATIENTS", patients.to_string());
    command.stdout(Stdio::piped());
    command
}

impl Clinic {
    pub fn start(folder: &Path, patients: u32) -> Self {
        let mut child = command(folder, patients).spawn().expect("the program");
        let mut line = String::new();
        let said = child.stdout.take().expect("its output");
        BufReader::new(said).read_line(&mut line).expect("a line");
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        let port = port.and_then(|port| port.parse().ok());
        Self { child, port: port.unwrap_or_else(|| panic!("no port in {line:?}")) }
    }

    /// SIGKILL, which the program cannot see coming.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    pub fn client(&self) -> Client {
        Client { port: self.port }
    }
}

impl Drop for Clinic {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Clone, Copy)]
pub struct Client {
    port: u16,
}

impl Client {
    /// Sends bytes as they are; an error if the program is not there any more.
    pub fn raw(self, request: &[u8]) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(request)?;
        let mut bytes = Vec::new();
        // A refused body may be cut off, after the answer.
        let read = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = match text.split_once("\r\n\r\n") {
            Some((head, body)) => (head.to_owned(), body.to_owned()),
            None => return Err(read.err().unwrap_or_else(|| std::io::Error::other("no answer"))),
        };
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Ok(Answer { status: status.unwrap_or(0), head, body })
    }

    pub fn send(self, method: &str, path: &str, head: &str, body: &str) -> std::io::Result<Answer> {
        let (port, length) = (self.port, body.len());
        let host = if head.contains("Host:") {
            String::new()
        } else {
            format!("Host: 127.0.0.1:{port}\r\n")
        };
        self.raw(
            format!("{method} {path} HTTP/1.1\r\n{host}{head}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}")
                .as_bytes(),
        )
    }

    pub fn get(self, path: &str) -> Answer {
        self.send("GET", path, "", "").expect("an answer")
    }

    pub fn try_post(self, path: &str, form: &[(&str, &str)]) -> std::io::Result<Answer> {
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.send("POST", path, FORM, &pairs.join("&"))
    }

    pub fn post(self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.try_post(path, form).expect("an answer")
    }

    pub fn upload(self, json: &str) -> Answer {
        let head = "Content-Type: multipart/form-data; boundary=parts\r\n";
        let body = format!(
            "--parts\r\nContent-Disposition: form-data; name=\"patients\"; filename=\"p.json\"\r\n\r\n{json}\r\n--parts--\r\n"
        );
        self.send("POST", "/files", head, &body).expect("an answer")
    }

    pub fn patients(self) -> Vec<Stored> {
        let answer = self.get("/files/patients.json");
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).expect("the crate reads what it wrote")
    }

    /// The version that a page would send.
    pub fn version(self, patient: i64) -> i64 {
        let page = self.get(&format!("/patients/{patient}")).body;
        let rest = page.split("name=\"version\" value=\"").nth(1).expect("a version");
        rest.split('"').next().and_then(|version| version.parse().ok()).expect("a number")
    }
}

pub const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What a page shows of a text.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub type Shared<T> = Arc<std::sync::Mutex<T>>;
