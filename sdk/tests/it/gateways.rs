//! Gateways with every fault, as servers on loopback: what HTTP itself has to notice.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use sdk::{
    clock::System,
    content::{self, Cid, Error, GatewayStore, Layout, Limits, Patience, http::Native},
};

/// How a server answers: what it writes to whoever has asked.
type Answer = Box<dyn Fn(&mut TcpStream) -> std::io::Result<()> + Send>;

/// A server on loopback, one request at a time. Dropping it ends it.
struct Server {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (count, end) = (Arc::clone(&requests), Arc::clone(&ended));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::Acquire) {
                    break;
                }
                let mut stream = stream.unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
                count.fetch_add(1, Ordering::AcqRel);
                // Who is not listened to any more cannot write.
                let _ = answer(&mut stream);
            }
        });
        Self { address, requests, ended, thread: Some(thread) }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::Acquire)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        let _ = TcpStream::connect(self.address);
        self.thread.take().unwrap().join().unwrap();
    }
}

const BLOCK: &[u8] = b"{\"template\":\"what is on this image?\"}";

fn cid() -> Cid {
    content::cid_with(BLOCK, Layout::OneBlock).unwrap()
}

fn response(status: &str, len: usize, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {len}\r\nconnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// What is wrong, and a server that does it.
fn faults(elsewhere: &str) -> Vec<(&'static str, Answer)> {
    let redirect = format!(
        "HTTP/1.1 301 Moved\r\nlocation: {elsewhere}/ipfs/{}\r\ncontent-length: 0\r\n\r\n",
        cid()
    );
    let fixed = |bytes: Vec<u8>| -> Answer { Box::new(move |stream| stream.write_all(&bytes)) };
    let mut lie = BLOCK.to_vec();
    lie[3] ^= 1;
    vec![
        ("bytes are not those of", fixed(response("200 OK", BLOCK.len(), &lie))),
        ("bytes are not those of", fixed(response("200 OK", 15, b"<html>no</html>"))),
        ("bytes are not those of", fixed(response("200 OK", 0, b""))),
        // Cut off, and it can be seen.
        ("", fixed(response("200 OK", BLOCK.len(), &BLOCK[..9]))),
        ("status 301", fixed(redirect.into_bytes())),
        ("status 502", fixed(response("502 Bad Gateway", 6, b"<html>"))),
        ("", fixed(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())),
        ("", fixed(Vec::new())),
        (
            "it stalls",
            Box::new(|stream| {
                stream.write_all(&response("200 OK", BLOCK.len(), &BLOCK[..9]))?;
                // Until the other side gives up.
                BufReader::new(stream).lines().for_each(drop);
                Ok(())
            }),
        ),
        (
            "no answer in time",
            Box::new(|stream| {
                BufReader::new(stream).lines().for_each(drop);
                Ok(())
            }),
        ),
        (
            "it sends too much",
            Box::new(|stream| {
                stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
                loop {
                    stream.write_all(&[b'x'; 65_536])?;
                }
            }),
        ),
    ]
}

fn store(urls: &[String]) -> GatewayStore {
    let patience = Patience {
        next_after: Duration::from_secs(20),
        stall: Duration::from_millis(300),
        deadline: Duration::from_secs(20),
    };
    GatewayStore::new(urls, Arc::new(Native::new().unwrap()), Arc::new(System))
        .with_patience(patience)
}

#[tokio::test]
async fn faults_are_refused_and_the_next_one_answers() {
    let honest =
        Server::start(Box::new(|stream| stream.write_all(&response("200 OK", BLOCK.len(), BLOCK))));
    let elsewhere =
        Server::start(Box::new(|stream| stream.write_all(&response("200 OK", BLOCK.len(), BLOCK))));
    let faults = faults(&elsewhere.url());
    let count = faults.len();
    for (reason, answer) in faults {
        let faulty = Server::start(answer);
        let begun = Instant::now();
        let alone = store(&[faulty.url()]);
        let error = content::read(&alone, &cid()).await.unwrap_err();
        assert!(matches!(error, Error::Remote(_)), "{error}");
        assert!(error.to_string().contains(reason), "{reason}: {error}");

        let both = store(&[faulty.url(), honest.url()]);
        let document = content::read_with(&both, &cid(), Limits::default()).await;
        assert_eq!(document.unwrap(), BLOCK, "{reason}");
        assert!(both.health()[0].1.last_fault.is_some(), "{reason}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{reason}: {:?}", begun.elapsed());
        assert_eq!(faulty.requests(), 2, "{reason}");
    }
    assert_eq!(honest.requests(), count);
    assert_eq!(elsewhere.requests(), 0, "nobody is sent elsewhere");
}
