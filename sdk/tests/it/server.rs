//! A server on loopback that answers as a test says: a node's answers, a proxy's, or none.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use sdk::transport::Embedded;

/// What is answered; nothing breaks the connection.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Option<Self> {
        Some(Self { status, headers: "", body: body.into() })
    }
}

type Handler = dyn Fn(&str, Vec<u8>) -> Option<Reply> + Send + Sync;

/// A running server; dropping it ends it.
pub(crate) struct Server {
    address: SocketAddr,
    is_ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(
        answer: impl Fn(&str, Vec<u8>) -> Option<Reply> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let is_ended = Arc::new(AtomicBool::new(false));
        let answer: Arc<Handler> = Arc::new(answer);
        let ended = Arc::clone(&is_ended);
        let thread = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if ended.load(Ordering::Acquire) {
                    break;
                }
                let answer = Arc::clone(&answer);
                std::thread::spawn(move || serve(connection.unwrap(), &*answer));
            }
        });
        Self { address, is_ended, thread: Some(thread) }
    }

    /// A node of the chain in this process.
    pub(crate) fn of_chain(embedded: Embedded) -> Self {
        Self::start(move |path, body| {
            let answer = chain::api::answer(&mut embedded.node(), path, &body);
            Reply::new(answer.status, answer.body)
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_ended.store(true, Ordering::Release);
        // Wakes it, so that it looks.
        let _ = TcpStream::connect(self.address);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Answers one request. Whoever asks may have gone, which is his affair.
fn serve(connection: TcpStream, answer: &Handler) -> Option<()> {
    let mut reader = BufReader::new(connection);
    let (path, body) = read_message(&mut reader)?;
    let path = path.split(' ').nth(1)?.to_owned();
    let Reply { status, headers, body } = answer(&path, body)?;
    let head = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    let mut connection = reader.into_inner();
    connection.write_all(head.as_bytes()).ok()?;
    connection.write_all(&body).ok()
}

/// Sends a request on to the node at this URL and waits for its answer.
pub(crate) fn forward(url: &str, path: &str, body: &[u8]) -> Option<Reply> {
    let mut connection = TcpStream::connect(url.strip_prefix("http://")?).ok()?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).ok()?;
    connection.write_all(body).ok()?;
    let (status, body) = read_message(&mut BufReader::new(connection))?;
    Reply::new(status.split(' ').nth(1)?.parse().ok()?, body)
}

/// The first line and the body of a request or an answer.
fn read_message(reader: &mut impl BufRead) -> Option<(String, Vec<u8>)> {
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((first, body))
}
