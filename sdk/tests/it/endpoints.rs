//! Several endpoints, by a clock of their own: which of them is asked, when, and what comes of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use antelope::TimePoint;
use sdk::{
    clock::{Clock, Virtual},
    future::{BoxFuture, join_all},
    transport::{Endpoints, EndpointsConfig, Response, Standing, Transport, TransportError},
};
use serde_json::json;

const READ: &str = "/v1/chain/get_account";
const ASSERTION: &str =
    r#"{"code":500,"error":{"code":3050003,"name":"n","what":"w","details":[]}}"#;
const PAGE: &str = "<html><h1>502 Bad Gateway</h1></html>";
const SECOND: Duration = Duration::from_secs(1);

/// What an endpoint does with requests other than where its chain is.
#[derive(Clone, Debug)]
enum Does {
    Answer,
    Refuse,
    Break,
    Hang,
    Say(u16, &'static str),
    AskToWait(u64),
}

/// An endpoint that does what a test says.
#[derive(Clone)]
struct Endpoint {
    name: &'static str,
    clock: Virtual,
    state: Arc<Mutex<State>>,
}

struct State {
    does: Does,
    /// Also when it is asked where its chain is.
    is_down: bool,
    chain: u8,
    /// How many seconds its newest block is old.
    age: i64,
    requests: BTreeMap<String, usize>,
}

impl Endpoint {
    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
    }

    fn does(&self, does: Does) {
        self.set(|state| state.does = does);
    }

    fn reads(&self) -> usize {
        self.state.lock().unwrap().requests.get(READ).copied().unwrap_or(0)
    }

    fn examinations(&self) -> usize {
        self.state.lock().unwrap().requests.get("/v1/chain/get_info").copied().unwrap_or(0)
    }
}

impl Transport for Endpoint {
    fn post<'a>(
        &'a self,
        path: &'a str,
        _body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        let does = {
            let mut state = self.state.lock().unwrap();
            *state.requests.entry(path.to_owned()).or_default() += 1;
            if path.ends_with("get_info") && !state.is_down {
                let head = TimePoint(self.clock.now().0 - state.age * 1_000_000);
                let id = format!("{:02x}", state.chain).repeat(32);
                let info = json!({
                    "chain_id": id, "head_block_num": 9, "head_block_id": id,
                    "head_block_time": head.to_string(), "last_irreversible_block_num": 8,
                    "last_irreversible_block_id": id,
                });
                return Box::pin(std::future::ready(Ok(Response::new(200, info.to_string()))));
            }
            state.does.clone()
        };
        Box::pin(async move {
            match does {
                Does::Answer => Ok(Response::new(200, json!({ "by": self.name }).to_string())),
                Does::Refuse => Err(TransportError::unreachable("connection refused")),
                Does::Break => Err(TransportError::new("connection reset")),
                Does::Hang => std::future::pending().await,
                Does::Say(status, body) => Ok(Response::new(status, body)),
                Does::AskToWait(seconds) => {
                    let mut response = Response::new(429, "");
                    response.retry_after = Some(Duration::from_secs(seconds));
                    Ok(response)
                }
            }
        })
    }
}

struct World {
    clock: Virtual,
    way: Endpoints,
    a: Endpoint,
    b: Endpoint,
}

impl World {
    fn new() -> Self {
        Self::with(EndpointsConfig::default())
    }

    fn with(config: EndpointsConfig) -> Self {
        let clock = Virtual::new(TimePoint(1_800_000_000_000_000));
        let endpoint = |name| {
            let requests = BTreeMap::new();
            let state = State { does: Does::Answer, is_down: false, chain: 1, age: 1, requests };
            Endpoint { name, clock: clock.clone(), state: Arc::new(Mutex::new(state)) }
        };
        let (a, b) = (endpoint("a"), endpoint("b"));
        let named = |endpoint: &Endpoint| -> (String, Box<dyn Transport>) {
            (endpoint.name.to_owned(), Box::new(endpoint.clone()))
        };
        let way = Endpoints::new([named(&a), named(&b)], clock.clone(), config).unwrap();
        Self { clock, way, a, b }
    }

    fn request(&self) -> Result<Response, TransportError> {
        self.clock.run(self.way.post(READ, b"{}".to_vec()))
    }

    /// Who answered, and after how many milliseconds.
    fn asked(&self) -> (String, i64) {
        let before = self.clock.now();
        let response = self.request().unwrap();
        let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
        (body["by"].as_str().unwrap().to_owned(), (self.clock.now().0 - before.0) / 1_000)
    }

    fn standings(&self) -> Vec<Standing> {
        self.way.health().iter().map(|health| health.standing).collect()
    }
}

#[test]
fn faults_are_tried_elsewhere_and_answers_are_not() {
    // What the first endpoint does, whether the second is asked, and whether the first may have done it.
    let table = [
        (Does::Answer, false, false),
        (Does::Say(500, ASSERTION), false, false),
        (Does::Say(400, ASSERTION), false, false),
        (Does::Say(409, ASSERTION), false, false),
        (Does::Say(404, PAGE), false, false),
        (Does::Refuse, true, false),
        (Does::Break, true, true),
        (Does::Hang, true, true),
        (Does::Say(500, "{}"), true, true),
        (Does::Say(502, PAGE), true, true),
        (Does::Say(503, ""), true, false),
        (Does::Say(429, ASSERTION), true, false),
        (Does::Say(200, PAGE), true, true),
        (Does::AskToWait(5), true, false),
    ];
    for (does, rotates, is_repeated) in table {
        let world = World::new();
        world.a.does(does.clone());
        let response = world.request().unwrap();
        assert_eq!(world.a.reads(), 1, "{does:?}");
        assert_eq!(world.b.reads(), usize::from(rotates), "{does:?}");
        assert_eq!(response.is_repeated, is_repeated, "{does:?}");
        // Who has answered is asked first from then on.
        world.a.does(Does::Answer);
        assert_eq!(world.asked().0, if rotates { "b" } else { "a" }, "{does:?}");
    }
}

#[test]
fn endpoint_that_fails_is_left_alone_longer_each_time_and_then_found_well() {
    let world = World::new();
    world.a.does(Does::Refuse);
    world.b.does(Does::Refuse);
    let before = world.clock.now();
    let error = world.request().unwrap_err();
    assert!(!error.may_have_arrived());
    assert_eq!(error.to_string(), "b: connection refused");
    // Three attempts at each, with pauses of half a second and of one between them.
    assert_eq!((world.a.reads(), world.b.reads()), (3, 3));
    assert_eq!(world.clock.now().0 - before.0, 1_500_000);

    // It now takes two seconds until one is asked again.
    world.a.does(Does::Answer);
    assert_eq!(world.asked(), ("a".to_owned(), 2_000));
    assert_eq!(world.asked(), ("a".to_owned(), 0));
}

#[test]
fn wish_to_be_left_alone_is_granted() {
    let world = World::new();
    world.a.does(Does::AskToWait(7));
    assert_eq!(world.asked(), ("b".to_owned(), 0));
    world.a.does(Does::Answer);
    world.b.does(Does::Refuse);
    // Before that time nothing is sent to it.
    assert_eq!(world.asked(), ("a".to_owned(), 7_000));

    // When the wish goes beyond the deadline, the answer is that.
    let world = World::new();
    world.a.does(Does::AskToWait(1_000));
    world.b.does(Does::AskToWait(1_000));
    let before = world.clock.now();
    assert_eq!(world.request().unwrap().status, 429);
    assert_eq!(world.clock.now(), before);
}

#[test]
fn endpoint_of_another_chain_gets_no_request() {
    let world = World::new();
    world.b.set(|state| state.chain = 2);
    world.a.does(Does::Refuse);
    assert!(world.request().is_err());
    assert_eq!(world.b.reads(), 0);
    assert_eq!(world.standings(), [Standing::Failing, Standing::OtherChain]);

    // The chain can be said, and then the first one is not it.
    let config = EndpointsConfig {
        chain_id: Some("02".repeat(32).parse().unwrap()),
        ..EndpointsConfig::default()
    };
    let world = World::with(config);
    world.b.set(|state| state.chain = 2);
    assert_eq!(world.asked().0, "b");
    assert_eq!(world.a.reads(), 0);

    // One that changes to another chain while it is in use is noticed by what it tells.
    world.b.set(|state| state.chain = 3);
    let error = world.clock.run(world.way.post("/v1/chain/get_info", b"{}".to_vec())).unwrap_err();
    assert!(error.to_string().contains("of the chain 03"), "{error}");
    assert!(world.request().is_err());
    world.b.set(|state| state.chain = 2);
    world.clock.advance(61 * SECOND);
    assert_eq!(world.asked().0, "b");
}

#[test]
fn endpoint_with_old_blocks_is_put_aside_until_it_has_caught_up() {
    let world = World::new();
    world.a.set(|state| state.age = 12);
    assert_eq!(world.asked().0, "b");
    assert_eq!(world.standings(), [Standing::Stale, Standing::Good]);
    // Up to ten seconds are nothing.
    world.a.set(|state| state.age = 11);
    world.clock.advance(61 * SECOND);
    world.b.does(Does::Refuse);
    assert_eq!(world.asked().0, "a");

    // One that falls behind while it is in use is noticed by what it tells.
    world.b.does(Does::Answer);
    world.a.set(|state| state.age = 1);
    world.clock.advance(61 * SECOND);
    assert_eq!(world.asked().0, "a");
    world.a.set(|state| state.age = 30);
    let response = world.clock.run(world.way.post("/v1/chain/get_info", b"{}".to_vec()));
    let info: sdk::Info = serde_json::from_slice(&response.unwrap().body).unwrap();
    assert_eq!(info.head_block_time.0, world.clock.now().0 - 1_000_000);
    assert_eq!(world.asked().0, "b");
}

#[test]
fn clock_that_is_wrong_puts_nobody_aside() {
    for age in [-3_600, 3_600] {
        let world = World::new();
        world.a.set(|state| state.age = age);
        world.b.set(|state| state.age = age);
        assert_eq!(world.asked().0, "a");
        let _ = world.clock.run(world.way.post("/v1/chain/get_info", b"{}".to_vec())).unwrap();
        assert_eq!(world.standings(), [Standing::Good, Standing::Good]);
        // That the newest block is old does not make everybody be asked with each request.
        assert!(world.b.examinations() <= 2);
    }
}

#[test]
fn request_ends_in_time_whatever_endpoints_do() {
    let world = World::new();
    for endpoint in [&world.a, &world.b] {
        endpoint.set(|state| (state.does, state.is_down) = (Does::Hang, true));
    }
    let before = world.clock.now();
    let error = world.request().unwrap_err();
    assert!(error.is_timeout() || error.to_string().contains("no answer within"), "{error}");
    assert!(world.clock.now().0 - before.0 <= 60_000_000);
    // Nobody was sent it.
    assert_eq!((world.a.reads(), world.b.reads()), (0, 0));
}

#[test]
fn no_more_requests_are_under_way_than_allowed_and_no_faster() {
    let limits = EndpointsConfig::default();
    let config = EndpointsConfig { concurrency: 2, requests_per_second: Some(10), ..limits };
    let world = World::with(config);
    let before = world.clock.now();
    let requests = (0..21).map(|_| world.way.post(READ, b"{}".to_vec()));
    let answers = world.clock.run(join_all(requests));
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(world.a.reads() + world.b.reads(), 21);
    // Twenty-one after the one question where the chain is.
    assert_eq!(world.clock.now().0 - before.0, 2_100_000);
}

#[test]
fn names_of_endpoints_are_needed_and_shown() {
    assert!(Endpoints::new([], Virtual::default(), EndpointsConfig::default()).is_err());
    assert!(Endpoints::http(["ftp://a"], EndpointsConfig::default()).is_err());
    let world = World::new();
    world.b.set(|state| state.is_down = true);
    world.b.does(Does::Say(502, PAGE));
    let health = world.clock.run(world.way.examine());
    assert_eq!(health[0].standing, Standing::Good);
    assert_eq!(health[1].standing, Standing::Failing);
    assert_eq!(health[1].last_fault.as_ref().unwrap().to_string(), "b: http status 502");
    assert_eq!(format!("{:?}", world.way), r#"Endpoints { names: ["a", "b"], .. }"#);
}
