//! Gateways with every fault, on a clock that stands still: who is asked when, and what is remembered.

use antelope::TimePoint;

use super::*;
use crate::{
    clock::Virtual,
    content::{
        Layout, cid_with,
        http::{Body, HttpError},
        tests::{blocks, car},
    },
};

/// What a gateway does, by the first word of its name.
#[derive(Debug)]
struct World {
    clock: Virtual,
    document: Vec<u8>,
    root: Cid,
    /// The URLs that were asked for, with the second.
    asked: Mutex<Vec<(u64, String)>>,
}

/// A body in pieces, with a pause before each.
struct Pieces {
    clock: Virtual,
    pause: Duration,
    pieces: std::vec::IntoIter<Vec<u8>>,
    /// What comes when there are no more.
    end: Result<Option<Vec<u8>>, HttpError>,
}

impl Body for Pieces {
    fn chunk<'a>(&'a mut self) -> BoxFuture<'a, Result<Option<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            self.clock.sleep(self.pause).await;
            self.pieces.next().map_or_else(|| self.end.clone(), |piece| Ok(Some(piece)))
        })
    }
}

const FOR_EVER: Duration = Duration::MAX;

impl World {
    fn answer(&self, url: &str) -> Result<Response, HttpError> {
        let seconds = u64::try_from(self.clock.now().0 / 1_000_000).unwrap();
        self.asked.lock().unwrap().push((seconds, url.to_owned()));
        let name = url.strip_prefix("https://").unwrap().split(['.', '/']).next().unwrap();
        let honest = if url.contains("format=raw") {
            self.document.clone()
        } else {
            let mut all = blocks(&self.document, Layout::V0);
            all.rotate_right(1);
            car(&self.root, &all)
        };
        let mut lie = honest.clone();
        *lie.last_mut().unwrap() ^= 1;
        let half = honest[..honest.len() / 2].to_vec();
        let html = b"<!DOCTYPE html><title>404</title>".to_vec();
        let second = Duration::from_secs(1);
        let (status, body, pause, end) = match name {
            "honest" => (200, honest, Duration::ZERO, Ok(None)),
            "slow" => (200, honest, 5 * second, Ok(None)),
            "liar" => (200, lie, Duration::ZERO, Ok(None)),
            "html" => (200, html, Duration::ZERO, Ok(None)),
            "plain" => (200, self.document.clone(), Duration::ZERO, Ok(None)),
            "cut" => (200, half, Duration::ZERO, Ok(None)),
            "broken" => (200, half, Duration::ZERO, Err(HttpError("connection reset".into()))),
            "dumb" => (200, honest, FOR_EVER, Ok(None)),
            "endless" => (200, honest, Duration::ZERO, Ok(Some(vec![0; 1 << 20]))),
            "redirect" => (302, vec![], Duration::ZERO, Ok(None)),
            "failing" => (500, vec![], Duration::ZERO, Ok(None)),
            "busy" => (429, vec![], Duration::ZERO, Ok(None)),
            "empty" => (404, vec![], Duration::ZERO, Ok(None)),
            _ => return Err(HttpError("connection refused".into())),
        };
        let pieces = body.chunks(100_000).map(<[u8]>::to_vec).collect::<Vec<_>>().into_iter();
        let body = Box::new(Pieces { clock: self.clock.clone(), pause, pieces, end });
        Ok(Response { status, content_type: Some("text/x".into()), body })
    }
}

impl HttpClient for World {
    fn send<'a>(&'a self, request: Request) -> BoxFuture<'a, Result<Response, HttpError>> {
        let silent = request.url.starts_with("https://silent");
        Box::pin(async move {
            if silent {
                self.clock.sleep(FOR_EVER).await;
            }
            self.answer(&request.url)
        })
    }
}

/// A document of three blocks and of one, and gateways with these names.
fn world(layout: Layout, names: &[&str]) -> (Arc<World>, GatewayStore) {
    let document: Vec<u8> = match layout {
        Layout::OneBlock => b"{\"one\":1}".to_vec(),
        _ => (0..400_000).map(|place| (place / 999) as u8).collect(),
    };
    let root = cid_with(&document, layout).unwrap();
    let clock = Virtual::new(TimePoint(0));
    let asked = Mutex::default();
    let world = Arc::new(World { clock: clock.clone(), document, root, asked });
    let urls = names.iter().map(|name| format!("https://{name}.example/"));
    let http: Arc<dyn HttpClient> = Arc::<World>::clone(&world);
    let store = GatewayStore::new(urls, http, Arc::new(clock));
    (world, store)
}

fn read(world: &World, store: &GatewayStore) -> Result<Vec<u8>, Error> {
    let file = world.clock.run(store.fetch(&world.root, Limits::default()));
    file.map(File::into_bytes)
}

fn asked(world: &World) -> Vec<(u64, String)> {
    let asked = std::mem::take(&mut *world.asked.lock().unwrap());
    let name = |url: &str| url["https://".len()..].split('.').next().unwrap().to_owned();
    asked.into_iter().map(|(second, url)| (second, name(&url))).collect()
}

const LAYOUTS: [Layout; 2] = [Layout::V0, Layout::OneBlock];

#[test]
fn faults_are_refused_and_the_next_one_is_asked() {
    for layout in LAYOUTS {
        // Until when somebody else has sent it, in seconds; and whether it is left out from then on.
        for (name, until, is_remembered) in [
            ("liar", 0, true),
            ("html", 0, true),
            ("endless", 0, true),
            ("cut", 0, layout == Layout::OneBlock),
            ("broken", 0, false),
            ("redirect", 0, false),
            ("failing", 0, false),
            ("busy", 0, false),
            ("empty", 0, false),
            ("refusing", 0, false),
            ("dumb", 2, false),
            ("silent", 2, false),
            ("slow", 2, false),
        ] {
            let (world, store) = world(layout, &[name, "honest"]);
            assert_eq!(read(&world, &store).unwrap(), world.document, "{name}");
            assert_eq!(world.clock.now(), TimePoint(until * 1_000_000), "{name}");
            asked(&world);
            let (_, health) = store.health().remove(0);
            assert_eq!(!health.is_open(world.clock.now()), is_remembered, "{name}: {health:?}");
            assert_eq!(health.last_fault.is_none(), name == "empty", "{name}");
            read(&world, &store).unwrap();
            let first = asked(&world).first().map(|(_, name)| name == "honest");
            assert_eq!(first, Some(is_remembered || name == "silent"), "{name}");
        }
    }
}

#[test]
fn alone_every_fault_is_an_error_in_time() {
    for layout in LAYOUTS {
        for name in
            ["liar", "html", "endless", "cut", "broken", "redirect", "failing", "dumb", "silent"]
        {
            let (world, store) = world(layout, &[name]);
            let error = read(&world, &store).unwrap_err();
            assert!(matches!(error, Error::Remote(_)), "{name}: {error}");
            assert!(error.to_string().contains(&format!("https://{name}.example: ")), "{error}");
            assert!(world.clock.now() <= TimePoint(10_000_000), "{name}");
        }
    }
}

/// A file instead of its blocks: of one raw block it is the block, and right.
#[test]
fn the_plain_file_is_no_answer_but_for_a_raw_block() {
    let (file, store) = world(Layout::V0, &["plain", "honest"]);
    assert_eq!(read(&file, &store).unwrap(), file.document);
    assert!(!store.health()[0].1.is_open(file.clock.now()));
    let (block, store) = world(Layout::OneBlock, &["plain"]);
    assert_eq!(read(&block, &store).unwrap(), block.document);
}

#[test]
fn a_liar_is_asked_again_when_its_time_is_over() {
    let (world, store) = world(Layout::V0, &["liar", "honest"]);
    for (passing, first) in [(0, "liar"), (599, "honest"), (1, "liar"), (0, "honest")] {
        world.clock.advance(Duration::from_secs(passing));
        asked(&world);
        read(&world, &store).unwrap();
        assert_eq!(asked(&world)[0].1, first);
    }
}

#[test]
fn the_next_one_is_asked_while_the_first_is_slow() {
    let (world, store) = world(Layout::V0, &["silent", "slow", "dumb", "honest"]);
    read(&world, &store).unwrap();
    let expected = [(2, "slow"), (4, "dumb"), (6, "honest")];
    assert_eq!(asked(&world), expected.map(|(second, name)| (second, name.to_owned())));
    // Who is overtaken three times in a row is left out for a while.
    read(&world, &store).unwrap();
    read(&world, &store).unwrap();
    asked(&world);
    read(&world, &store).unwrap();
    assert_eq!(asked(&world), [(18, "honest".to_owned())]);
}

#[test]
fn everything_has_a_deadline() {
    // A piece every five seconds is no stall, and does not end in a minute.
    let (world, store) = world(Layout::V0, &["slow"]);
    let patience = Patience { deadline: Duration::from_secs(12), ..Patience::default() };
    let store = store.with_patience(patience);
    let error = read(&world, &store).unwrap_err();
    assert!(error.to_string().ends_with("no answer in time"), "{error}");
    assert_eq!(world.clock.now(), TimePoint(12_000_000));
}

#[test]
fn what_nobody_has_is_not_found_and_what_somebody_hides_is_not_sure() {
    let (absent, store) = world(Layout::V0, &["empty", "empty"]);
    assert!(matches!(read(&absent, &store), Err(Error::NotFound(cid)) if cid == absent.root));
    let (unsure, store) = world(Layout::V0, &["empty", "failing"]);
    assert!(matches!(read(&unsure, &store), Err(Error::Remote(_))));
    let (nobody, store) = world(Layout::V0, &["liar"]);
    read(&nobody, &store).unwrap_err();
    let error = read(&nobody, &store).unwrap_err();
    assert!(error.to_string().starts_with("no gateway may be asked at the moment"), "{error}");
}

#[test]
fn limits_are_nobodys_fault() {
    let (world, store) = world(Layout::V0, &["honest", "honest"]);
    let limits = Limits { bytes: 300_000, ..Limits::default() };
    let error = world.clock.run(store.fetch(&world.root, limits)).unwrap_err();
    assert!(matches!(error, Error::LimitExceeded(..)), "{error}");
    assert_eq!(asked(&world).len(), 1);
    assert_eq!(store.health()[0].1, Health::default());
}

#[test]
fn nothing_is_put_to_a_gateway() {
    let (world, store) = world(Layout::V0, &["honest"]);
    let put = world.clock.run(store.put(&world.root, b""));
    assert!(matches!(put, Err(Error::ReadOnly)));
}
