//! The candidates that are Python: one process of `peers.py`, asked round by round like every other candidate.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::{env, fs};

/// The Python process. It times itself with the processor time of its own process.
pub struct Worker {
    pipes: RefCell<(ChildStdin, BufReader<ChildStdout>)>,
    folder: PathBuf,
    child: Child,
}

impl Worker {
    /// Starts the interpreter named by `PEERS_PYTHON`; `None` where there is no such variable.
    pub fn start() -> Option<Self> {
        let python = env::var_os("PEERS_PYTHON")?;
        let folder = env::temp_dir().join(format!("aso-regimen-peers-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for columns");
        let mut child = Command::new(python)
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/peers.py"))
            .arg(&folder)
            // One thread on either side.
            .env("POLARS_MAX_THREADS", "1")
            .env("OMP_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        Some(Self { pipes: RefCell::new((input, output)), folder, child })
    }

    fn ask(&self, question: &str) -> String {
        let (input, output) = &mut *self.pipes.borrow_mut();
        writeln!(input, "{question}").expect("Python listens");
        input.flush().expect("Python listens");
        let mut answer = String::new();
        output.read_line(&mut answer).expect("Python answers");
        assert!(!answer.is_empty(), "Python stopped at {question:?}");
        answer.trim_end().to_owned()
    }

    /// Interpreter and packages with their versions.
    pub fn versions(&self) -> String {
        self.ask("versions")
    }

    /// Gives columns of one length to the worker, who knows by the problem what they are.
    pub fn load<'c>(&self, problem: &str, columns: impl IntoIterator<Item = &'c Vec<f64>>) {
        let numbers = columns.into_iter().flatten();
        let bytes: Vec<u8> = numbers.flat_map(|x| x.to_ne_bytes()).collect();
        fs::write(self.folder.join("columns"), bytes).expect("room for columns");
        assert_eq!(self.ask(&format!("load {problem}")), "loaded");
    }

    /// What a candidate answers.
    pub fn answer(&self, entry: &str) -> Vec<f64> {
        assert_eq!(self.ask(&format!("answer {entry}")), "written");
        let bytes = fs::read(self.folder.join("answer")).expect("an answer");
        let number = |bytes: &[u8]| f64::from_ne_bytes(bytes.try_into().expect("8 bytes"));
        bytes.chunks_exact(8).map(number).collect()
    }

    /// Seconds of processor time for so many runs.
    pub fn seconds(&self, entry: &str, repeats: usize) -> f64 {
        self.ask(&format!("time {entry} {repeats}")).parse().expect("seconds")
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Errors here change nothing: the measurement is over.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
